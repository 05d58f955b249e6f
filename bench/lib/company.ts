import { join } from 'node:path';
import { type CompanySummary, generateCompany } from '../../src/demo/index.ts';
import { loadFingerprintKey } from '../../src/lib/fingerprint.ts';
import { type JobMeasure, runJob } from './jobs.ts';
import { measured } from './measure.ts';
import { type BenchServer, startServer } from './server.ts';

const LARGE = { heapMb: 2048, pageCacheMb: 2048 };
const SMALL = { heapMb: 512, pageCacheMb: 256 };

/** A company in a graph, imported and derived as `keyline up` does, and what that took. */
export interface LoadedCompany {
  readonly server: BenchServer;
  readonly company: CompanySummary;
  readonly generateSeconds: number;
  readonly imported: JobMeasure;
  readonly derived: JobMeasure;
}

/** A server for a company of so many non-human identities. The caller stops it. */
export function serverFor(identities: number): Promise<BenchServer> {
  return startServer(identities > 20_000 ? LARGE : SMALL);
}

/** Generates a company, imports and derives it. */
export async function loadCompany(
  server: BenchServer,
  { identities, note }: { readonly identities: number; readonly note: (text: string) => void },
): Promise<LoadedCompany> {
  note('generating');
  const fingerprintKey = loadFingerprintKey(join(server.home, 'fingerprint.key'));
  const out = join(server.home, 'company');
  const { value: company, seconds } = await measured(() => generateCompany({ out, identities, fingerprintKey }));
  note('importing');
  await runJob(server, ['import', company.before]);
  const imported = await runJob(server, ['import', company.exports]);
  note('deriving');
  const derived = await runJob(server, ['derive']);
  return { server, company, generateSeconds: seconds, imported, derived };
}

/** What the generator counted. */
export function figuresOf(company: CompanySummary): Record<string, number> {
  const numbers = Object.entries(company).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return Object.fromEntries(numbers.filter(([name]) => !['files', 'bytes', 'seed'].includes(name)));
}
