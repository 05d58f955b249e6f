import type { Shown } from './fold.ts';

/** What is put in front: a focus, the way to it, what would be lost. */
export interface Marks {
  readonly focus: string | undefined;
  /** Keys of nodes and edges. */
  readonly way: ReadonlySet<string>;
  readonly lost: ReadonlySet<string>;
}

/** The classes of what is marked, by key. Beside a way all else may fade. */
export function classesOf(
  { nodes, edges }: Shown,
  { focus, way, lost }: Marks,
  isFading: boolean,
): ReadonlyMap<string, readonly string[]> {
  const fades = isFading && way.size > 0;
  const found = new Map<string, readonly string[]>();
  for (const key of [...nodes.keys(), ...edges.keys()]) {
    const classes = [
      ...(way.has(key) ? ['way'] : []),
      ...(fades && !way.has(key) && key !== focus ? ['faded'] : []),
      ...(lost.has(key) ? ['lost'] : []),
      ...(key === focus ? ['focus'] : []),
    ];
    if (classes.length > 0) found.set(key, classes);
  }
  return found;
}
