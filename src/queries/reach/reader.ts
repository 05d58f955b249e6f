import type { Graph } from '../../graph/index.ts';
import { type Clock, instantOf } from '../../lib/clock.ts';
import { KeylineError } from '../../lib/errors.ts';
import { type Coverage, readCoverage } from '../coverage.ts';
import type { FoundNode } from '../find-node.ts';
import { assemble, type Reach } from './assemble.ts';
import { READ_TIMEOUT_MS, readClosures, validity } from './closure.ts';
import { countReach, type Facet, FacetCache, type ReachCounts } from './counts.ts';
import { GrantCache, holdsGrants } from './grants.ts';
import type { IndexedReach, ReachSource } from './indexed.ts';
import { type Level, maskOf } from './levels.ts';
import { comparePlaces, type Place } from './order.ts';
import { foldedRows, type ReachRow, type RowRef } from './rows.ts';
import { unfoldedRows } from './unfold.ts';
import { type ReachersAnswer, type ReachersOptions, ReachersReader, reachersLine } from './who-can-reach.ts';

export interface BlastRadiusOptions {
  /** Rows at most; default 50. */
  readonly first?: number;
  /** The place of the last row seen. */
  readonly after?: Place;
  /** Every resource one by one instead of scopes with counts. */
  readonly unfold?: boolean;
  /** Only what is reached at this level. */
  readonly level?: Level;
}

/** What a subject reaches now. */
export interface BlastRadius {
  readonly subject: FoundNode;
  readonly counts: ReachCounts;
  readonly rows: readonly ReachRow[];
  /** There are rows behind the last one. */
  readonly more: boolean;
  /** All rows, folded. */
  readonly rowCount: number;
  /** `180 of 12,431`: resources that the rows of this page stand for, of all that are reached. */
  readonly line: string;
  readonly coverage: Coverage;
}

/** A subject's reach with its facets. */
interface Measured {
  readonly reach: Reach;
  readonly facets: readonly (readonly Facet[])[];
}

const KEPT_ANSWERS = 24;
const DEFAULT_ROWS = 50;

/** Answers about reach over one graph. Keeps what is costly for as long as the graph's version stays the same. */
export class ReachReader {
  readonly #graph: Graph;
  readonly #clock: Clock;
  readonly #facets = new FacetCache();
  readonly #grants = new GrantCache();
  readonly #reachers: ReachersReader;
  readonly #kept = new Map<string, Promise<Measured | undefined>>();
  readonly #source: ReachSource | undefined;
  #keptFor = '';

  /** `clock`: says which credentials have expired. `source`: where reach is had from memory, if anywhere. */
  constructor(graph: Graph, clock: Clock, source?: ReachSource) {
    this.#source = source;
    this.#graph = graph;
    this.#clock = clock;
    this.#reachers = new ReachersReader(graph, clock);
  }

