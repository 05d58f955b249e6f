import type { StepTables } from './tables.ts';

/** Steps by where they lead to: `steps[starts[node] .. starts[node + 1])` are the numbers of those that lead to `node`. */
export interface StepsBack {
  readonly starts: Uint32Array;
  readonly steps: Uint32Array;
  /** The actor each step begins at, by step. */
  readonly from: Uint32Array;
}

export function stepsBack({ starts, to }: StepTables): StepsBack {
  const actors = starts.length - 1;
  const back = new Uint32Array(actors + 1);
  for (const node of to) back[node + 1] = (back[node + 1] ?? 0) + 1;
  for (let node = 0; node < actors; node += 1) back[node + 1] = (back[node + 1] ?? 0) + (back[node] ?? 0);
  const next = back.slice();
  const steps = new Uint32Array(to.length);
  const from = new Uint32Array(to.length);
  for (let node = 0; node < actors; node += 1) {
    for (let step = starts[node] ?? 0; step < (starts[node + 1] ?? 0); step += 1) {
      from[step] = node;
      const target = to[step] ?? 0;
      const at = next[target] ?? 0;
      steps[at] = step;
      next[target] = at + 1;
    }
  }
  return { starts: back, steps, from };
}
