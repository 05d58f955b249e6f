import type { Graph } from '../graph/index.ts';
import type { FoundNode } from '../queries/find-node.ts';
import type { BlastRadiusOptions, ReachRow } from '../queries/reach/index.ts';
import type { IndexedAnswer } from '../queries/reach/indexed.ts';
import { listsOf, maskOf } from '../queries/reach/levels.ts';
import { evidenceOf, namedByHolders } from '../queries/reach/path.ts';
import { blastRadius } from './blast-radius.ts';
import { type Described, Names } from './names.ts';
import type { ReachIndex } from './reach-index.ts';
import type { IndexedRow } from './rows.ts';
import { GRANT_EDGES, isShared } from './tables.ts';
import { textAt } from './text-pool.ts';
import { conditionsOf, resourceAt, SURE, type Told, wayTold } from './told.ts';
import { unfolded } from './unfold.ts';
import { actorOfStep, type Ways, wayTo } from './walked.ts';
import { masksOf } from './word.ts';

const DEFAULT_ROWS = 50;

/** A subject's blast radius: numbers from the index, names from the graph in one statement. Nothing when it is not in the index. */
export async function indexedBlastRadius(
  graph: Graph,
  index: ReachIndex,
  subject: FoundNode,
  options: BlastRadiusOptions,
  now: number,
): Promise<IndexedAnswer | undefined> {
  const actor = index.actors.find(subject.label, subject.id);
  if (actor === undefined) return undefined;
  const levels = options.level === undefined ? 0 : maskOf([options.level]);
  const wanted = { first: options.first ?? DEFAULT_ROWS, after: options.after, levels, now };
  const found = options.unfold === true ? unfolded(index, actor, wanted) : blastRadius(index, actor, wanted);
  const drafts = found.rows.map((row) => draftOf(index, found.ways, row));
  const names = await Names.read(
    graph,
    drafts.flatMap((draft) => draft.nodes),
  );
  return {
    counts: found.counts,
    rows: drafts.map((draft) => rowOf(index, draft, names)),
    more: found.more,
    rowCount: found.rowCount,
  };
}

/** A row with all that has to be named; made while the walk is still valid. */
interface Draft {
  readonly row: IndexedRow;
  readonly path: readonly Told[];
  readonly conditionKeys: readonly string[];
  readonly nodes: readonly Described[];
}

function draftOf(index: ReachIndex, ways: Ways, row: IndexedRow): Draft {
  const [best] = row.grants;
  const path = best === undefined ? [] : [...wayOf(index, ways, best), ...lastSteps(index, best, row)];
  const conditionKeys = row.grants.flatMap((grant) => [
    ...wayOf(index, ways, grant).flatMap((step) => step.conditionKeys),
    ...conditionsOf(index, grant),
  ]);
  const nodes = [...path, ...('ordinal' in row.target ? [resourceAt(index, row.target.ordinal)] : [])];
  return { row, path, conditionKeys, nodes };
}

function wayOf(index: ReachIndex, ways: Ways, grant: number): Told[] {
  const { actors, tables } = index;
  const holder = actorOfStep(tables.grants, grant);
  const steps = wayTo(ways, holder);
  const [first] = steps;
  const start = first === undefined ? holder : actorOfStep(tables.steps, first);
  const begin = { ...SURE, edge: undefined, label: actors.labelOf(start), id: actors.idOf(start) };
  return [begin, ...wayTold(index, steps)];
}

function lastSteps(index: ReachIndex, grant: number, row: IndexedRow): Told[] {
  const { grants } = index.tables;
  const kind = grants.kindOf[grant] ?? 0;
  const edge = GRANT_EDGES[kind];
  const granted = { edge, certainty: 'certain', conditionKeys: conditionsOf(index, grant) } as const;
  if ('scope' in row.target) return [{ ...granted, label: 'Scope', id: textAt(grants.scopes.ids, row.target.scope) }];
  const target = resourceAt(index, row.target.ordinal);
  if (!isShared(kind)) return [{ ...granted, ...target }];
  return [
    { ...granted, ...resourceAt(index, grants.via[grant] ?? 0) },
    { ...SURE, edge: 'CONTAINS', ...target },
  ];
}

function rowOf(index: ReachIndex, draft: Draft, names: Names): ReachRow {
  const { row } = draft;
  const scope =
    'scope' in row.target ? names.scope(textAt(index.tables.grants.scopes.ids, row.target.scope)) : undefined;
  const path = namedByHolders(
    draft.path.map((step) => ({
      ...step,
      name: step.label === 'Scope' ? `${scope?.lo ?? ''}… (${row.count})` : names.of(step),
    })),
  );
  return {
    resource: 'ordinal' in row.target ? names.resource(index.resources.idOf(row.target.ordinal)) : undefined,
    scope,
    count: row.count,
    levels: listsOf(masksOf(row.word), draft.conditionKeys),
    path,
    evidence: evidenceOf(path),
    facets: row.facets.map(({ facet, count }) => ({
      environment: index.tables.resources.facets[facet]?.environment,
      sensitivity: index.tables.resources.facets[facet]?.sensitivity,
      count,
    })),
    place: row.place,
  };
}
