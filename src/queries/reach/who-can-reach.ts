import type { Graph } from '../../graph/index.ts';
import { type Clock, type Instant, instantOf } from '../../lib/clock.ts';
import { type Coverage, readCoverage } from '../coverage.ts';
import type { FoundNode } from '../find-node.ts';
import { type Approach, type HeldGrant, readApproach, type Source } from './back.ts';
import { validity } from './closure.ts';
import type { Count } from './counts.ts';
import { type Level, type LevelLists, listsOf, type Masks, maskOf, NO_LEVELS } from './levels.ts';
import { compareText } from './order.ts';
import { evidenceOf, namedByHolders, type PathStep } from './path.ts';
import { type Lead, leadsOf, spread } from './spread.ts';

/** What can be asked about: who reaches it, as what. */
export type Reacher = 'Agent' | 'Principal' | 'Credential';

/** Where a row stands: the surest first, then the nearest, then by key. */
export interface ReacherPlace {
  readonly rank: number;
  readonly steps: number;
  readonly id: string;
}

export interface ReachersOptions {
  readonly first?: number;
  readonly after?: ReacherPlace;
  /** Only those with this level. `Read` of a bucket is to read what it holds. */
  readonly level?: Level;
  /** Default `Agent`. */
  readonly by?: Reacher;
  /** Only those of this kind, such as `bedrock-agent`. */
  readonly kind?: string;
}

export interface ReacherRow {
  readonly source: Source;
  readonly levels: LevelLists;
  /** On what the resource holds, where that is granted apart: the objects of a bucket. */
  readonly contents: LevelLists | undefined;
  readonly path: readonly PathStep[];
  readonly evidence: readonly string[];
  readonly place: ReacherPlace;
}

export interface ReachersAnswer {
  readonly resource: FoundNode;
  readonly rows: readonly ReacherRow[];
  readonly more: boolean;
  readonly total: number;
  readonly byKind: readonly Count[];
  readonly byEnvironment: readonly Count[];
  /** `50 of 1,204`. */
  readonly line: string;
  readonly coverage: Coverage;
}

/** An approach with what each source has. */
interface Measured {
  readonly approach: Approach;
  readonly own: ReadonlyMap<string, Masks>;
  readonly contents: ReadonlyMap<string, Masks>;
}

const KEPT_ANSWERS = 8;
const DEFAULT_ROWS = 50;

/** Answers who can reach a resource; keeps the last approaches as long as the graph's version stays the same. */
export class ReachersReader {
  readonly #graph: Graph;
  readonly #clock: Clock;
  readonly #kept = new Map<string, Promise<Measured | undefined>>();
  #keptFor = '';

  constructor(graph: Graph, clock: Clock) {
    this.#graph = graph;
    this.#clock = clock;
  }

