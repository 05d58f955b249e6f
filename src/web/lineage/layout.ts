import { rankOf, type Shown, type ShownNode } from './fold.ts';

export const NODE_WIDTH = 190;
export const NODE_HEIGHT = 30;
const COLUMN_GAP = 110;
const ROW_GAP = 14;
const SWEEPS = 4;

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  /** Centre of each node, by key. */
  readonly places: ReadonlyMap<string, Place>;
  /** Keys of each column from top to bottom. */
  readonly columns: readonly (readonly string[])[];
  readonly width: number;
  readonly height: number;
}

const STEP = NODE_HEIGHT + ROW_GAP;

/** Centre of a column. */
export function columnX(column: number): number {
  return column * (NODE_WIDTH + COLUMN_GAP) + NODE_WIDTH / 2;
}

/**
 * Puts each node in its column, near what it is joined to, so that few lines cross: columns are ordered in turn by the mean
 * height of their neighbours (Sugiyama, Tagawa, Toda 1981, the barycentre method), the most sensitive first among equals.
 */
export function layout(shown: Shown): Layout {
  const columns = columnsOf(shown);
  const neighbours = neighboursOf(shown);
  const y = new Map<string, number>();
  for (const column of columns) for (const [i, node] of column.entries()) y.set(node.key, i * STEP);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const order = sweep % 2 === 0 ? columns : [...columns].reverse();
    for (const column of order) arrange(column, neighbours, y);
  }
  const top = [...y.values()].reduce((least, one) => Math.min(least, one), 0);
  const places = new Map(
    columns.flatMap((column, i) =>
      column.map(({ key }): [string, Place] => [key, { x: columnX(i), y: (y.get(key) ?? 0) - top + NODE_HEIGHT }]),
    ),
  );
  return {
    places,
    columns: columns.map((column) => column.map(({ key }) => key)),
    width: columnX(columns.length - 1) + NODE_WIDTH / 2,
    height: [...places.values()].reduce((most, one) => Math.max(most, one.y), 0) + NODE_HEIGHT,
  };
}

function columnsOf({ nodes }: Shown): ShownNode[][] {
  const columns: ShownNode[][] = [[], [], [], [], []];
  for (const node of nodes.values()) columns[node.column]?.push(node);
  for (const column of columns) column.sort((a, b) => rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : 1));
  return columns;
}

function neighboursOf({ nodes, edges }: Shown): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { from, to } of edges.values()) {
    if (nodes.get(from)?.column === nodes.get(to)?.column) continue;
    push(found, from, to);
    push(found, to, from);
  }
  return found;
}

/** Orders a column by where its neighbours are, and spaces it around them. */
function arrange(
  column: ShownNode[],
  neighbours: ReadonlyMap<string, readonly string[]>,
  y: Map<string, number>,
): void {
  const wanted = new Map(
    column.map(({ key }) => {
      const own = neighbours.get(key) ?? [];
      const sum = own.reduce((total, one) => total + (y.get(one) ?? 0), 0);
      return [key, own.length === 0 ? (y.get(key) ?? 0) : sum / own.length];
    }),
  );
  column.sort(
    (a, b) =>
      (wanted.get(a.key) ?? 0) - (wanted.get(b.key) ?? 0) || rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : 1),
  );
  let last = Number.NEGATIVE_INFINITY;
  const placed = column.map(({ key }) => {
    last = Math.max(last + STEP, wanted.get(key) ?? 0);
    return last;
  });
  // Pushing down to make room moves the column off its neighbours: half of that is taken back.
  const drift =
    column.reduce((sum, { key }, i) => sum + (placed[i] ?? 0) - (wanted.get(key) ?? 0), 0) / (column.length || 1);
  for (const [i, { key }] of column.entries()) y.set(key, (placed[i] ?? 0) - drift);
}

function push(found: Map<string, string[]>, key: string, neighbour: string): void {
  const known = found.get(key);
  if (known === undefined) found.set(key, [neighbour]);
  else known.push(neighbour);
}
