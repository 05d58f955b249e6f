import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { CommandSession } from '../../src/cli/context.ts';
import { collectors } from '../../src/collectors/registry.ts';
import { deriveJobs } from '../../src/derive/index.ts';
import { EventStore } from '../../src/events/store.ts';
import { findingRules } from '../../src/findings/index.ts';
import { FixedClock } from '../../src/lib/clock.ts';
import { createLogger } from '../../src/lib/log.ts';
import { type DeriveRun, runDerive } from '../../src/pipeline/derive.ts';
import { type ImportRun, runImport } from '../../src/pipeline/import.ts';
import { openSession } from '../../src/pipeline/session.ts';
import { companyIn, KEY, NOW } from '../company/company.ts';
import { withEmptyGraph } from './neo4j.ts';

/** Four times 82: what is ordinary around what is planted, and little enough to be imported in seconds. */
const IDENTITIES = 328;
/** Idle, it is a twentieth of this; the machine of the tests is seldom idle. */
const IMPORT_TIMEOUT_MS = 600_000;

export type Company = Awaited<ReturnType<typeof companyIn>>;

/** The seeded small company in the graph, imported and derived as `keyline up` does, at a moment that stands still. */
export interface CompanyBench {
  readonly company: () => Company;
  readonly session: () => CommandSession;
  readonly clock: FixedClock;
  /** Everything that was logged so far, at level `trace`. */
  readonly logged: () => string;
  /** Imports folders or files, by default all exports of today; the clock moves a second. */
  readonly importAgain: (...paths: readonly string[]) => Promise<ImportRun>;
  /** Derives and asks the finding rules; the clock moves a second. */
  readonly deriveAgain: () => Promise<DeriveRun>;
}

/** For the top of a `*.graph.test.ts` file: the company is there before its first test, and gone after its last. */
export function withCompany(): CompanyBench {
  const { uri, user, password } = withEmptyGraph();
  const clock = new FixedClock(NOW.getTime());
  let opened: Opened | undefined;
  const bench = (): Opened => {
    if (opened === undefined) throw new Error('the company is not there yet');
    return opened;
  };
  const importAgain = (...paths: readonly string[]): Promise<ImportRun> => {
    clock.advance(1_000);
    return runImport(bench().session, collectors, paths.length > 0 ? paths : [bench().company.exports]);
  };
  const deriveAgain = (): Promise<DeriveRun> => {
    clock.advance(1_000);
    return runDerive(bench().session, deriveJobs(bench().session.events), findingRules);
  };
  beforeAll(async () => {
    Object.assign(process.env, { NEO4J_URI: uri, NEO4J_USER: user, NEO4J_PASSWORD: password });
    opened = await open(clock);
    await importAgain(opened.company.before);
    await importAgain();
    await deriveAgain();
  }, IMPORT_TIMEOUT_MS);
  afterAll(() => opened?.close());
  return {
    company: () => bench().company,
    session: () => bench().session,
    clock,
    logged: () => bench().log.text,
    importAgain,
    deriveAgain,
  };
}

interface Opened {
  readonly company: Company;
  readonly session: CommandSession;
  readonly log: { text: string };
  readonly close: () => Promise<void>;
}

/** The company in a folder, and a session over the graph of NEO4J_URI with a data directory of its own. */
async function open(clock: FixedClock): Promise<Opened> {
  const company = await companyIn({ identities: IDENTITIES });
  const home = mkdtempSync(join(tmpdir(), 'keyline-home-'));
  writeFileSync(join(home, 'fingerprint.key'), `${KEY.toString('hex')}\n`, { mode: 0o600 });
  const log = { text: '' };
  const stream = {
    write: (line: string): void => {
      log.text += line;
    },
  };
  const events = await EventStore.open(home);
  const session = await openSession({
    home,
    clock,
    log: createLogger({ level: 'trace', stream: stream as never }),
    openEvents: () => Promise.resolve(events),
  });
  const close = async (): Promise<void> => {
    await session.close();
    for (const folder of [home, company.out]) rmSync(folder, { recursive: true, force: true });
  };
  return { company, session: { ...session, events }, log, close };
}