  async read(resource: FoundNode, options: ReachersOptions, coverage?: Coverage): Promise<ReachersAnswer> {
    const seen = coverage ?? (await readCoverage(this.#graph));
    const measured = await this.#measure(resource.id, seen.graphVersion);
    const rows = measured === undefined ? [] : rowsOf(measured, options);
    const { after } = options;
    const behind = after === undefined ? rows : rows.filter((one) => comparePlaces(one.place, after) > 0);
    const page = behind.slice(0, options.first ?? DEFAULT_ROWS);
    return {
      resource,
      rows: page.map((one) => one.make()),
      more: behind.length > page.length,
      total: rows.length,
      byKind: countsBy(rows, (one) => one.source.kind),
      byEnvironment: countsBy(rows, (one) => one.source.environment),
      line: reachersLine({ rows: page, total: rows.length }),
      coverage: seen,
    };
  }

  #measure(id: string, graphVersion: number): Promise<Measured | undefined> {
    const keptFor = validity(graphVersion, this.#clock);
    if (this.#keptFor !== keptFor) this.#kept.clear();
    this.#keptFor = keptFor;
    const kept = this.#kept.get(id) ?? measure(this.#graph, id, instantOf(this.#clock.now()));
    this.#kept.set(id, kept);
    kept.catch(() => this.#kept.delete(id));
    for (const key of [...this.#kept.keys()].slice(0, Math.max(0, this.#kept.size - KEPT_ANSWERS)))
      this.#kept.delete(key);
    return kept;
  }
}

async function measure(graph: Graph, id: string, now: Instant): Promise<Measured | undefined> {
  const approach = await readApproach(graph, id, now);
  if (approach === undefined) return undefined;
  const on = (key: string | undefined): HeldGrant[] => approach.grants.filter((one) => one.target === key);
  return {
    approach,
    own: spread(approach, on(approach.resource.key)),
    contents: spread(approach, on(approach.contents?.key)),
  };
}

/** `50 of 1,204`. */
export function reachersLine({ rows, total }: { readonly rows: readonly unknown[]; readonly total: number }): string {
  return `${rows.length.toLocaleString('en')} of ${total.toLocaleString('en')}`;
}

interface Candidate {
  readonly source: Source;
  readonly place: ReacherPlace;
  readonly make: () => ReacherRow;
}

function rowsOf(measured: Measured, options: ReachersOptions): Candidate[] {
  const { approach } = measured;
  const level = options.level === undefined ? 0 : maskOf([options.level]);
  const leads = leadsOf(approach, grantsFor(approach, options.level), level);
  const found: Candidate[] = [];
  for (const [key, lead] of leads) {
    const source = approach.sources.get(key);
    if (source === undefined || source.label !== (options.by ?? 'Agent')) continue;
    if (options.kind !== undefined && source.kind !== options.kind) continue;
    const place = { rank: lead.rank, steps: lead.steps, id: source.id };
    found.push({ source, place, make: () => rowOf(measured, leads, source, place) });
  }
  return found.sort((a, b) => comparePlaces(a.place, b.place));
}

/** To read a bucket is to read what it holds: the bucket's own Read is about its settings. */
function grantsFor(approach: Approach, level: Level | undefined): readonly HeldGrant[] {
  if (level !== 'Read' || approach.contents === undefined) return approach.grants;
  return approach.grants.filter((one) => one.target === approach.contents?.key);
}

function rowOf(measured: Measured, leads: ReadonlyMap<string, Lead>, source: Source, place: ReacherPlace): ReacherRow {
  const path = pathOf(measured.approach, leads, source);
  const conditions = path.flatMap((step) => step.conditionKeys);
  const lists = (values: ReadonlyMap<string, Masks>): LevelLists =>
    listsOf(values.get(source.key) ?? NO_LEVELS, conditions);
  return {
    source,
    levels: lists(measured.own),
    contents: measured.approach.contents === undefined ? undefined : lists(measured.contents),
    path,
    evidence: evidenceOf(path),
    place,
  };
}

function pathOf(approach: Approach, leads: ReadonlyMap<string, Lead>, source: Source): PathStep[] {
  const { label, id, name } = source;
  const path: PathStep[] = [{ edge: undefined, label, id, name, certainty: 'certain', conditionKeys: [] }];
  let lead = leads.get(source.key);
  while (lead?.step !== undefined) {
    const { to, edge, certainty, conditionKeys } = lead.step;
    const node = approach.sources.get(to);
    if (node === undefined) break;
    path.push({ edge, label: node.label, id: node.id, name: node.name, certainty, conditionKeys });
    lead = leads.get(to);
  }
  return namedByHolders(lead?.grant === undefined ? path : [...path, ...grantSteps(approach, lead.grant)]);
}

function grantSteps(approach: Approach, grant: HeldGrant): PathStep[] {
  const target = grant.target === approach.resource.key ? approach.resource : approach.contents;
  if (target === undefined) return [];
  const step = (edge: string, at: { id: string; name: string | undefined }): PathStep => ({
    edge,
    label: 'Resource',
    id: at.id,
    name: at.name,
    certainty: 'certain',
    conditionKeys: grant.conditionKeys,
  });
  if (grant.container === undefined) return [step(grant.edge, target)];
  return [step(grant.edge, grant.container), step('CONTAINS', target)];
}

function comparePlaces(a: ReacherPlace, b: ReacherPlace): number {
  return a.rank - b.rank || a.steps - b.steps || compareText(a.id, b.id);
}

function countsBy(rows: readonly Candidate[], property: (one: Candidate) => string | undefined): Count[] {
  return [...Map.groupBy(rows, (one) => property(one) ?? 'unknown')]
    .map(([name, own]) => ({ name, count: own.length }))
    .sort((a, b) => b.count - a.count || compareText(a.name, b.name));
}
