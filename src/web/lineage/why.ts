import type { PictureEdge } from './picture.ts';

/** The shortest way between two nodes along the edges, as edges; in either direction. Nothing where there is none. */
export function why(edges: Iterable<PictureEdge>, from: string, to: string): readonly PictureEdge[] | undefined {
  return walk(edges, from, to) ?? walk(edges, to, from);
}

function walk(edges: Iterable<PictureEdge>, from: string, to: string): readonly PictureEdge[] | undefined {
  const leaving = Map.groupBy(edges, (edge) => edge.from);
  const cameBy = new Map<string, PictureEdge | undefined>([[from, undefined]]);
  const queue = [from];
  for (const key of queue) {
    if (key === to) break;
    for (const edge of leaving.get(key) ?? []) {
      if (cameBy.has(edge.to)) continue;
      cameBy.set(edge.to, edge);
      queue.push(edge.to);
    }
  }
  if (!cameBy.has(to)) return undefined;
  const way: PictureEdge[] = [];
  for (let edge = cameBy.get(to); edge !== undefined; edge = cameBy.get(edge.from)) way.unshift(edge);
  return way;
}

/** What would no longer be drawn without a node: the nodes that every way leads to over it. */
export function onlyOver(ways: readonly (readonly string[])[], removed: string): ReadonlySet<string> {
  const kept = new Set(ways.filter((way) => !way.includes(removed)).flat());
  return new Set(
    ways
      .filter((way) => way.includes(removed))
      .flatMap((way) => behind(way, removed))
      .filter((key) => !kept.has(key)),
  );
}

function behind(way: readonly string[], removed: string): readonly string[] {
  return way.slice(way.indexOf(removed));
}
