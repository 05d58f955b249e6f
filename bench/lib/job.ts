/**
 * One piece of work in a process of its own, so that its memory and its cold start are its own. The data directory is
 * KEYLINE_HOME; the last line of standard output is the `JobMeasure` without the server's share.
 *
 *   job.ts import PATH            through the collectors' file formats
 *   job.ts aws ENDPOINT           the AWS collector, every step, one account, one region
 *   job.ts derive                 people, access, owners, findings
 */
import { collectors } from '../../src/collectors/registry.ts';
import type { EventStore } from '../../src/events/store.ts';
import type { LoadResult } from '../../src/graph/index.ts';
import { createLogger } from '../../src/lib/log.ts';
import { runCollect } from '../../src/pipeline/collect.ts';
import { runImport } from '../../src/pipeline/import.ts';
import { type KeylineSession, openSession } from '../../src/pipeline/session.ts';
import { measured } from './measure.ts';

const [what = '', argument = ''] = process.argv.slice(2);
const stores: EventStore[] = [];
const session = await openSession({
  log: createLogger({ level: 'error' }),
  ...(argument.endsWith('.ndjson') ? {} : { openEvents }),
});
try {
  const { value, ...measure } = await measured(() => work(session));
  process.stdout.write(`${JSON.stringify({ ...value, ...measure })}\n`);
} finally {
  await session.close();
}

async function openEvents(home: string): Promise<EventStore> {
  // Loaded where events can occur: DuckDB takes 30 MB.
  const store = await (await import('../../src/events/store.ts')).EventStore.open(home);
  stores.push(store);
  return store;
}

async function work(open: KeylineSession): Promise<LoadResult & { readonly incomplete?: readonly string[] }> {
  if (what === 'import') return (await runImport(open, collectors, [argument])).totals;
  if (what === 'aws') return collectAws(open, argument);
  const [events] = stores;
  if (what !== 'derive' || events === undefined) throw new TypeError(`not a job: ${what}`);
  const { deriveJobs } = await import('../../src/derive/index.ts');
  const { findingRules } = await import('../../src/findings/index.ts');
  const { runDerive } = await import('../../src/pipeline/derive.ts');
  return (await runDerive({ ...open, events }, deriveJobs(events), findingRules)).totals;
}

async function collectAws(open: KeylineSession, endpoint: string) {
  const { steps, totals } = await runCollect(open, collectors, [{ type: 'aws', endpoint, regions: ['us-east-1'] }], []);
  const incomplete = steps
    .filter(({ outcome }) => outcome.status !== 'complete')
    .map(({ key, outcome }) => `${key.step}: ${outcome.status}`);
  return { ...totals, incomplete };
}
