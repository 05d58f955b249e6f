import type { EdgeType, Label } from '../../schema/index.ts';

/** Edges of direct reach up to whoever holds a grant. "Could become" is a class of its own and never followed. */
export const FOLLOWED = [
  'USES',
  'RUNS_AS',
  'DELEGATES_TO',
  'HAS_TOOL',
  'SAME_AS',
  'AUTHENTICATES_AS',
  'MEMBER_OF',
  'CAN_ASSUME',
  'IN_TRUST_GROUP',
  'HAS_ACCESS',
  'CAN_OBTAIN',
] as const satisfies readonly EdgeType[];

/**
 * Whether a node leads on, of any label: a credential that is inactive, revoked or expired opens nothing now. The one place
 * that says so; the saved questions repeat it word for word (`test/queries/reach-clause.test.ts`). Retired nodes need no
 * clause: they have no live edges. Parameter: `now`, UTC.
 */
export function live(n: string): string {
  return `(NOT ${n}:Credential OR (coalesce(${n}.status, 'active') IN ['active', 'unknown'] AND coalesce(${n}.expiresAt, '9999') > $now))`;
}

/**
 * What holds of each step, in either direction: a resource's own credentials are not its reader's; a team's members do not
 * share what the team owns; a delegated credential counts for its own grants only; a credential must be live.
 */
export const STEP = `NOT x:Resource AND NOT y:Team AND coalesce(e.delegated, false) = false AND ${live('y')}`;

/** The certainty an edge carries; those that carry none are facts. */
export const CERTAINTY = "coalesce(e.certainty, 'certain')";

/** How one gets from the subject to what holds grants, where the subject does not hold them itself. */
const ENTRIES: Readonly<Partial<Record<Label, string>>> = {
  Device: '(s)<-[first:RUNS_ON|STORED_IN]-(s0)',
  Resource: '(s)-[first:USES|RUNS_AS]->(s0)',
  Session: '(s)-[first:OF]->(s0)',
};

/** The way in for who reads the place where credentials are kept. */
const KEPT = '(s)<-[first:STORED_IN]-(s0:Credential)';

const FIRST_STEPS: Readonly<Partial<Record<Label, readonly EdgeType[]>>> = {
  Human: ['HAS_ACCOUNT', 'OWNS'],
  Team: ['OWNS'],
};

/**
 * Everything that subjects of one label can act as, breadth first, one shortest path for each end; told as one row for each
 * node reached, with the node before it, so that paths are put together without being sent.
 * Parameters: `ids`; `allowed`, the certainties that steps may have; `now`, UTC.
 */
export function closureText(label: Label): string {
  const types = [...(FIRST_STEPS[label] ?? []), ...FOLLOWED].join('|');
  const walk = (from: string, first: string): string => `
    MATCH p = SHORTEST 1 (${from}) ((x)-[e:${types}]->(y) WHERE ${STEP} AND ${CERTAINTY} IN $allowed)* (n)
    WITH s, n, nodes(p) AS ns, last(relationships(p)) AS e, length(p) + ${first === 'null' ? 0 : 1} AS steps, ${first} AS first
    RETURN elementId(s) AS start, s.id AS startId, elementId(n) AS key, labels(n)[0] AS label, n.id AS id, coalesce(n.name, n.email) AS name, steps,
           CASE WHEN size(ns) > 1 THEN elementId(ns[-2]) WHEN first IS NOT NULL THEN elementId(s) END AS before,
           coalesce(type(e), type(first)) AS edge, ${CERTAINTY} AS certainty, coalesce(e.conditionKeys, []) AS conditionKeys`;
  const subject = `UNWIND $ids AS id MATCH (s:${label} {id: id}) WHERE s.retiredAt IS NULL AND ${live('s')}`;
  const entry = ENTRIES[label];
  if (entry === undefined) return `${subject} ${walk('s', 'null')}`;
  const entries = label === 'Resource' ? [entry, KEPT] : [entry];
  const own = `${subject} RETURN elementId(s) AS start, s.id AS startId, elementId(s) AS key, labels(s)[0] AS label, s.id AS id,
    coalesce(s.name, s.email) AS name, 0 AS steps, null AS before, null AS edge, 'certain' AS certainty, [] AS conditionKeys`;
  return [own, ...entries.map((way) => `${subject} MATCH ${way} WHERE ${live('s0')} ${walk('s0', 'first')}`)].join(
    '\nUNION ALL\n',
  );
}

/** Labels whose nodes hold grants. */
export const HOLDERS: readonly Label[] = ['AccessProfile', 'Principal', 'Credential'];
