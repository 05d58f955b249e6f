import type { ProcessIdentity } from './processes.ts';

/** A running server child of this process, whether a Java process or a container. */
export interface ServerProcess {
  readonly identity: ProcessIdentity;
  readonly uri: string;
  readonly httpUri?: string;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /**
   * Closes the child's standard input, which is its sign to stop, and waits; kills it when it does not stop
   * in `timeoutMs` (default `STOP_TIMEOUT_MS`).
   */
  stop(timeoutMs?: number): Promise<void>;
}

/** How long a server may take to write its last checkpoint. It takes half a second when little was written. */
export const STOP_TIMEOUT_MS = 10_000;

/** How long a server may take to come up; recovery after a kill is included. */
export const START_TIMEOUT_MS = 120_000;
