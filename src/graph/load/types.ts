import type { Clock } from '../../lib/clock.ts';
import type { EventRecord } from '../../schema/index.ts';
import type { Graph } from '../store.ts';

/** Names one step of one source in one scope. */
export interface LoadKey {
  readonly source: string;
  readonly scope: string;
  readonly step: string;
}

export type LoadMode = 'snapshot' | 'delta' | 'events';

export interface LoadOutcome {
  readonly status: 'complete' | 'partial' | 'denied' | 'failed';
  readonly problems: readonly {
    readonly kind: string;
    readonly what: string;
    readonly place?: string;
    readonly message: string;
  }[];
  readonly problemCount: number;
}

export interface LoadResult {
  readonly seen: number;
  readonly written: number;
  readonly retired: number;
}

/** Where event records go: the event store, which knows an event by its id and takes it once. */
export interface EventSink {
  add(events: readonly EventRecord[]): Promise<void>;
}

export interface LoaderOptions {
  readonly graph: Graph;
  /** Data directory; step caches are kept in it. */
  readonly home: string;
  readonly clock: Clock;
  /** What the run is, in words: `import demo/`, `collect okta`. */
  readonly what: string;
  readonly events?: EventSink;
  /** Changed records held before they are written; default 6,000. Tests make it small. */
  readonly window?: number;
}