  /** One page of a subject's blast radius, the most sensitive first. `coverage`: as read for the same answer. */
  async blastRadius(subject: FoundNode, options: BlastRadiusOptions = {}, coverage?: Coverage): Promise<BlastRadius> {
    const seen = coverage ?? (await readCoverage(this.#graph));
    const indexed = await this.#fromMemory(subject, options, seen);
    if (indexed !== undefined) return indexed;
    const [measured] = await this.#measure([subject], seen.graphVersion);
    const level = options.level === undefined ? 0 : maskOf([options.level]);
    const first = options.first ?? DEFAULT_ROWS;
    if (measured === undefined) return emptyAnswer(subject, seen);
    const { reach, facets } = measured;
    const counts = countReach(reach, facets, level);
    const folded = foldedRows(reach, facets, level);
    const refs =
      options.unfold === true
        ? await unfoldedRows(this.#graph, reach, level, options.after, first + 1)
        : behind(folded, options.after).slice(0, first + 1);
    const page = refs.slice(0, first);
    return {
      subject,
      counts,
      rows: page.map((one) => one.make()),
      more: refs.length > first,
      rowCount: options.unfold === true ? counts.total : folded.length,
      line: lineOf(page, counts),
      coverage: seen,
    };
  }

  async #fromMemory(subject: FoundNode, options: BlastRadiusOptions, seen: Coverage): Promise<BlastRadius | undefined> {
    const reach = await this.#source?.at(seen.graphVersion);
    const found = await reach?.blastRadius(subject, options, this.#clock.now());
    if (reach === undefined || found === undefined) return undefined;
    const line = lineOf(found.rows, found.counts);
    return { subject, ...found, line, coverage: { ...seen, graphVersion: reach.graphVersion } };
  }

  /** Counts alone for many subjects of one label: a few statements for all of them. In the order of `subjects`. */
  async counts(subjects: readonly FoundNode[], graphVersion: number): Promise<readonly ReachCounts[]> {
    const reach = await this.#source?.at(graphVersion);
    const known = subjects.map((one) => reach?.counts(one, this.#clock.now()));
    if (known.every((one) => one !== undefined)) return known;
    const measured = await this.#measure(subjects, graphVersion);
    return measured.map((one) => (one === undefined ? NOTHING : countReach(one.reach, one.facets)));
  }

  /** Reach from memory, for what only that answers; waits for the first index. Error: `reach-index-missing` where there is none. */
  async memory(graphVersion: number): Promise<IndexedReach> {
    if (this.#source !== undefined) return this.#source.ready(graphVersion, AbortSignal.timeout(READ_TIMEOUT_MS));
    throw new KeylineError('reach-index-missing', 'This service keeps no reach index', {
      hint: 'Ask the one that `keyline up` runs.',
    });
  }

  /** One page of who reaches a resource, the surest first. */
  async whoCanReach(resource: FoundNode, options: ReachersOptions = {}, coverage?: Coverage): Promise<ReachersAnswer> {
    const seen = coverage ?? (await readCoverage(this.#graph));
    const reach = await this.#source?.at(seen.graphVersion);
    const found = await reach?.whoCanReach(resource, options, this.#clock.now());
    if (reach === undefined || found === undefined) return this.#reachers.read(resource, options, seen);
    const line = reachersLine(found);
    return { resource, ...found, line, coverage: { ...seen, graphVersion: reach.graphVersion } };
  }

  async #measure(subjects: readonly FoundNode[], graphVersion: number): Promise<(Measured | undefined)[]> {
    const keptFor = validity(graphVersion, this.#clock);
    if (this.#keptFor !== keptFor) this.#kept.clear();
    this.#keptFor = keptFor;
    const missing = subjects.filter((one) => !this.#kept.has(keyOf(one)));
    for (const [label, own] of Map.groupBy(missing, (one) => one.label)) {
      const batch = this.#readAll(label, own, graphVersion);
      for (const one of own) {
        const kept = batch.then((found) => found.get(one.id));
        this.#kept.set(keyOf(one), kept);
        kept.catch(() => this.#kept.delete(keyOf(one)));
      }
    }
    const answers = await Promise.all(subjects.map((one) => this.#kept.get(keyOf(one))));
    for (const key of [...this.#kept.keys()].slice(0, Math.max(0, this.#kept.size - KEPT_ANSWERS)))
      this.#kept.delete(key);
    return answers;
  }

  async #readAll(
    label: FoundNode['label'],
    subjects: readonly FoundNode[],
    graphVersion: number,
  ): Promise<ReadonlyMap<string, Measured>> {
    const closures = await readClosures(
      this.#graph,
      label,
      subjects.map((one) => one.id),
      instantOf(this.#clock.now()),
    );
    const shared = new Set<string>();
    const own = new Set<string>();
    for (const closure of closures.values()) {
      for (const node of closure.trees.at(-1)?.values() ?? [])
        if (holdsGrants(node.label)) (node.label === 'Credential' ? own : shared).add(node.key);
    }
    const grants = await this.#grants.read(this.#graph, [...shared], [...own], graphVersion);
    const reaches = [...closures].map(([id, closure]) => ({ id, reach: assemble(closure, grants) }));
    const facets = await this.#facets.read(
      this.#graph,
      reaches.flatMap(({ reach }) => reach.segments),
      graphVersion,
    );
    let at = 0;
    return new Map(
      reaches.map(({ id, reach }) => {
        const own = facets.slice(at, at + reach.segments.length);
        at += reach.segments.length;
        return [id, { reach, facets: own }];
      }),
    );
  }
}

function behind(refs: readonly RowRef[], after: Place | undefined): readonly RowRef[] {
  return after === undefined ? refs : refs.filter((one) => comparePlaces(one.place, after) > 0);
}

/** `180 of 12,431`. */
function lineOf(page: readonly { readonly count: number }[], { total }: ReachCounts): string {
  const shown = page.reduce((sum, one) => sum + one.count, 0);
  return `${Math.min(shown, total).toLocaleString('en')} of ${total.toLocaleString('en')}`;
}

function keyOf(node: FoundNode): string {
  return `${node.label} ${node.id}`;
}

const NOTHING: ReachCounts = { total: 0, byKind: [], byLevel: [], byEnvironment: [], bySensitivity: [] };

function emptyAnswer(subject: FoundNode, coverage: Coverage): BlastRadius {
  return { subject, counts: NOTHING, rows: [], more: false, rowCount: 0, line: '0 of 0', coverage };
}
