import type { CommandSession } from '../../src/cli/context.ts';
import type { EventStore } from '../../src/events/store.ts';
import type { Graph } from '../../src/graph/index.ts';
import { Loader } from '../../src/graph/index.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { fingerprint } from '../../src/lib/fingerprint.ts';
import { createLogger } from '../../src/lib/log.ts';

/** A session over a graph that is open already. Without an event store it cannot derive. */
export function sessionOver(graph: Graph, home: string, clock: Clock, events?: EventStore): CommandSession {
  return {
    graph,
    server: {
      uri: 'bolt://127.0.0.1:7687',
      user: 'neo4j',
      password: '',
      owned: false,
      stop: () => Promise.resolve(),
      whyUnreachable: () => undefined,
    },
    home,
    clock,
    log: createLogger({ level: 'silent' }),
    signal: new AbortController().signal,
    events: events as EventStore,
    fingerprint: (kind, secret) => fingerprint(Buffer.alloc(32, 7), kind, secret),
    exclusive: (work) => work(),
    beginRun: (what) => Loader.begin({ graph, home, clock, what }),
    close: () => Promise.resolve(),
  };
}
