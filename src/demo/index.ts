import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FingerprintKey } from '../lib/fingerprint.ts';
import { writeAccount } from './aws/write.ts';
import { Estate } from './base/estate.ts';
import { writeIdentityCenter } from './base/identity-center.ts';
import { writeShared } from './base/people.ts';
import { type Figures, populate } from './bulk/index.ts';
import { Output } from './output.ts';
import { Random } from './prng.ts';
import { plantCanaries } from './situations/canaries.ts';
import { peopleBefore, plant } from './situations/index.ts';
import { type Ordinary, plantOrdinary } from './situations/ordinary.ts';
import { writeHr } from './sources/hr.ts';
import { writeRecords } from './sources/records.ts';
import { Times } from './times.ts';
import type { Canary, Planted } from './types.ts';
import { World } from './world.ts';

export type { Ordinary } from './situations/ordinary.ts';
export type { Canary, NearMiss, Planted } from './types.ts';

/** 82 non-human identities for each of the 40 people. */
export const DEFAULT_IDENTITIES = 3280;
const BEFORE_DAYS = 40;

export interface CompanyOptions {
  /** Folder to write to; made when it is not there. */
  readonly out: string;
  /** Same seed and same `now`, same bytes. Default 1. */
  readonly seed?: number;
  /** About how many non-human identities (agents, roles, service principals …); 82 for each person. */
  readonly identities?: number;
  /** What time it is. Default: the real time. */
  readonly now?: Date;
  /** Key of the fingerprints in endpoint scans, so that they meet those that the importer makes. Default: told by the seed. */
  readonly fingerprintKey?: FingerprintKey;
}

/** `expected.json`: what was written, and what must be found in it. */
export interface CompanySummary extends Figures {
  /** An earlier HR export, 40 days old: import it first, as a run of its own. */
  readonly before: string;
  /** All exports of today: `keyline import` reads the folder. */
  readonly exports: string;
  readonly seed: number;
  readonly now: string;
  readonly files: number;
  readonly bytes: number;
  readonly situations: readonly Planted[];
  readonly ordinary: Ordinary;
  readonly canaries: readonly Canary[];
}

/** Writes Brightwater: its exports, `expected.json` and, for use by hand, the fingerprint key. */
export async function generateCompany(options: CompanyOptions): Promise<CompanySummary> {
  const seed = options.seed ?? 1;
  const now = options.now ?? new Date();
  const key = options.fingerprintKey ?? createHash('sha256').update(`brightwater fingerprints ${seed}`).digest();
  const [before, exports] = [join(options.out, 'before'), join(options.out, 'exports')];
  const output = new Output(exports, now);
  const world = new World(output, new Random(`brightwater ${seed}`), new Times(now), key);
  const estate = new Estate(world);
  const situations = plant(world, estate);
  const ordinary = plantOrdinary(world, estate);
  plantCanaries(world);
  const figures = populate(output, world, options.identities ?? DEFAULT_IDENTITIES);
  writeNamed(output, world);
  writeBefore(before, world);
  const { files, bytes } = output;
  const expected = {
    seed,
    now: now.toISOString(),
    ...figures,
    files,
    bytes,
    situations,
    ordinary,
    canaries: world.canaries,
  };
  writeFileSync(join(options.out, 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`);
  writeFileSync(join(options.out, 'fingerprint.key'), `${key.toString('hex')}\n`, { mode: 0o600 });
  return Promise.resolve({ before, exports, ...expected });
}

/** What the situations added to, once nothing more is added. */
function writeNamed(output: Output, world: World): void {
  writeShared(world);
  writeIdentityCenter(output, world);
  for (const account of Object.values(world.aws)) writeAccount(output, account);
  for (const device of world.devices) device.write(output, world.times.stamp(0, 6));
  writeRecords(output, world.records);
  for (const source of [world.okta, world.entra, world.github, world.vault]) source.close();
}

function writeBefore(folder: string, world: World): void {
  const then = new Date(world.times.now.getTime() - BEFORE_DAYS * 86_400_000);
  writeHr(new Output(folder, then), peopleBefore(world), world.cast.teams, world.times);
}
