import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type Graph, Loader, type LoadResult, migrate, openGraph } from '../../src/graph/index.ts';
import type { LoadKey, LoadOutcome } from '../../src/graph/load/loader.ts';
import { FixedClock } from '../../src/lib/clock.ts';
import type { EventRecord, GraphRecord } from '../../src/schema/index.ts';
import { withEmptyGraph } from './neo4j.ts';

export const COMPLETE: LoadOutcome = { status: 'complete', problems: [], problemCount: 0 };
export const DENIED: LoadOutcome = {
  status: 'denied',
  problems: [{ kind: 'denied', what: 'iam:ListUsers', message: 'not authorised' }],
  problemCount: 1,
};

/** What one step says in one run. */
export interface Said {
  readonly step: string;
  readonly records: readonly (GraphRecord | EventRecord)[];
  readonly mode?: 'snapshot' | 'delta' | 'events';
  readonly outcome?: LoadOutcome;
  readonly cursor?: string;
}

/** An empty, migrated graph with a data directory and a clock, for the tests of one file. */
export interface LoaderBench {
  readonly graph: () => Graph;
  readonly home: () => string;
  readonly clock: FixedClock;
  /** One run: every step says its records, one after another. The clock moves an hour. */
  readonly run: (...said: readonly Said[]) => Promise<LoadResult>;
}

export function loaderBench(): LoaderBench {
  const { uri, user, password } = withEmptyGraph();
  const clock = new FixedClock('2026-03-01T08:00:00Z');
  let graph: Graph | undefined;
  let home = '';
  beforeAll(async () => {
    graph = await openGraph({ uri, user, password });
    await migrate(graph);
    home = mkdtempSync(join(tmpdir(), 'keyline-loader-'));
  });
  afterAll(async () => {
    await graph?.close();
    rmSync(home, { recursive: true, force: true });
  });
  const opened = (): Graph => {
    if (graph === undefined) throw new Error('the graph is not open yet');
    return graph;
  };
  return { graph: opened, home: () => home, clock, run: (...said) => runOnce(opened(), home, clock, said) };
}

async function runOnce(graph: Graph, home: string, clock: FixedClock, said: readonly Said[]): Promise<LoadResult> {
  clock.advance(3_600_000);
  const loader = await Loader.begin({ graph, home, clock, what: 'test' });
  for (const one of said) {
    const load = await loader.openStep(keyOf(one.step), one.mode ?? 'snapshot');
    await load.add(one.records);
    await load.finish(one.outcome ?? COMPLETE, one.cursor);
  }
  return loader.end();
}

/** `aws:1111/iam` as a key. */
export function keyOf(claim: string): LoadKey {
  const match = /^([^:]+):(.*)\/([^/]+)$/.exec(claim);
  if (match === null) throw new Error(`not a claim: ${claim}`);
  return { source: match[1] ?? '', scope: match[2] ?? '', step: match[3] ?? '' };
}
