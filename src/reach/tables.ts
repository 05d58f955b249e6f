import type { GrantsByOrdinal } from './grants.ts';
import type { KeyIndex } from './key-index.ts';
import type { KeyOrder } from './key-order.ts';
import type { StepsBack } from './reverse.ts';
import type { TextPool } from './text-pool.ts';

/**
 * Everything reach needs, of one version of the graph: plain typed arrays, so that a worker can hand them over without
 * copying. Resources are numbered by kind and path (their ordinal), nodes that lead to grants by label and key.
 */
export interface ReachTables {
  readonly graphVersion: number;
  readonly resources: ResourceTables;
  readonly actors: ActorTables;
  readonly steps: StepTables;
  readonly stepsBack: StepsBack;
  readonly grants: GrantTables;
  readonly grantsByOrdinal: GrantsByOrdinal;
  /** Lists of condition keys that steps and grants have; number 0 is none. */
  readonly conditions: readonly (readonly string[])[];
}

/** Those tables that are not as they were in the version before, with all lists of condition keys. */
export type TableParts = Pick<ReachTables, 'graphVersion' | 'conditions'> & Partial<ReachTables>;

/** The tables of a version from those of the one before and what has changed; nothing when a part is missing. */
export function joinedTables(before: ReachTables | undefined, parts: TableParts): ReachTables | undefined {
  const joined = { ...before, ...parts };
  return isWhole(joined) ? joined : undefined;
}

const WHOLE = ['resources', 'actors', 'steps', 'stepsBack', 'grants', 'grantsByOrdinal'] as const;

function isWhole(tables: TableParts): tables is ReachTables {
  return WHOLE.every((part) => tables[part] !== undefined);
}

export interface ResourceTables {
  readonly keys: KeyIndex;
  /** Keys, by ordinal. */
  readonly ids: TextPool;
  readonly order: KeyOrder;
  /** Ordinals of buckets, ascending, and of what each holds where that is granted apart. */
  readonly buckets: Uint32Array;
  readonly objects: Uint32Array;
  /** Names of kinds, ascending; `''` for unknown. */
  readonly kinds: readonly string[];
  /** First ordinal of each kind, and the number of resources. */
  readonly kindStarts: Uint32Array;
  /** Environment and sensitivity that occur together. */
  readonly facets: readonly FacetNames[];
  /** Number of the facet of each resource. */
  readonly facetOf: Uint8Array;
  /** For each block of `FACET_BLOCK` resources, how many of each facet stand before it. */
  readonly facetsBefore: Uint32Array;
}

export const FACET_BLOCK = 128;

export interface FacetNames {
  readonly environment: string | undefined;
  readonly sensitivity: string | undefined;
}

/** Nodes that lead to grants; those of one label in the order of their keys. */
export interface ActorTables {
  /** By label and key, `Agent arn:…`. */
  readonly keys: KeyIndex;
  readonly labels: readonly string[];
  /** First number of each label, and the number of actors. */
  readonly labelStarts: Uint32Array;
  readonly ids: TextPool;
  /** Names of kinds and environments that actors have; number 0 is unknown. */
  readonly kinds: readonly string[];
  readonly kindOf: Uint16Array;
  readonly environments: readonly string[];
  readonly environmentOf: Uint16Array;
  /** Until when each leads on, in milliseconds since the epoch: credentials expire. */
  readonly liveUntil: Float64Array;
}

/** Steps from actor to actor, those of one actor together. */
export interface StepTables {
  /** First step of each actor, and the number of steps. */
  readonly starts: Uint32Array;
  readonly to: Uint32Array;
  /** Rank of the step's certainty: 0 certain, 1 conditional, 2 unknown. */
  readonly ranks: Uint8Array;
  /** Number of the edge type in `types`. */
  readonly typeOf: Uint8Array;
  readonly types: readonly string[];
  /** Number of the list of condition keys. */
  readonly conditionsOf: Uint16Array;
}

/** What actors are granted: ranges of ordinals in the order given, those of one actor together. */
export interface GrantTables {
  readonly starts: Uint32Array;
  readonly lo: Uint32Array;
  readonly hi: Uint32Array;
  /** What is granted; words as `word.ts` says. */
  readonly words: Uint16Array;
  /** How it is granted: a number in `GRANT_EDGES`. */
  readonly kindOf: Uint8Array;
  /** For a share of a container's grant, the container's ordinal; for a scope, its number; else 0. */
  readonly via: Uint32Array;
  readonly conditionsOf: Uint16Array;
  readonly scopes: ScopeTables;
  /** Containers whose grants are shared by what they hold, ascending, and how much each holds. */
  readonly containers: Uint32Array;
  readonly contents: Uint32Array;
}

/** Ranges of ordinals that are granted as one, by number. */
export interface ScopeTables {
  readonly ids: TextPool;
  readonly lo: Uint32Array;
  readonly hi: Uint32Array;
}

/** How a grant is told: on the resource itself, on it by its own system, on a scope, or in either way on what holds it. */
export const GRANT_EDGES = ['CAN', 'GRANTED_ON', 'CAN', 'CAN', 'GRANTED_ON'] as const;
export const [ON_RESOURCE, BY_RESOURCE, ON_SCOPE, ON_CONTAINER, BY_CONTAINER] = [0, 1, 2, 3, 4] as const;

/** Whether a grant reaches the resource because it is on what holds that. */
export function isShared(kind: number | undefined): boolean {
  return kind === ON_CONTAINER || kind === BY_CONTAINER;
}
