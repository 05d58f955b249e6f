import { claimRank, type Label, type NodeSpec, nodes, type PropValue, type StoredProps } from '../../schema/index.ts';

/** What a node or edge looks like in the graph. */
export type Stored = Readonly<Record<string, PropValue | null>>;

/** What each claim says about one thing. Only kept where more than one claim does. */
export type Assertions = Readonly<Record<string, StoredProps>>;

/** The declared properties among stored ones, in declared order: the record as its step stated it. */
export function declaredProps(specs: Readonly<Record<string, unknown>>, stored: Stored): StoredProps {
  const props: Record<string, PropValue> = {};
  for (const name in specs) {
    const value = stored[name];
    if (value !== undefined && value !== null) props[name] = value;
  }
  return props;
}

export function claimsOf(stored: Stored): readonly string[] {
  return Array.isArray(stored['claims']) ? (stored['claims'] as readonly string[]) : [];
}

/** What each claim states, read back from the graph. A single claim states all there is. */
export function assertionsOf(specs: Readonly<Record<string, unknown>>, stored: Stored): Assertions {
  const text = stored['assertions'];
  if (typeof text === 'string') return JSON.parse(text) as Assertions;
  const [only] = claimsOf(stored);
  return only === undefined ? {} : { [only]: declaredProps(specs, stored) };
}

/** The stored form of what several claims state: each property from the source that comes first in its order. */
export function resolve(kind: string, specs: Readonly<Record<string, unknown>>, assertions: Assertions): Stored {
  const claims = Object.keys(assertions).sort();
  const props: Record<string, PropValue> = {};
  for (const name in specs) {
    const value = winner(kind, name, claims, assertions);
    if (value !== undefined) props[name] = value;
  }
  return claims.length < 2
    ? { ...props, claims }
    : { ...props, claims, assertions: JSON.stringify(sorted(assertions, claims)) };
}

function winner(
  kind: string,
  property: string,
  claims: readonly string[],
  assertions: Assertions,
): PropValue | undefined {
  let best: PropValue | undefined;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const claim of claims) {
    const value = assertions[claim]?.[property];
    const rank = claimRank(kind, property, claim);
    if (value !== undefined && rank < bestRank) {
      best = value;
      bestRank = rank;
    }
  }
  return best;
}

function sorted(assertions: Assertions, claims: readonly string[]): Assertions {
  return Object.fromEntries(claims.map((claim) => [claim, assertions[claim] ?? {}]));
}

/** The property that tells incarnations of one key apart, where the label has one. */
export function incarnationProp(label: Label): string | undefined {
  const spec: NodeSpec = nodes[label];
  return spec.incarnation;
}
