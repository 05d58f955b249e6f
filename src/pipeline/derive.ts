import { type DeriveJob, type DeriveReport, orderJobs, runJob } from '../derive/index.ts';
import { type FindingRule, runFindings } from '../findings/index.ts';
import type { LoadResult } from '../graph/index.ts';
import { inRun, type KeylineSession } from './session.ts';

export interface DeriveRun {
  readonly jobs: readonly DeriveReport[];
  readonly totals: LoadResult;
}

/** Derives everything anew, in order, and then asks the finding rules. Unchanged results write nothing. */
export async function runDerive(
  session: KeylineSession,
  jobs: readonly DeriveJob[],
  rules: readonly FindingRule[],
  onProgress: (title: string) => void = () => undefined,
): Promise<DeriveRun> {
  const { value, totals } = await inRun(session, 'derive', async (loader) => {
    const reports: DeriveReport[] = [];
    for (const job of orderJobs(jobs)) {
      onProgress(job.title);
      reports.push(await runJob(job, loader, session));
    }
    onProgress('Findings');
    await runFindings(rules, loader, session);
    return reports;
  });
  return { jobs: value, totals };
}
