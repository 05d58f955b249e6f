import type { Graph, Loader, LoadResult } from '../graph/index.ts';
import type { Clock } from '../lib/clock.ts';
import { messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import type { EdgeType, Emit, GraphRecord, Label, RecordOf } from '../schema/index.ts';

/** What derivations work with. */
export interface DeriveContext {
  readonly graph: Graph;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** One derived kind of fact: a function of facts in the graph. What it stated before and states no more is retired. */
export interface DeriveJob<X extends Emit = Emit> {
  /** Step id of its claim, `derive:graph/<id>`. */
  readonly id: string;
  readonly title: string;
  /** What it reads; a job runs after every job that writes something it reads. */
  readonly reads: readonly (Label | EdgeType)[];
  readonly writes: readonly X[];
  readonly run: (context: DeriveContext) => AsyncIterable<RecordOf<NoInfer<X>> & GraphRecord>;
}

/** Declares a derivation. */
export function deriveJob<const X extends Emit>(job: DeriveJob<X>): DeriveJob {
  return job as unknown as DeriveJob;
}

export interface DeriveReport {
  readonly id: string;
  readonly result: LoadResult;
  readonly failed: string | undefined;
}

const CHUNK = 500;

/** Runs one job through the loader. A job that fails retires nothing and says so; the others go on. */
export async function runJob(job: DeriveJob, loader: Loader, context: DeriveContext): Promise<DeriveReport> {
  const load = await loader.openStep({ source: 'derive', scope: 'graph', step: job.id }, 'snapshot');
  let chunk: GraphRecord[] = [];
  let failed: string | undefined;
  try {
    for await (const record of job.run(context)) {
      context.signal.throwIfAborted();
      chunk.push(record);
      if (chunk.length >= CHUNK) await load.add(chunk.splice(0));
    }
    await load.add(chunk);
    chunk = [];
  } catch (thrown) {
    if (context.signal.aborted) throw thrown;
    failed = messageOf(thrown);
    context.log.error({ job: job.id, err: failed }, 'derivation failed');
  }
  const problems = failed === undefined ? [] : [{ kind: 'failed', what: job.id, message: failed }];
  const result = await load.finish(
    { status: failed === undefined ? 'complete' : 'failed', problems, problemCount: problems.length },
    undefined,
  );
  return { id: job.id, result, failed };
}

/** Puts jobs in an order in which each comes after those that write what it reads. Errors: a circle is a TypeError. */
export function orderJobs(jobs: readonly DeriveJob[]): DeriveJob[] {
  const ordered: DeriveJob[] = [];
  const state = new Map<DeriveJob, 'open' | 'done'>();
  const place = (job: DeriveJob): void => {
    if (state.get(job) === 'done') return;
    if (state.get(job) === 'open') throw new TypeError(`derivations depend on each other in a circle at ${job.id}`);
    state.set(job, 'open');
    for (const other of jobs) if (other !== job && writesFor(other, job)) place(other);
    state.set(job, 'done');
    ordered.push(job);
  };
  for (const job of jobs) place(job);
  return ordered;
}

function writesFor(writer: DeriveJob, reader: DeriveJob): boolean {
  return writer.writes.some(
    (kind) =>
      (reader.reads as readonly string[]).includes(kind) && !(reader.writes as readonly string[]).includes(kind),
  );
}
