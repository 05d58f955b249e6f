import type { Graph } from '../../graph/index.ts';

/** An account of a person in one system, as collected. */
export interface Account {
  readonly id: string;
  readonly kind: string;
  readonly system: string;
  readonly name?: string;
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly login?: string;
  readonly employeeId?: string;
  readonly externalIds?: readonly string[];
  readonly status?: string;
  readonly title?: string;
  readonly employment?: string;
  readonly startedAt?: string;
  readonly createdAt?: string;
  readonly departedAt?: string;
  readonly managerEmail?: string;
  readonly sponsorEmail?: string;
  /** Addresses that the account had before, as our own history tells. */
  readonly formerEmails?: readonly string[];
  /** When its system stopped having it. */
  readonly retiredAt?: string;
  /** The human the account was given to before. */
  readonly humanId?: string;
  readonly managers: readonly string[];
  readonly sponsors: readonly string[];
  readonly teams: readonly { readonly id: string; readonly role?: string }[];
}

/** Kinds of Principal that are people's accounts. Service accounts with a person's name are not among them. */
export const PERSON_KINDS = ['worker', 'person'] as const;

/**
 * Every account of a person, or those of these keys, with the edges that speak of people. An account that its system no longer has
 * (retired) is told as departed at that time: who was deleted in the identity provider has not become unknown.
 */
export async function* readAccounts(graph: Graph, ids?: readonly string[]): AsyncGenerator<Account> {
  const which = ids === undefined ? 'MATCH (p:Principal)' : 'UNWIND $in.ids AS id MATCH (p:Principal {id: id})';
  const text = `
    ${which} WHERE p.kind IN $in.kinds AND p.known
    RETURN p {.id, .kind, .system, .name, .email, .emailVerified, .login, .employeeId, .externalIds, .status, .title,
              .employment, .startedAt, .createdAt, .departedAt, .managerEmail, .sponsorEmail, .retiredAt} AS p,
           head([(h:Human)-[:HAS_ACCOUNT|HAS_ACCOUNT_WAS]->(p) WHERE coalesce(h.status, '') <> 'merged' | h.id]) AS humanId,
           [(p)-[:REPORTS_TO]->(m:Principal) | m.id] AS managers,
           [(p)-[:SPONSORED_BY]->(s:Principal) | s.id] AS sponsors,
           COLLECT { MATCH (c:Change {subject: p.id}) WHERE c.property = 'email' AND c.before IS NOT NULL RETURN DISTINCT c.before ORDER BY c.before } AS former,
           [(p)-[r:MEMBER_OF]->(t:Team) | {id: t.id, role: r.role}] AS teams
    ORDER BY p.id`;
  for await (const row of graph.stream(text, { in: { kinds: PERSON_KINDS, ...(ids === undefined ? {} : { ids }) } })) {
    const { p, former, ...relations } = row;
    const formerEmails = (former as string[]).flatMap(textOfJson);
    yield asTold(withoutNulls({ ...(p as object), ...relations, formerEmails }) as unknown as Account);
  }
}

/** The value of a Change, which is kept as JSON. */
function textOfJson(json: string): string[] {
  const value: unknown = JSON.parse(json);
  return typeof value === 'string' ? [value] : [];
}

function asTold(account: Account): Account {
  if (account.retiredAt === undefined) return account;
  return { ...account, status: 'departed', departedAt: account.departedAt ?? account.retiredAt };
}

function withoutNulls(bag: object): object {
  return Object.fromEntries(Object.entries(bag).filter(([, value]) => value !== null));
}
