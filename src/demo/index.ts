import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FingerprintKey } from '../lib/fingerprint.ts';
import { writeAccount } from './aws/write.ts';
import { Estate } from './base/estate.ts';
import { writeIdentityCenter } from './base/identity-center.ts';
import { writeOrganisation } from './base/organisation.ts';
import { Output } from './output.ts';
import { Random } from './prng.ts';
import { s01 } from './situations/s01.ts';
import { s02 } from './situations/s02.ts';
import { s08 } from './situations/s08.ts';
import { s09 } from './situations/s09.ts';
import { s12 } from './situations/s12.ts';
import { s13 } from './situations/s13.ts';
import { s14 } from './situations/s14.ts';
import { s15 } from './situations/s15.ts';
import { writeHr } from './sources/hr.ts';
import { writeRecords } from './sources/records.ts';
import { Times } from './times.ts';
import type { Canary, Planted } from './types.ts';
import { World } from './world.ts';

export type { Canary, NearMiss, Planted } from './types.ts';

export interface CompanyOptions {
  /** Folder to write to; made when it is not there. */
  readonly out: string;
  readonly seed?: number;
  readonly identities?: number;
  /** What time it is; default: the real time. */
  readonly now?: Date;
  /** Key of the fingerprints in endpoint scans; default: one that is told by the seed. */
  readonly fingerprintKey?: FingerprintKey;
}

export interface CompanySummary {
  /** Import this first, as an earlier run. */
  readonly before: string;
  /** Then this. */
  readonly exports: string;
  readonly people: number;
  readonly files: number;
  readonly bytes: number;
  readonly situations: readonly Planted[];
  readonly canaries: readonly Canary[];
}

/** Writes Brightwater's exports, and `expected.json` with every planted problem. */
export async function generateCompany(options: CompanyOptions): Promise<CompanySummary> {
  const seed = options.seed ?? 1;
  const now = options.now ?? new Date();
  const key = options.fingerprintKey ?? createHash('sha256').update(`brightwater fingerprints ${seed}`).digest();
  const exports = join(options.out, 'exports');
  const before = join(options.out, 'before');
  mkdirSync(before, { recursive: true });
  const output = new Output(exports, now);
  const times = new Times(now);
  const world = new World(output, new Random(`brightwater ${seed}`), times, key);
  const estate = new Estate(world);
  const situations = [s01, s02, s08, s09, s12, s13, s14, s15].map((situation) => situation(world, estate));
  writePeople(output, world);
  writeIdentityCenter(output, world);
  for (const account of Object.values(world.aws)) writeAccount(output, account);
  writeOrganisation(output, Object.values(world.aws), times);
  for (const device of world.devices) device.write(output, times.stamp(0, 6));
  writeRecords(output, world.records);
  for (const source of [world.okta, world.entra, world.github, world.vault]) source.close();
  const { files, bytes } = output;
  const summary: CompanySummary = {
    before,
    exports,
    people: world.cast.people.length,
    files,
    bytes,
    situations,
    canaries: world.canaries,
  };
  writeFileSync(
    join(options.out, 'expected.json'),
    `${JSON.stringify({ seed, now: now.toISOString(), ...summary }, null, 2)}\n`,
  );
  return Promise.resolve(summary);
}

function writePeople(output: Output, world: World): void {
  const { people, teams } = world.cast;
  writeHr(output, people, teams, world.times);
  world.okta.teams(teams, people);
  for (const person of people) world.okta.user(person);
  const admin = world.cast.get('xiomara');
  const token = world.okta.apiToken('terraform', admin, 200);
  const target = [{ id: token.split(':').at(-1), type: 'Token', alternateId: 'unknown', displayName: 'terraform' }];
  world.okta.event('system.api_token.create', admin, target, 200);
  const byId = new Map(people.map((person) => [person.id, person]));
  for (const person of people) world.entra.user(person, byId.get(person.manager ?? ''));
  const engineers = people.filter(({ left, team }) => (left === undefined || left <= 0) && team !== 'people');
  for (const person of engineers) world.github.member(person, person.id === world.cast.get('ingrid').id);
  for (const name of REPOSITORIES) world.github.repository(name);
  world.vault.policy('payments-read', 'path "kv/data/payments/*" {\n  capabilities = ["read"]\n}\n');
  world.vault.secret('payments/stripe-sandbox');
  world.vault.appRole('payments-agent', ['payments-read']);
  world.vault.read('payments-agent', 'payments/stripe-sandbox', 0, 7);
}

const REPOSITORIES = ['payments-api', 'release-notes', 'developer-docs', 'ledger', 'support-console', 'infrastructure'];
