import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Graph, Run } from '../store.ts';
import { digestOf, StepCache } from './cache.ts';
import { TOO_MANY_DROPS } from './drops.ts';
import { hashHex, parseHash } from './hash.ts';
import { LineIndex } from './lines.ts';
import { rebuildCache } from './rebuild.ts';

/** What the Step node remembers between runs. */
export interface StepState {
  readonly cursor: string | undefined;
  readonly completeAt: string | undefined;
  readonly cacheDigest: string | undefined;
  readonly kinds: readonly string[];
  readonly dropped: readonly string[];
}

const NEW_STEP: StepState = {
  cursor: undefined,
  completeAt: undefined,
  cacheDigest: undefined,
  kinds: [],
  dropped: [],
};

export async function readStepState(graph: Graph, claim: string): Promise<StepState> {
  const [row] = await graph.read('MATCH (s:Step {id: $claim}) RETURN properties(s) AS p', { claim });
  return row === undefined ? NEW_STEP : stateOf(row['p'] as Record<string, unknown>);
}

/** What is known of every step, read at once. A step that is not among them is new. */
export async function readStepStates(graph: Graph): Promise<StepStates> {
  const rows = await graph.read('MATCH (s:Step) RETURN s.id AS claim, properties(s) AS p');
  return new StepStates(rows.map((row) => [row['claim'] as string, stateOf(row['p'] as Record<string, unknown>)]));
}

/** States as they were when the run began. One that has been asked for, or that may have changed since, is not told again. */
export class StepStates {
  readonly #fresh: Map<string, StepState>;
  readonly #stale = new Set<string>();

  constructor(states: Iterable<readonly [string, StepState]>) {
    this.#fresh = new Map(states);
  }

  /** The state, or `undefined` when it has to be read. */
  take(claim: string): StepState | undefined {
    if (this.#stale.has(claim)) return undefined;
    this.#stale.add(claim);
    return this.#fresh.get(claim) ?? NEW_STEP;
  }

  /** Somebody wrote to the step. */
  spoil(claim: string): void {
    this.#stale.add(claim);
  }
}

function stateOf(p: Readonly<Record<string, unknown>>): StepState {
  return {
    cursor: p['cursor'] as string | undefined,
    completeAt: p['completeAt'] as string | undefined,
    cacheDigest: p['cacheDigest'] as string | undefined,
    kinds: (p['kinds'] as string[] | undefined) ?? [],
    dropped: (p['dropped'] as string[] | undefined) ?? [],
  };
}

function cachePath(home: string, claim: string): string {
  return join(home, 'steps', `${claim.replaceAll(/[^A-Za-z0-9.-]/g, '_').slice(0, 80)}-${hashHex(claim)}.cache`);
}

function linesPath(home: string, claim: string): string {
  return cachePath(home, claim).replace(/cache$/, 'lines');
}

/** The step's cache: the file, when it is the one the graph knows; else read back from the graph. */
export async function openCache(graph: Graph, home: string, claim: string, state: StepState): Promise<StepCache> {
  const cache =
    (state.cacheDigest === undefined ? undefined : fileCache(cachePath(home, claim), state.cacheDigest)) ??
    (await rebuilt(graph, claim, state));
  applyDrops(cache, state.dropped);
  return cache;
}

/** Facts that somebody else's retirement took away count as changed when they are said again. */
export function applyDrops(cache: StepCache, dropped: readonly string[]): void {
  for (const hash of dropped) {
    if (hash === TOO_MANY_DROPS) continue;
    cache.doubt(parseHash(hash));
  }
}

function fileCache(path: string, digest: string): StepCache | undefined {
  try {
    const bytes = readFileSync(path);
    return digestOf(bytes) === digest ? StepCache.fromBytes(bytes) : undefined;
  } catch {
    return undefined;
  }
}

async function rebuilt(graph: Graph, claim: string, state: StepState): Promise<StepCache> {
  return state.kinds.length === 0 ? new StepCache() : rebuildCache(graph, claim, state.kinds);
}

/** The lines a step knows: those of the file, when it belongs to this cache and this version; else none. */
export function openLines(
  home: string,
  claim: string,
  cache: StepCache,
  cacheDigest: string | undefined,
  version: string,
): LineIndex {
  if (cacheDigest === undefined) return new LineIndex(cache);
  try {
    const bytes = readFileSync(linesPath(home, claim));
    return LineIndex.fromBytes(bytes, cache, cacheDigest, version) ?? new LineIndex(cache);
  } catch {
    return new LineIndex(cache);
  }
}

export function saveLines(home: string, claim: string, bytes: Buffer): void {
  replaceFile(linesPath(home, claim), bytes);
}

/** Writes the cache beside the data and returns its digest. The graph learns the digest in the step's last transaction. */
export function saveCache(home: string, claim: string, cache: StepCache, seenOnly: boolean): string {
  const bytes = cache.toBytes(seenOnly);
  replaceFile(cachePath(home, claim), bytes);
  return digestOf(bytes);
}

/** The old file, the new one or (after a power cut) a damaged one that its digest gives away: no need to wait for the disk. */
function replaceFile(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
}

/** Sets properties of the Step node; `null` removes one. */
export async function writeStep(graph: Graph, claim: string, props: Readonly<Record<string, unknown>>): Promise<void> {
  await graph.write((run) => mergeStep(run, claim, props));
}

/** The same inside a transaction. Returns what other steps' retirements had taken away, before this. */
export async function mergeStep(
  run: Run,
  claim: string,
  props: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const [row] = await run(
    `MERGE (s:Step {id: $in.claim}) WITH s, coalesce(s.dropped, []) AS dropped
     SET s += $in.props RETURN dropped`,
    { in: { claim, props } },
  );
  return (row?.['dropped'] as string[] | undefined) ?? [];
}
