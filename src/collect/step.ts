import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/log.ts';
import type { Emit, RecordOf } from '../schema/index.ts';
import type { Problem } from './outcome.ts';

/** `snapshot`: all there is, what is not seen is gone. `delta`: changes since a cursor. `events`: what happened. */
export type StepMode = 'snapshot' | 'delta' | 'events';

/** What `fetch` works with. */
export interface FetchContext<Client> {
  readonly client: Client;
  /** Account, tenant or organisation this connection is for. */
  readonly scope: string;
  /** Where the last run of a delta or event step ended; `undefined` on the first run. */
  readonly cursor: string | undefined;
  /** Remembers where the next run goes on; committed after everything yielded before it has been written. */
  readonly saveCursor: (cursor: string) => void;
  /** Reports what could not be read. The step goes on, and does not end `complete`. */
  readonly problem: (problem: Problem) => void;
  /**
   * Makes one call with retry (429, 5xx, network; honours Retry-After; back-off with a cap). A refusal or a lasting
   * failure is reported as a problem and gives `undefined`: it costs that one fact.
   */
  readonly attempt: <T>(
    what: string,
    call: (signal: AbortSignal) => Promise<T>,
    place?: string,
  ) => Promise<T | undefined>;
  /** Runs `work` over the items, at most `concurrency` (default 8) at a time; results come in completion order. */
  readonly each: <A, B>(
    items: Iterable<A> | AsyncIterable<A>,
    work: (item: A) => Promise<B>,
    concurrency?: number,
  ) => AsyncIterable<B>;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What `map` may know besides the raw item. `map` is pure: same raw, same context, same records. */
export interface MapContext {
  readonly scope: string;
  /** Keyed fingerprint of a secret value (`fp:…`); the value itself goes no further than this call. */
  readonly fingerprint: (kind: string, secret: string) => string;
  /** When the raw item was read, for facts whose only time that is. UTC. */
  readonly at: string;
}

/** One thing a collector reads, and the records it makes of it. */
export interface StepSpec<Client, Raw, X extends Emit> {
  /** Unique in the collector: `iam`, `users`, `system-log`. */
  readonly id: string;
  readonly title: string;
  readonly mode: StepMode;
  /** The node labels and edge types `map` may emit. The compiler and the contract suite hold it to that. */
  readonly emits: readonly X[];
  /** The least privilege the live calls need, in the vendor's words. */
  readonly permissions: readonly string[];
  /** What the source does not give, by property: shown as unknown. */
  readonly notAvailable?: Readonly<Record<string, string>>;
  readonly fetch: (context: FetchContext<Client>) => AsyncIterable<Raw>;
  readonly map: (raw: Raw, context: MapContext) => readonly RecordOf<NoInfer<X>>[];
}

/** A step whose raw type is forgotten: what the engine and the registry handle. */
export type AnyStep<Client = unknown> = StepSpec<Client, unknown, Emit>;

/** Declares a step. The result can be put beside steps of other raw types. */
export function step<Client, Raw, const X extends Emit>(spec: StepSpec<Client, Raw, X>): AnyStep<Client> {
  return spec as unknown as AnyStep<Client>;
}
