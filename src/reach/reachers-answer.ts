import type { Graph } from '../graph/index.ts';
import type { FoundNode } from '../queries/find-node.ts';
import type {
  IndexedReachers,
  Level,
  LevelLists,
  PathStep,
  ReacherRow,
  ReachersOptions,
} from '../queries/reach/index.ts';
import { listsOf, maskOf } from '../queries/reach/levels.ts';
import { evidenceOf, namedByHolders } from '../queries/reach/path.ts';
import type { Described } from './names.ts';
import { Names } from './names.ts';
import type { ReachIndex } from './reach-index.ts';
import { GRANT_EDGES, isShared } from './tables.ts';
import { conditionsOf, resourceAt, SURE, type Told, wayTold } from './told.ts';
import { type IndexedReacher, whoCanReach } from './who-can-reach.ts';
import { masksOf } from './word.ts';

const DEFAULT_ROWS = 50;

/** Who reaches a resource: numbers from the index, names from the graph in one statement. Nothing when it is not in the index. */
export async function indexedReachers(
  graph: Graph,
  index: ReachIndex,
  resource: FoundNode,
  options: ReachersOptions,
  now: number,
): Promise<IndexedReachers | undefined> {
  const ordinal = index.resources.find(resource.id);
  if (ordinal === undefined) return undefined;
  const { rows, ...found } = whoCanReach(index, ordinal, {
    by: options.by ?? 'Agent',
    kind: options.kind,
    levels: options.level === undefined ? 0 : maskOf([options.level]),
    contentsOnly: options.level === ('Read' satisfies Level),
    first: options.first ?? DEFAULT_ROWS,
    after: options.after,
    now,
  });
  const drafts = rows.map((row) => ({ row, path: pathOf(index, row) }));
  const names = await Names.read(
    graph,
    drafts.flatMap(({ path }) => path satisfies readonly Described[]),
  );
  return { ...found, rows: drafts.map(({ row, path }) => rowOf(row, path, names)) };
}

function pathOf(index: ReachIndex, { actor, way, grant, target }: IndexedReacher): Told[] {
  const { actors, tables } = index;
  const start = { ...SURE, edge: undefined, label: actors.labelOf(actor), id: actors.idOf(actor) };
  const path = [start, ...wayTold(index, way)];
  if (grant === undefined) return path;
  const conditionKeys = conditionsOf(index, grant);
  const kind = tables.grants.kindOf[grant] ?? 0;
  const given = { certainty: 'certain', edge: GRANT_EDGES[kind], conditionKeys } as const;
  if (!isShared(kind)) return [...path, { ...given, ...resourceAt(index, target) }];
  return [
    ...path,
    { ...given, ...resourceAt(index, tables.grants.via[grant] ?? 0) },
    { ...given, edge: 'CONTAINS', ...resourceAt(index, target) },
  ];
}

function rowOf(row: IndexedReacher, told: readonly Told[], names: Names): ReacherRow {
  const path: PathStep[] = namedByHolders(told.map((step) => ({ ...step, name: names.of(step) })));
  const conditions = path.flatMap((step) => step.conditionKeys);
  const lists = (word: number): LevelLists => listsOf(masksOf(word), conditions);
  const [start] = told;
  const id = row.place.id;
  const label = start?.label ?? 'Agent';
  return {
    source: { key: id, label, id, name: path[0]?.name, ...names.facts({ label, id }) },
    levels: lists(row.word),
    contents: row.contents === undefined ? undefined : lists(row.contents),
    path,
    evidence: evidenceOf(path),
    place: row.place,
  };
}
