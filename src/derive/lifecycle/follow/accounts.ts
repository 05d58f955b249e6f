import type { Graph } from '../../../graph/index.ts';
import { type Account, PERSON_KINDS, readAccounts } from '../../people/accounts.ts';

/** Accounts that hang together beyond this many are not told apart from all. */
const MOST_ACCOUNTS = 200;
/** Shorter values are in everybody's. */
const SHORTEST_VALUE = 3;

/** Accounts that share a value by which people are merged, or a person; more are found than would be merged, and none is missed. */
const SHARING = `
  MATCH (p:Principal) WHERE p.kind IN $in.kinds AND p.known AND NOT p.id IN $in.ids AND (
    toLower(p.email) IN $in.values OR toLower(p.login) IN $in.values OR toLower(p.employeeId) IN $in.values
    OR toLower(last(split(p.id, ':'))) IN $in.values
    OR any(one IN coalesce(p.externalIds, []) WHERE any(value IN $in.values WHERE toLower(one) ENDS WITH '=' + value))
    OR EXISTS { MATCH (c:Change {subject: p.id}) WHERE c.property = 'email' AND toLower(c.before) IN $in.quoted })
  RETURN p.id AS id
  UNION
  UNWIND $in.humans AS human MATCH (:Human {id: human})-[:HAS_ACCOUNT|HAS_ACCOUNT_WAS]->(p:Principal)
  WHERE p.kind IN $in.kinds AND p.known AND NOT p.id IN $in.ids RETURN p.id AS id`;

/**
 * Some accounts and all that hang together with them by anything that people are merged on, so that merging them alone gives what
 * merging all would. `undefined`: too many hang together.
 */
export async function accountsAround(graph: Graph, ids: readonly string[]): Promise<readonly Account[] | undefined> {
  const found = new Map<string, Account>();
  let wanted = ids;
  while (wanted.length > 0) {
    if (found.size + wanted.length > MOST_ACCOUNTS) return undefined;
    const fresh: Account[] = [];
    for await (const account of readAccounts(graph, wanted)) fresh.push(account);
    for (const account of fresh) found.set(account.id, account);
    const values = [...new Set(fresh.flatMap(valuesOf))];
    const humans = fresh.flatMap(({ humanId }) => humanId ?? []);
    const quoted = values.map((one) => JSON.stringify(one));
    const within = { kinds: PERSON_KINDS, ids: [...found.keys()], values, quoted, humans };
    const rows = await graph.read(SHARING, { in: within });
    wanted = rows.map((row) => row['id'] as string);
  }
  return [...found.values()];
}

/** Lower-case texts that a key of the account could be. */
function valuesOf({ id, email, login, employeeId, externalIds, formerEmails }: Account): string[] {
  const external = (externalIds ?? []).map((one) => one.slice(one.indexOf('=') + 1));
  const address = login?.includes('@') === true ? login : undefined;
  return [email, address, employeeId, id.slice(id.lastIndexOf(':') + 1), ...external, ...(formerEmails ?? [])]
    .filter((one) => one !== undefined)
    .map((one) => one.toLowerCase())
    .filter((one) => one.length >= SHORTEST_VALUE);
}
