import type { Graph } from '../../graph/index.ts';
import { type Clock, instantOf } from '../../lib/clock.ts';
import { type Coverage, readCoverage } from '../coverage.ts';
import type { FoundNode } from '../find-node.ts';
import { readClosures } from './closure.ts';
import { compareText, type Place } from './order.ts';
import type { ReachReader } from './reader.ts';
import type { ReachRow } from './rows.ts';
import { readSeenKinds, readTouches, type Touch } from './touches.ts';

/**
 * What least privilege would do with a grant: take it away, since nobody used it; narrow it to what was used; or nothing can
 * be said, since no source tells of any use of such resources.
 */
export type Proposal = 'remove' | 'narrow' | 'unknown';

export interface UnusedRow {
  readonly granted: ReachRow;
  readonly proposal: Proposal;
  /** Resources of the row that were used, of `granted.count`. */
  readonly used: number;
  /** Those to narrow it to, at most 50: keys. */
  readonly usedResources: readonly string[];
  readonly lastUsedAt: string | undefined;
  /** Actions seen on them. */
  readonly actions: readonly string[];
}

export interface UnusedAnswer {
  readonly subject: FoundNode;
  /** The window: uses from then until now count. */
  readonly since: string;
  readonly until: string;
  /** Resources reached, and of all that were used in the window how many there are. */
  readonly granted: number;
  readonly used: number;
  readonly rows: readonly UnusedRow[];
  readonly more: boolean;
  /** Where to go on: it may stand behind the last row. */
  readonly end: Place | undefined;
  readonly coverage: Coverage;
}

export interface UnusedOptions {
  /** UTC. */
  readonly since: string;
  readonly first?: number;
  readonly after?: Place;
}

const DEFAULT_ROWS = 50;
/** Grants looked at for one page. */
const PAGE = 500;
const MOST_PAGES = 10;
const RESOURCES_TOLD = 50;

/**
 * Granted minus used: what a subject is granted and nobody used in the window, the most sensitive first. A grant is used when
 * any identity that the subject can act as acted on it: whoever shares the identity would lose it as well.
 */
export async function readUnused(
  parts: { readonly graph: Graph; readonly clock: Clock; readonly reach: ReachReader },
  subject: FoundNode,
  options: UnusedOptions,
  coverage?: Coverage,
): Promise<UnusedAnswer> {
  const { graph, clock, reach } = parts;
  const { since, first = DEFAULT_ROWS } = options;
  const seen = coverage ?? (await readCoverage(graph));
  const until = instantOf(clock.now());
  const closure = (await readClosures(graph, subject.label, [subject.id], until)).get(subject.id);
  const keys = [...(closure?.trees.at(-1)?.keys() ?? [])];
  const [touches, kinds] = await Promise.all([readTouches(graph, keys, since), readSeenKinds(graph, since)]);
  const uses = new Uses(touches, kinds);
  const rows: UnusedRow[] = [];
  let [granted, more, end] = [0, true, options.after];
  for (let page = 0; more && page < MOST_PAGES && rows.length <= first; page += 1) {
    const found = await reach.blastRadius(subject, { first: PAGE, ...(end === undefined ? {} : { after: end }) }, seen);
    granted = found.counts.total;
    rows.push(...found.rows.flatMap((row) => uses.of(row)));
    end = found.rows.at(-1)?.place ?? end;
    more = found.more;
  }
  const page = rows.slice(0, first);
  const isCut = rows.length > first;
  return {
    subject,
    since,
    until,
    granted,
    used: touches.length,
    rows: page,
    more: more || isCut,
    end: isCut ? page.at(-1)?.granted.place : end,
    coverage: seen,
  };
}

/** What was used, to be held against grants. */
class Uses {
  readonly #byId = new Map<string, Touch[]>();
  readonly #byKind: ReadonlyMap<string, readonly Touch[]>;
  readonly #kinds: ReadonlySet<string>;

  constructor(touches: readonly Touch[], kinds: ReadonlySet<string>) {
    this.#kinds = kinds;
    this.#byKind = Map.groupBy(
      touches.flatMap((touch) => (touch.path === undefined ? [] : [touch])),
      (touch) => touch.kind ?? '',
    );
    for (const touch of touches) {
      const held = touch.kind === 's3:bucket' ? [`${touch.id}/*`] : [];
      for (const id of [touch.id, ...held, ...touch.within]) {
        const list = this.#byId.get(id);
        if (list === undefined) this.#byId.set(id, [touch]);
        else list.push(touch);
      }
    }
  }

  /** The row, where something of it was not used; else nothing. */
  of(granted: ReachRow): UnusedRow[] {
    const touches = this.#on(granted);
    const used = Math.min(granted.count, new Set(touches.map(({ id }) => id)).size);
    if (used > 0 && (used >= granted.count || granted.scope === undefined)) return [];
    const kind = granted.scope?.kind ?? granted.resource?.kind ?? '';
    const last = touches.map((one) => one.last).sort();
    return [
      {
        granted,
        proposal: used > 0 ? 'narrow' : this.#kinds.has(kind) ? 'remove' : 'unknown',
        used,
        usedResources: touches.map(({ id }) => id).slice(0, RESOURCES_TOLD),
        lastUsedAt: last.at(-1),
        actions: [...new Set(touches.flatMap(({ actions }) => actions))].sort(),
      },
    ];
  }

  #on({ resource, scope }: ReachRow): readonly Touch[] {
    if (scope === undefined) return this.#byId.get(resource?.id ?? '') ?? [];
    const { lo, hi, kind } = scope;
    return (this.#byKind.get(kind) ?? []).filter(
      ({ path = '' }) => compareText(lo, path) <= 0 && compareText(path, hi) < 0,
    );
  }
}
