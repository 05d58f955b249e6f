import type { FingerprintKey } from '../lib/fingerprint.ts';
import { AwsAccount } from './aws/account.ts';
import { Cast } from './cast.ts';
import type { Output } from './output.ts';
import type { Random } from './prng.ts';
import { Device } from './sources/device.ts';
import { EntraTenant } from './sources/entra.ts';
import { GithubOrg } from './sources/github.ts';
import { OktaOrg } from './sources/okta.ts';
import type { RecordsSection } from './sources/records.ts';
import { VaultServer } from './sources/vault.ts';
import type { Times } from './times.ts';
import type { Canary, Person } from './types.ts';

/** The accounts by what they are for. */
export const ACCOUNTS = {
  management: ['418802735190', 'brightwater-payer', 'management'],
  production: ['730264918555', 'brightwater-prod', 'production'],
  staging: ['205517764032', 'brightwater-staging', 'staging'],
  sandbox: ['611930482277', 'brightwater-sandbox', 'sandbox'],
  audit: ['889204617351', 'brightwater-audit', 'production'],
} as const;
export type AccountName = keyof typeof ACCOUNTS;

/** Everything that the company consists of, open for situations to add to. */
export class World {
  readonly random: Random;
  readonly times: Times;
  readonly key: FingerprintKey;
  readonly cast: Cast;
  readonly aws: Readonly<Record<AccountName, AwsAccount>>;
  readonly okta: OktaOrg;
  readonly entra: EntraTenant;
  readonly github: GithubOrg;
  readonly vault: VaultServer;
  readonly devices: Device[] = [];
  readonly records: RecordsSection[] = [];
  readonly canaries: Canary[] = [];

  constructor(output: Output, random: Random, times: Times, key: FingerprintKey) {
    this.random = random;
    this.times = times;
    this.key = key;
    this.cast = new Cast(random.fork('cast'));
    this.aws = Object.fromEntries(
      Object.entries(ACCOUNTS).map(([name, [id, title, environment]]) => [
        name,
        new AwsAccount(id, title, environment, random.fork(`aws/${name}`), times),
      ]),
    ) as Record<AccountName, AwsAccount>;
    this.okta = new OktaOrg(output, random.fork('okta'), times);
    this.entra = new EntraTenant(output, random.fork('entra'), times);
    this.github = new GithubOrg(output, random.fork('github'), times);
    this.vault = new VaultServer(output, random.fork('vault'), times);
  }

  /** Adds the laptop of a person. */
  laptop(tag: string, owner: Person): Device {
    const user = owner.email.split('@')[0]?.split('.')[0] ?? 'user';
    const device = new Device(this.key, { id: `bw-lt-${tag}`, name: `${user}-macbook`, user }, owner);
    this.devices.push(device);
    return device;
  }
}
