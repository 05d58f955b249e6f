import type { Graph } from '../graph/index.ts';
import type { Clock } from '../lib/clock.ts';
import { decide, withdraw } from './decide.ts';
import { type Decided, type DecisionInput, isOwnerKind } from './types.ts';

/** Where decisions are handed in: the one door, for the API, the command line and whoever comes. */
export interface DecisionDesk {
  /** Errors: `decision`, with the field that is at fault in `source`. */
  readonly decide: (input: DecisionInput) => Promise<Decided>;
  readonly withdraw: (input: Parameters<typeof withdraw>[2]) => Promise<Decided>;
}

/**
 * `ownerDecided`: called after a decision about an owner, with the key of what it is about, so that the owner in the graph
 * follows; the decision stands whatever becomes of that.
 */
export function decisionDesk(
  graph: Graph,
  clock: Clock,
  ownerDecided: (subject: string) => Promise<void> = () => Promise.resolve(),
): DecisionDesk {
  const told = async (decided: Decided): Promise<Decided> => {
    const { kind, subject } = decided.decision;
    if (!decided.repeated && isOwnerKind(kind)) await ownerDecided(subject);
    return decided;
  };
  return {
    decide: async (input) => told(await decide(graph, clock, input)),
    withdraw: async (input) => told(await withdraw(graph, clock, input)),
  };
}
