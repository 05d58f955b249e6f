import type { Action, Caller } from '../auth/index.ts';
import type { Graph } from '../graph/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/log.ts';
import type { ReachReader } from '../queries/reach/index.ts';
import type { Label } from '../schema/index.ts';

/** What the server stands on; the same for all who ask. */
export interface McpParts {
  readonly graph: Graph;
  readonly clock: Clock;
  readonly log: Logger;
  readonly reach: ReachReader;
}

/** What is handed out to somebody with a scope, beyond the cut of what is read. */
export interface Sight {
  has(node: { readonly label: Label; readonly id: string; readonly props: Readonly<Record<string, unknown>> }): boolean;
}

/** One answer, for the audit trail. */
export interface Told {
  readonly question: string;
  readonly parameters?: unknown;
  readonly rows?: number;
  readonly outcome: string;
}

/** Who asks, what they may and see, and where it is written down: the rules of the other surfaces, handed in. */
export interface McpAccess {
  readonly caller: Caller;
  readonly may: (action: Action) => boolean;
  /** Errors: `forbidden`, `outside-scope`. */
  readonly authorize: (action: Action) => void;
  /** Graph and reach cut to the scope of the caller, in place of the whole ones. */
  readonly horizon: Pick<McpParts, 'graph' | 'reach'> | undefined;
  /** What a caller with a scope sees; nothing for those who see everything. */
  readonly sight: () => Promise<Sight | undefined>;
  /** Takes personal data out for those who may not see it. */
  readonly mask: (value: unknown) => unknown;
  /** Arguments with pseudonyms put back. */
  readonly reveal: (value: unknown) => unknown;
  /** Errors: `audit-write`: what cannot be recorded is not answered. */
  readonly record: (told: Told) => Promise<void>;
}
