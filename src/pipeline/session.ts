import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DueDays } from '../findings/index.ts';
import {
  acquireLease,
  type EventSink,
  type Graph,
  Loader,
  type LoadResult,
  migrate,
  openGraph,
} from '../graph/index.ts';
import { openServer, type ServerHandle } from '../graph/server/index.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import type { KeylineError } from '../lib/errors.ts';
import { fingerprint, loadFingerprintKey } from '../lib/fingerprint.ts';
import { keylineHome } from '../lib/home.ts';
import { createLogger, type Logger } from '../lib/log.ts';

/** Everything a command needs: the graph, the data directory, the clock. Closed by whoever opened it. */
export interface KeylineSession {
  readonly graph: Graph;
  readonly server: ServerHandle;
  readonly home: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly events: EventSink | undefined;
  /** Days that findings of each severity are given; default: those of the configuration's schema. */
  readonly dueDays?: DueDays;
  readonly fingerprint: (kind: string, secret: string) => string;
  /** Does work that writes to the graph while nobody else does, here or in another process. */
  readonly exclusive: <T>(work: () => Promise<T>) => Promise<T>;
  /** Begins a run of the loader. Only within `exclusive`. */
  readonly beginRun: (what: string) => Promise<Loader>;
  readonly close: () => Promise<void>;
}

export interface SessionOptions {
  /** Data directory; default `KEYLINE_HOME`, else `.keyline`. */
  readonly home?: string;
  readonly clock?: Clock;
  readonly log?: Logger;
  readonly signal?: AbortSignal;
  readonly browser?: boolean;
  readonly onProgress?: (message: string) => void;
  readonly openEvents?: (home: string) => Promise<EventSink & { close(): Promise<void> }>;
}

/** Opens the graph of the data directory (or of NEO4J_URI), ready to be used. Errors: those of `openServer` and `openGraph`. */
export async function openSession(options: SessionOptions = {}): Promise<KeylineSession> {
  const home = options.home === undefined ? keylineHome() : resolve(options.home);
  mkdirSync(home, { recursive: true });
  const signal = options.signal ?? new AbortController().signal;
  const server = await openServer({
    home,
    signal,
    ...(options.browser === undefined ? {} : { browser: options.browser }),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
  try {
    return await connected(server, home, signal, options);
  } catch (thrown) {
    const why = await whyLost(server, thrown);
    await server.stop();
    throw why ?? thrown;
  }
}

const LOSS_WAIT_MS = 5_000;
const LOSS_POLL_MS = 100;

/**
 * Why the connection to a server was lost, when it has ended. One that is being stopped by its owner refuses connections a
 * moment before it is gone: that moment is waited for.
 */
export async function whyLost(server: ServerHandle, thrown: unknown): Promise<KeylineError | undefined> {
  const until = performance.now() + (isConnectionLoss(thrown) ? LOSS_WAIT_MS : 0);
  for (;;) {
    const why = server.whyUnreachable();
    if (why !== undefined || performance.now() >= until) return why;
    await new Promise((resolve) => setTimeout(resolve, LOSS_POLL_MS));
  }
}

function isConnectionLoss(thrown: unknown): boolean {
  const code = (thrown as { code?: unknown } | undefined)?.code;
  return code === 'ServiceUnavailable' || code === 'SessionExpired' || code === 'graph-unreachable';
}

async function connected(
  server: ServerHandle,
  home: string,
  signal: AbortSignal,
  options: SessionOptions,
): Promise<KeylineSession> {
  const { uri, user, password } = server;
  const graph = await openGraph({ uri, user, password });
  await migrate(graph);
  const key = loadFingerprintKey(join(home, 'fingerprint.key'));
  const clock = options.clock ?? systemClock;
  const events = await options.openEvents?.(home);
  return {
    graph,
    server,
    home,
    clock,
    log: options.log ?? createLogger(),
    signal,
    events,
    fingerprint: (kind, secret) => fingerprint(key, kind, secret),
    exclusive: exclusiveWriter(graph, signal, options.onProgress),
    beginRun: (what) => Loader.begin({ graph, home, clock, what, ...(events === undefined ? {} : { events }) }),
    close: async () => {
      await events?.close();
      await graph.close();
      await server.stop();
    },
  };
}

/** One run after another in this process; the lease keeps other processes out meanwhile. */
function exclusiveWriter(graph: Graph, signal: AbortSignal, onProgress: (message: string) => void = () => undefined) {
  let lane: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const run = async (): Promise<T> => {
      const lease = await acquireLease(graph, signal, (holder) =>
        onProgress(`Waiting: ${holder} is writing to the graph`),
      );
      try {
        return await work();
      } finally {
        await lease.release();
      }
    };
    const next = lane.then(run, run);
    lane = next.catch(() => undefined);
    return next;
  };
}

/** One run of the loader: begun, worked in, ended. Returns what the work gave, and the totals. */
export function inRun<T>(
  session: Pick<KeylineSession, 'exclusive' | 'beginRun'>,
  what: string,
  work: (loader: Loader) => Promise<T>,
): Promise<{ readonly value: T; readonly totals: LoadResult }> {
  return session.exclusive(async () => {
    const loader = await session.beginRun(what);
    const value = await work(loader);
    return { value, totals: await loader.end() };
  });
}
