import type { Graph } from '../../graph/index.ts';
import { gives, type Reach } from './assemble.ts';
import { READ_TIMEOUT_MS } from './closure.ts';
import { anyOf, LEVELS, type Masks } from './levels.ts';
import { compareText } from './order.ts';
import { type Segment, segmentAt } from './segments.ts';

/** How many resources of one environment and sensitivity there are. */
export interface Facet {
  readonly environment: string | undefined;
  readonly sensitivity: string | undefined;
  readonly count: number;
}

export interface Count {
  /** `unknown` where the property is not known. */
  readonly name: string;
  readonly count: number;
}

export interface LevelCount {
  readonly level: string;
  readonly certain: number;
  /** At best under conditions. */
  readonly possible: number;
  /** At best undecided. */
  readonly unknown: number;
}

/** Distinct resources reached, counted. */
export interface ReachCounts {
  readonly total: number;
  readonly byKind: readonly Count[];
  readonly byLevel: readonly LevelCount[];
  readonly byEnvironment: readonly Count[];
  readonly bySensitivity: readonly Count[];
}

const FACETS = `
  UNWIND $ranges AS s
  MATCH (n:Resource) WHERE n.path >= s.lo AND n.path < s.hi AND n.kind = s.kind AND n.retiredAt IS NULL
  RETURN s.i AS i, n.environment AS environment, n.sensitivity AS sensitivity, count(*) AS count`;

/** Facets of ranges, kept as long as the graph stays the same: whoever has a broad grant shares its ranges. */
export class FacetCache {
  readonly #known = new Map<string, readonly Facet[]>();
  #version = -1;

  /** Facets of each segment, in the order of the segments. */
  async read(graph: Graph, segments: readonly Segment[], graphVersion: number): Promise<readonly (readonly Facet[])[]> {
    if (this.#version !== graphVersion || this.#known.size > 20_000) this.#known.clear();
    this.#version = graphVersion;
    const missing = [...new Map(segments.map((one) => [keyOf(one), one]))].filter(([key]) => !this.#known.has(key));
    if (missing.length > 0) {
      const ranges = missing.map(([, { lo, hi, kind }], i) => ({ i, lo, hi, kind }));
      const rows = await graph.read(FACETS, { ranges }, { timeoutMs: READ_TIMEOUT_MS });
      const found = Map.groupBy(rows, (row) => row['i'] as number);
      for (const [i, [key]] of missing.entries()) {
        this.#known.set(
          key,
          (found.get(i) ?? []).map((row) => ({
            environment: (row['environment'] as string | null) ?? undefined,
            sensitivity: (row['sensitivity'] as string | null) ?? undefined,
            count: row['count'] as number,
          })),
        );
      }
    }
    return segments.map((one) => this.#known.get(keyOf(one)) ?? []);
  }
}

function keyOf(segment: Segment): string {
  return `${segment.kind}\n${segment.lo}\n${segment.hi}`;
}

/** Counts every resource once, however many grants reach it. `level`: only those with it; 0 for all. */
export function countReach(reach: Reach, facets: readonly (readonly Facet[])[], level = 0): ReachCounts {
  const tally = new Tally();
  for (const entry of reach.entries.values()) {
    const { kind, path, environment, sensitivity } = entry.resource;
    const inside = segmentAt(reach.segments, kind ?? '', path ?? '');
    if (inside !== undefined && (level === 0 || (anyOf(inside.masks) & level) !== 0))
      tally.add(inside.masks, kind, environment, sensitivity, -1);
    if (gives(entry, level)) tally.add(entry.masks, kind, environment, sensitivity, 1);
  }
  for (const [i, segment] of reach.segments.entries()) {
    if (level !== 0 && (anyOf(segment.masks) & level) === 0) continue;
    for (const facet of facets[i] ?? [])
      tally.add(segment.masks, segment.kind, facet.environment, facet.sensitivity, facet.count);
  }
  return tally.counts();
}

class Tally {
  #total = 0;
  readonly #kinds = new Map<string, number>();
  readonly #environments = new Map<string, number>();
  readonly #sensitivities = new Map<string, number>();
  readonly #levels = LEVELS.map(() => [0, 0, 0] as [number, number, number]);

  add(
    masks: Masks,
    kind: string | undefined,
    environment: string | undefined,
    sensitivity: string | undefined,
    n: number,
  ) {
    this.#total += n;
    raise(this.#kinds, kind, n);
    raise(this.#environments, environment, n);
    raise(this.#sensitivities, sensitivity, n);
    for (const [bit, sums] of this.#levels.entries()) {
      const place = [masks.certain, masks.possible, masks.unknown].findIndex((mask) => (mask & (1 << bit)) !== 0);
      if (place >= 0) sums[place as 0 | 1 | 2] += n;
    }
  }

  counts(): ReachCounts {
    return {
      total: this.#total,
      byKind: countsOf(this.#kinds),
      byLevel: LEVELS.flatMap((level, bit) => {
        const [certain, possible, unknown] = this.#levels[bit] ?? [0, 0, 0];
        return certain + possible + unknown === 0 ? [] : [{ level, certain, possible, unknown }];
      }),
      byEnvironment: countsOf(this.#environments),
      bySensitivity: countsOf(this.#sensitivities),
    };
  }
}

function raise(sums: Map<string, number>, name: string | undefined, n: number): void {
  const key = name ?? 'unknown';
  sums.set(key, (sums.get(key) ?? 0) + n);
}

function countsOf(sums: ReadonlyMap<string, number>): Count[] {
  return [...sums]
    .filter(([, count]) => count !== 0)
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || compareText(a.name, b.name));
}
