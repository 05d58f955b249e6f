import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import type { CommandSession } from '../../src/cli/context.ts';
import { collectors } from '../../src/collectors/registry.ts';
import { deriveJobs } from '../../src/derive/index.ts';
import { findingRules } from '../../src/findings/index.ts';
import { FixedClock } from '../../src/lib/clock.ts';
import { type DeriveRun, runDerive } from '../../src/pipeline/derive.ts';
import { type ImportRun, runImport } from '../../src/pipeline/import.ts';
import { companyIn, KEY, NOW } from '../company/company.ts';
import { restoreSnapshot, saveSnapshot } from './company-snapshot.ts';
import { withEmptyGraph } from './neo4j.ts';
import { makeHome, openTestSession, type TestSession } from './test-session.ts';

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

/**
 * For the top of a `*.graph.test.ts` file: the company is there before its first test, and gone after its last. The first
 * file of a run that wants it imports it; the others get what that file got, from a snapshot.
 */
export function withCompany(): CompanyBench {
  const address = withEmptyGraph();
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
    const folder = join(inject('snapshots'), 'company');
    opened = await restore(folder, address, clock);
    if (opened !== undefined) return;
    opened = await open(address, clock);
    await importAgain(opened.company.before);
    await importAgain();
    await deriveAgain();
    const { company, session, logged } = opened;
    await saveSnapshot(folder, address, session.home, { company, at: clock.now(), logged: logged() });
  }, IMPORT_TIMEOUT_MS);
  afterAll(() => opened?.close());
  return {
    company: () => bench().company,
    session: () => bench().session,
    clock,
    logged: () => bench().logged(),
    importAgain,
    deriveAgain,
  };
}

interface Opened extends TestSession {
  readonly company: Company;
}

type Address = Parameters<typeof openTestSession>[0];

async function open(address: Address, clock: FixedClock): Promise<Opened> {
  const company = await companyIn({ identities: IDENTITIES });
  return opening(company, await openTestSession(address, clock, makeHome(KEY)));
}

async function restore(folder: string, address: Address, clock: FixedClock): Promise<Opened | undefined> {
  const home = makeHome(KEY);
  const snapshot = await restoreSnapshot(folder, address, home);
  if (snapshot === undefined) {
    rmSync(home, { recursive: true, force: true });
    return undefined;
  }
  clock.advance(snapshot.at - clock.now());
  const opened = opening(snapshot.company, await openTestSession(address, clock, home));
  return { ...opened, logged: () => snapshot.logged + opened.logged() };
}

function opening(company: Company, opened: TestSession): Opened {
  const close = async (): Promise<void> => {
    await opened.close();
    rmSync(company.out, { recursive: true, force: true });
  };
  return { ...opened, company, close };
}
