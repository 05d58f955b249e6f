import type { Label } from '../../schema/index.ts';

/** What somebody with a scope sees of the graph. */
export interface Seen {
  /** Keys of the nodes of a label that are seen: the label is one of `KEYED`. */
  keys(label: Label): readonly string[];
  /** Environments whose resources are seen; absent: of all. */
  readonly environments: readonly string[] | undefined;
  /** The scope in words, for those who read an answer. */
  readonly says: string;
}

/** Nodes that belong to a team, or hang on an agent of an environment: seen by key. */
export const KEYED = [
  'Agent',
  'Human',
  'Team',
  'Credential',
  'Principal',
  'Tool',
  'Device',
  'Session',
  'Evidence',
  'Finding',
  'Decision',
] as const satisfies readonly Label[];

/** Inventory that belongs to no team, and no environment either: where policies and other systems are told, all are. */
export const UNLESS_ENVIRONMENTS = ['Policy', 'Origin', 'Endpoint'] as const satisfies readonly Label[];

/** What only leads on, and the service’s own records. */
export const OPEN = ['AccessProfile', 'Scope', 'TrustGroup', 'Step', 'Run'] as const satisfies readonly Label[];

/** Stands for a key that is not seen, where something that is seen names it. */
export const OUTSIDE = '[outside your scope]';
