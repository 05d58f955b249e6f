import { type DecisionDesk, decisionDesk } from '../decisions/index.ts';
import type { SignalsConfig } from '../lib/config-signals.ts';
import { follower } from '../pipeline/follower.ts';
import type { Signal } from '../signals/index.ts';
import type { CommandContext, CommandSession } from './context.ts';
import { signalRoutes } from './signal-routes.ts';

/** What a running service does at once: take decisions and signals, and let the graph follow them. */
export interface Following {
  readonly desk: DecisionDesk;
  readonly routes: ReturnType<typeof signalRoutes>;
  /** To be told when the graph is ready, and after it has changed: makes ready for signals. */
  readonly warm: () => void;
  /** Waits for what is under way. */
  readonly close: () => Promise<void>;
}

/** `changed`: called after the graph has followed; `quietMs`: as `follower` has it. Errors: `config` for signal keys that cannot be read. */
export function following(
  session: CommandSession,
  context: Pick<CommandContext, 'deriveJobs' | 'findingRules'>,
  config: SignalsConfig,
  changed: (what: string) => void,
  quietMs?: number,
): Following {
  const followed = { jobs: context.deriveJobs(session.events), rules: context.findingRules };
  const graph = follower(session, followed, changed, quietMs);
  const taken = (signals: readonly Signal[]): void => {
    const at = new Date(session.clock.now() - SIGNAL_SECONDS * 1_000).toISOString();
    if (signals.some((one) => one.kind !== 'other')) void graph.signals(at);
  };
  const routes = signalRoutes(config, session, taken);
  return {
    desk: decisionDesk(session.graph, session.clock, graph.decision),
    routes,
    warm: () => {
      if (routes.length > 0) graph.warm();
    },
    close: graph.close,
  };
}

/** Signals that were taken so long ago are followed again with the next: one that came while another was followed is not left. */
const SIGNAL_SECONDS = 60;
