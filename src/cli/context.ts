import type { AnyCollector } from '../collect/index.ts';
import type { DeriveJob } from '../derive/index.ts';
import type { EventStore } from '../events/store.ts';
import type { FindingRule } from '../findings/index.ts';
import type { KeylineConfig } from '../lib/config.ts';
import type { Recurring } from '../pipeline/schedule.ts';
import type { KeylineSession } from '../pipeline/session.ts';
import type { Output } from './output.ts';

/** A session with the event store it opened. */
export interface CommandSession extends KeylineSession {
  readonly events: EventStore;
}

export interface RunningApi {
  readonly url: string;
  /** To be told after a run: what is kept of the graph in memory is brought up to date meanwhile. */
  readonly graphChanged: () => void;
  readonly close: () => Promise<void>;
}

/** What commands are made of; `cli.ts` wires it. */
export interface CommandContext {
  readonly collectors: readonly AnyCollector[];
  readonly deriveJobs: (events: EventStore) => readonly DeriveJob[];
  readonly findingRules: readonly FindingRule[];
  readonly output: Output;
  readonly signal: AbortSignal;
  /** Opens the session (attaches to a running server, else starts one), does the work, and closes it. */
  readonly withSession: <T>(
    work: (session: CommandSession) => Promise<T>,
    options?: { readonly browser?: boolean },
  ) => Promise<T>;
  readonly startApi: (
    session: CommandSession,
    at: { readonly host: string; readonly port: number },
  ) => Promise<RunningApi>;
  /** Folders of the demo company, made when they are missing or old, in the order they are imported. */
  readonly demoFolders: (session: CommandSession) => Promise<readonly string[]>;
  readonly reportSchedules: (config: KeylineConfig, session: CommandSession) => readonly Recurring[];
}
