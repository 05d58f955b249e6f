import { edge, node, ref } from '../../schema/index.ts';
import type { Account } from './accounts.ts';
import type { Cluster } from './merge.ts';
import { byRank, personOf } from './person.ts';

/** A person's accounts with the person's key. */
export interface Identified {
  readonly cluster: Cluster;
  readonly id: string;
}

/** Finds people by the accounts and addresses that name them. */
export interface Directory {
  readonly ofAccount: (id: string) => string | undefined;
  readonly ofEmail: (email: string | undefined) => string | undefined;
}

/** The directory of people that are all there are. */
export class PeopleDirectory implements Directory {
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

/** A person as graph records: the Human, their accounts, whom they report to, and their teams. `now`: UTC. */
export function* recordsOf({ cluster, id }: Identified, directory: Directory, now: string) {
  const { id: _same, ...props } = personOf(cluster, id, now);
  yield node('Human', id, props);
  for (const account of cluster.accounts.filter((one) => one.retiredAt === undefined)) {
    yield edge('HAS_ACCOUNT', ref('Human', id), ref('Principal', account.id), {
      basis: cluster.basis.get(account.id) ?? 'its own record',
    });
  }
  yield* relations(cluster, id, directory);
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
