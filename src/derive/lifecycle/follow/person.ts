import type { Graph } from '../../../graph/index.ts';
import { type Account, PERSON_KINDS } from '../../people/accounts.ts';
import { peopleOf } from '../../people/job.ts';
import { type Directory, type Identified, recordsOf } from '../../people/records.ts';
import { accountsAround } from './accounts.ts';
import { compared, type LimitedFacts } from './facts.ts';

const CLAIM = 'derive:graph/people';

interface PersonFacts extends LimitedFacts {
  /** Keys of the people, sorted. */
  readonly people: readonly string[];
}

/**
 * The people behind some accounts, as deriving all people would give them, when who has which account is as before: what changed is
 * their status alone. `undefined`: more may have changed, and all people have to be derived. `now`: UTC.
 */
export async function personFacts(
  graph: Graph,
  accounts: readonly string[],
  now: string,
): Promise<PersonFacts | undefined> {
  const around = await accountsAround(graph, accounts);
  if (around === undefined) return undefined;
  const people = peopleOf(around);
  const isKnown = people.every(({ cluster, id }) => cluster.accounts.some(({ humanId }) => humanId === id));
  if (!isKnown || !(await areAsBefore(graph, people, around))) return undefined;
  const directory = await directoryFor(graph, around);
  if (directory === undefined) return undefined;
  const records = people.flatMap((person) => [...recordsOf(person, directory, now)]);
  const ids = people.map(({ id }) => id).sort();
  const types = ['REPORTS_TO', 'SPONSORED_BY', 'MEMBER_OF'] as const;
  const { gone } = await compared(graph, { from: ids, types, claim: CLAIM }, records);
  return { people: ids, records, gone };
}

const HOLDERS = `
  UNWIND $in.ids AS id MATCH (p:Principal {id: id})
  RETURN id, [(h:Human)-[:HAS_ACCOUNT]->(p) | h.id] AS humans`;

/** Each account that is there belongs to the person it belonged to, and to nobody else. */
async function areAsBefore(
  graph: Graph,
  people: readonly Identified[],
  accounts: readonly Account[],
): Promise<boolean> {
  const owners = new Map(people.flatMap(({ cluster, id }) => cluster.accounts.map((one) => [one.id, id] as const)));
  const rows = await graph.read(HOLDERS, { in: { ids: accounts.map(({ id }) => id) } });
  const before = new Map(rows.map((row) => [row['id'] as string, row['humans'] as string[]]));
  return accounts.every((account) => {
    const owner = owners.get(account.id);
    const wanted = owner === undefined || account.retiredAt !== undefined ? [] : [owner];
    const given = before.get(account.id) ?? [];
    return given.length === wanted.length && given[0] === wanted[0];
  });
}

const NAMED = `
  UNWIND $in.accounts AS name MATCH (p:Principal {id: name})
  RETURN name, [(h:Human)-[:HAS_ACCOUNT]->(p) | h.id] AS now,
         [(h:Human)-[:HAS_ACCOUNT_WAS]->(p) WHERE coalesce(h.status, '') <> 'merged' | h.id] AS earlier
  UNION ALL
  UNWIND $in.emails AS name MATCH (p:Principal) WHERE p.email IN [name, toLower(name)] AND p.kind IN $in.kinds AND p.known
  RETURN toLower(name) AS name, [(h:Human)-[:HAS_ACCOUNT]->(p) | h.id] AS now,
         [(h:Human)-[:HAS_ACCOUNT_WAS]->(p) WHERE coalesce(h.status, '') <> 'merged' | h.id] AS earlier`;

/** Finds those whom the accounts name as managers and sponsors. `undefined`: a name is that of more than one person. */
async function directoryFor(graph: Graph, accounts: readonly Account[]): Promise<Directory | undefined> {
  const named = accounts.flatMap(({ managers, sponsors }) => [...managers, ...sponsors]);
  const emails = accounts.flatMap(({ managerEmail, sponsorEmail }) => [managerEmail ?? [], sponsorEmail ?? []].flat());
  const rows = await graph.read(NAMED, { in: { accounts: named, emails, kinds: PERSON_KINDS } });
  const people = new Map<string, Set<string>>();
  for (const row of rows) {
    const [now, earlier] = [row['now'] as string[], row['earlier'] as string[]];
    const found = people.get(row['name'] as string) ?? new Set();
    people.set(row['name'] as string, new Set([...found, ...(now.length > 0 ? now : earlier)]));
  }
  if ([...people.values()].some(({ size }) => size > 1)) return undefined;
  const one = (name: string | undefined): string | undefined => [...(people.get(name ?? '') ?? [])][0];
  return { ofAccount: one, ofEmail: (email) => one(email?.toLowerCase()) };
}
