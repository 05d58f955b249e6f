import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Graph } from '../store.ts';
import { digestOf, StepCache } from './cache.ts';
import { TOO_MANY_DROPS } from './drops.ts';
import { hashHex } from './hash.ts';
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
  if (row === undefined) return NEW_STEP;
  const p = row['p'] as Record<string, unknown>;
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
    cache.doubt({ hi: Number.parseInt(hash.slice(0, 8), 16), lo: Number.parseInt(hash.slice(8), 16) });
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

/** Writes the cache beside the data and returns its digest. The graph learns the digest in the step's last transaction. */
export function saveCache(home: string, claim: string, cache: StepCache, seenOnly: boolean): string {
  const path = cachePath(home, claim);
  const bytes = cache.toBytes(seenOnly);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, bytes, { flush: true });
  renameSync(`${path}.new`, path);
  return digestOf(bytes);
}

/** Sets properties of the Step node; `null` removes one. */
export async function writeStep(graph: Graph, claim: string, props: Readonly<Record<string, unknown>>): Promise<void> {
  await graph.write((run) => run('MERGE (s:Step {id: $claim}) SET s += $props', { claim, props }));
}
