import { settleDecisions } from '../decisions/index.ts';
import { type DeriveJob, type DeriveReport, orderJobs, runJob } from '../derive/index.ts';
import { type FindingRule, runFindings } from '../findings/index.ts';
import type { LoadResult } from '../graph/index.ts';
import { derivedFrom, keepDerivedFrom, lastDerivedFrom } from './derived-from.ts';
import { inRun, type KeylineSession } from './session.ts';

export interface DeriveRun {
  readonly jobs: readonly DeriveReport[];
  readonly totals: LoadResult;
}

/** A session with the events that are derived from. */
export interface DeriveSession extends KeylineSession {
  readonly events: KeylineSession['events'] & { version(): Promise<string> };
}

/** As `runDerive`, unless the last derivation was made from the same: then nothing, for the result would be the same. */
export async function deriveIfChanged(
  session: DeriveSession,
  ...rest: Parameters<typeof runDerive> extends [unknown, ...infer Rest] ? Rest : never
): Promise<DeriveRun | undefined> {
  const now = await derivedFrom(session.graph, await session.events.version(), session.clock);
  if (now === (await lastDerivedFrom(session.graph))) return undefined;
  return runDerive(session, ...rest);
}

/** Derives everything anew, in order, and then asks the finding rules. Unchanged results write nothing. */
export async function runDerive(
  session: DeriveSession,
  jobs: readonly DeriveJob[],
  rules: readonly FindingRule[],
  onProgress: (title: string) => void = () => undefined,
): Promise<DeriveRun> {
  let runId = '';
  const { value, totals } = await inRun(session, 'derive', async (loader) => {
    runId = loader.runId;
    const reports: DeriveReport[] = [];
    for (const job of orderJobs(jobs)) {
      onProgress(job.title);
      reports.push(await runJob(job, loader, session));
      // Who has left has no say in what is derived after people.
      if (job.writes.includes('Human')) await settleDecisions(session.graph, session.clock);
    }
    onProgress('Findings');
    await runFindings(rules, loader, session);
    await settleDecisions(session.graph, session.clock);
    return reports;
  });
  const from = await derivedFrom(session.graph, await session.events.version(), session.clock);
  await keepDerivedFrom(session.graph, runId, from);
  return { jobs: value, totals };
}
