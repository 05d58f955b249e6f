import type { z } from 'zod';
import type { Logger } from '../lib/log.ts';
import type { FileFormat } from './files/format.ts';
import type { AnyStep } from './step.ts';

/** One account, tenant or organisation that a configuration leads to. */
export interface Connection<Client> {
  /** Stable id: an AWS account id, an Okta org host, a tenant id. Part of every claim. */
  readonly scope: string;
  readonly client: Client;
  /** Steps that make no sense here (organisation steps outside the management account), with the reason. */
  readonly skip?: Readonly<Record<string, string>>;
  /**
   * Which of the permissions that steps declare (their own texts) the credentials were given, as far as the source tells;
   * a text that is not in the answer cannot be told. Absent where the source tells nothing. Used by `doctor`.
   */
  readonly given?: (needed: readonly string[], signal: AbortSignal) => Promise<GivenPermissions>;
  readonly close?: () => Promise<void>;
}

/** By the text of the permission: `true` when it was given. */
export type GivenPermissions = Readonly<Record<string, boolean>>;

export interface ConnectContext {
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Environment variables, as the vendor names them. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How far the tests of a collector can be believed (`docs`): what they ran against. */
export type TestFaith = 'real-server' | 'emulator' | 'vendor-schema' | 'own-stub';

export interface CollectorSpec<Config extends z.ZodType, Client> {
  /** Folder name and source id: `aws`, `okta`. */
  readonly source: string;
  readonly title: string;
  /** Validates the source's entry in the configuration file; every field has a `describe`. */
  readonly config: Config;
  readonly faith: TestFaith;
  /** What the tests ran against, in one sentence. */
  readonly testedAgainst: string;
  /** What this collector cannot see, in words. */
  readonly cannotSee: readonly string[];
  /** Opens the connections. Throws a KeylineError when the configuration cannot work. */
  readonly connect: (config: z.output<Config>, context: ConnectContext) => Promise<readonly Connection<Client>[]>;
  readonly steps: readonly AnyStep<Client>[];
  /** The vendor's own exports that the same mapping reads from files. */
  readonly files: readonly FileFormat[];
}

/** A collector whose client and configuration types are forgotten. */
export type AnyCollector = CollectorSpec<z.ZodType, unknown>;

/** Declares a collector: one folder, one specification. */
export function defineCollector<Config extends z.ZodType, Client>(spec: CollectorSpec<Config, Client>): AnyCollector {
  const ids = spec.steps.map((one) => one.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new TypeError(`collector ${spec.source} declares the step ${twice} twice`);
  return spec as unknown as AnyCollector;
}
