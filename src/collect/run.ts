import type { Clock } from '../lib/clock.ts';
import { instantOf } from '../lib/clock.ts';
import type { Logger } from '../lib/log.ts';
import type { Connection } from './collector.ts';
import { each } from './each.ts';
import { MalformedError, problemOf } from './errors.ts';
import { type Problem, ProblemLog, type StepOutcome } from './outcome.ts';
import { type RetryOptions, withRetry } from './retry.ts';
import type { RunSink, StepKey, StepResult, StepSink } from './sink.ts';
import type { AnyStep, FetchContext, MapContext } from './step.ts';

/** What a run works with, the same for every step. */
export interface RunContext {
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly fingerprint: (kind: string, secret: string) => string;
  /** Retry settings; tests make them short. */
  readonly retry?: Omit<RetryOptions, 'signal'>;
  /** Told as a step goes on. */
  readonly onProgress?: (key: StepKey, fetched: number) => void;
}

export interface StepReport {
  readonly key: StepKey;
  readonly outcome: StepOutcome;
  readonly result: StepResult;
}

/** Runs one step against one connection: fetch → map → sink. Never throws for what the source does; cancellation throws. */
export async function runStep<Client>(
  source: string,
  step: AnyStep<Client>,
  connection: Connection<Client>,
  sinks: RunSink,
  context: RunContext,
): Promise<StepReport> {
  const key: StepKey = { source, scope: connection.scope, step: step.id };
  const sink = await sinks.openStep(key, step.mode);
  const run = new StepRun(step, key, sink, context);
  await run.fetchAll(connection.client);
  return { key, outcome: run.outcome(), result: await sink.finish(run.outcome(), run.cursor) };
}

/** The state of one step while it runs. The file importer uses the same mapping and the same bookkeeping. */
export class StepRun<Client> {
  readonly problems = new ProblemLog();
  cursor: string | undefined;
  #fetched = 0;
  #ended = false;
  readonly #step: AnyStep<Client>;
  readonly #key: StepKey;
  readonly #sink: StepSink;
  readonly #context: RunContext;

  constructor(step: AnyStep<Client>, key: StepKey, sink: StepSink, context: RunContext) {
    this.#step = step;
    this.#key = key;
    this.#sink = sink;
    this.#context = context;
    this.cursor = sink.cursor;
  }

  outcome(): StepOutcome {
    return this.problems.outcome(this.#fetched, this.#ended);
  }

  /** The source was read to its end (problems on the way count for themselves). */
  end(): void {
    this.#ended = true;
  }

  async fetchAll(client: Client): Promise<void> {
    const at = instantOf(this.#context.clock.now());
    try {
      for await (const raw of this.#step.fetch(this.#fetchContext(client))) await this.take(raw, at, undefined);
      this.#ended = true;
    } catch (thrown) {
      if (this.#context.signal.aborted) throw thrown;
      this.problems.add(problemOf(thrown, this.#step.id, `after ${this.#fetched} items`));
    }
  }

  /** Maps one raw item and hands its records on. An item that cannot be mapped is a problem with its place. */
  async take(raw: unknown, at: string, place: string | undefined, lines?: Uint32Array): Promise<void> {
    this.#fetched += 1;
    if (this.#fetched % 1000 === 0) this.#context.onProgress?.(this.#key, this.#fetched);
    const records = this.#mapped(raw, at, place);
    if (records !== undefined) await this.#sink.add(records, lines);
  }

  #mapped(raw: unknown, at: string, place: string | undefined): ReturnType<AnyStep['map']> | undefined {
    const mapContext: MapContext = { scope: this.#key.scope, fingerprint: this.#context.fingerprint, at };
    try {
      return this.#step.map(raw, mapContext);
    } catch (thrown) {
      const where = place ?? `item ${this.#fetched}`;
      const malformed = thrown instanceof MalformedError ? thrown : new MalformedError(plainMessage(thrown), where);
      this.problems.add(problemOf(malformed, this.#step.id, where));
      return undefined;
    }
  }

  #fetchContext(client: Client): FetchContext<Client> {
    const { signal, clock, log } = this.#context;
    return {
      client,
      scope: this.#key.scope,
      cursor: this.#sink.cursor,
      saveCursor: (cursor) => {
        this.cursor = cursor;
      },
      problem: (problem: Problem) => this.problems.add(problem),
      attempt: (what, call, place) => this.#attempt(what, call, place),
      each,
      signal,
      clock,
      log,
    };
  }

  async #attempt<T>(
    what: string,
    call: (signal: AbortSignal) => Promise<T>,
    place: string | undefined,
  ): Promise<T | undefined> {
    const { signal, retry } = this.#context;
    try {
      return await withRetry(call, { ...retry, signal });
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      this.problems.add(problemOf(thrown, what, place));
      return undefined;
    }
  }
}

/** An error that nobody planned: what it quotes may be the item's own text, such as the part of it that is not JSON. */
function plainMessage(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'the item could not be mapped';
  return `${thrown.name}: ${thrown.message.replaceAll(/"[^"]*"|'[^']*'/g, '…')}`;
}
