import type { Row } from '../../graph/index.ts';
import { instantOf } from '../../lib/clock.ts';
import { edge, node, ref } from '../../schema/index.ts';
import { deriveJob } from '../job.ts';
import { type Account, readAccounts } from './accounts.ts';
import { assignHumanIds } from './ids.ts';
import { type Cluster, clusterAccounts } from './merge.ts';
import { natureOf } from './nature.ts';
import { byRank, personOf } from './person.ts';
import { proposeMerges } from './propose.ts';

/**
 * People, merged from accounts on verified keys; their managers, sponsors and teams. Undone by taking the accounts apart:
 * when the key that joined them goes, so does the merge. Weak hints only propose (`MAY_BE`).
 */
export const peopleJob = deriveJob({
  id: 'people',
  title: 'People from accounts',
  reads: ['Principal', 'Team'],
  writes: ['Human', 'HAS_ACCOUNT', 'REPORTS_TO', 'SPONSORED_BY', 'MEMBER_OF', 'MERGED_INTO', 'MAY_BE'],
  async *run({ graph, clock }) {
    const accounts: Account[] = [];
    for await (const account of readAccounts(graph)) accounts.push(account);
    const people = peopleOf(accounts);
    const directory = new Directory(people);
    const now = instantOf(clock.now());
    for (const { cluster, id } of people) {
      const { id: _same, ...props } = personOf(cluster, id, now);
      yield node('Human', id, props);
      for (const account of cluster.accounts.filter((one) => one.retiredAt === undefined)) {
        yield edge('HAS_ACCOUNT', ref('Human', id), ref('Principal', account.id), {
          basis: cluster.basis.get(account.id) ?? 'its own record',
        });
      }
      yield* relations(cluster, id, directory);
    }
    yield* proposals(people);
    yield* merged(
      people,
      await graph.read('MATCH (a:Human)-[:MERGED_INTO]->(b:Human) RETURN a.id AS old, b.id AS kept'),
    );
  },
});

/** A person's accounts with the person's key. */
export interface Identified {
  readonly cluster: Cluster;
  readonly id: string;
}

/** The people behind accounts. An account of a machine or of a function alone is nobody. */
export function peopleOf(accounts: readonly Account[]): Identified[] {
  const clusters = clusterAccounts(accounts).filter((cluster) => cluster.accounts.some(isSomebody));
  const ids = assignHumanIds(clusters);
  return clusters.map((cluster, index) => ({ cluster, id: ids[index] ?? '' }));
}

function isSomebody(account: Account): boolean {
  return natureOf(account) === 'person';
}

function* proposals(people: readonly Identified[]) {
  for (const { pair, basis } of proposeMerges(people.map(({ cluster }) => cluster))) {
    const [a, b] = pair.map((index) => people[index]?.id ?? '').sort();
    if (a !== undefined && b !== undefined) yield edge('MAY_BE', ref('Human', a), ref('Human', b), { basis });
  }
}

/** Finds people by the accounts and addresses that name them. */
class Directory {
  readonly #byAccount = new Map<string, string>();
  readonly #byEmail = new Map<string, string>();

  constructor(people: readonly Identified[]) {
    for (const { cluster, id } of people) {
      for (const account of cluster.accounts) {
        this.#byAccount.set(account.id, id);
        if (account.email !== undefined) this.#byEmail.set(account.email.toLowerCase(), id);
      }
    }
  }

  ofAccount(id: string): string | undefined {
    return this.#byAccount.get(id);
  }

  ofEmail(email: string | undefined): string | undefined {
    return email === undefined ? undefined : this.#byEmail.get(email.toLowerCase());
  }
}

/** Manager, sponsor and teams, each from the first system that names one. */
function* relations(cluster: Cluster, id: string, directory: Directory) {
  const ranked = byRank(cluster);
  const manager = firstPerson(
    ranked,
    directory,
    (one) => one.managers,
    (one) => one.managerEmail,
  );
  if (manager !== undefined && manager !== id) yield edge('REPORTS_TO', ref('Human', id), ref('Human', manager), {});
  const sponsor = firstPerson(
    ranked,
    directory,
    (one) => one.sponsors,
    (one) => one.sponsorEmail,
  );
  if (sponsor !== undefined && sponsor !== id) yield edge('SPONSORED_BY', ref('Human', id), ref('Human', sponsor), {});
  const teams = ranked.find((one) => one.teams.length > 0)?.teams ?? [];
  for (const team of teams) {
    const props = team.role === undefined || team.role === null ? {} : { role: team.role };
    yield edge('MEMBER_OF', ref('Human', id), ref('Team', team.id), props);
  }
}

function firstPerson(
  ranked: readonly Account[],
  directory: Directory,
  accounts: (one: Account) => readonly string[],
  email: (one: Account) => string | undefined,
): string | undefined {
  for (const one of ranked) {
    const found = accounts(one)
      .map((account) => directory.ofAccount(account))
      .find((human) => human !== undefined);
    const person = found ?? directory.ofEmail(email(one));
    if (person !== undefined) return person;
  }
  return undefined;
}

/** Those who turned out to be another: the old key stays, and leads to the one that is kept. */
function* merged(people: readonly Identified[], known: readonly Row[]) {
  const living = new Set(people.map(({ id }) => id));
  const keptBy = new Map(known.map((row) => [row['old'] as string, row['kept'] as string]));
  for (const { cluster, id } of people) {
    for (const { humanId } of cluster.accounts) if (humanId !== undefined && humanId !== id) keptBy.set(humanId, id);
  }
  for (const [old, kept] of keptBy) {
    if (living.has(old)) continue;
    yield node('Human', old, { status: 'merged' });
    yield edge('MERGED_INTO', ref('Human', old), ref('Human', kept), {});
  }
}
