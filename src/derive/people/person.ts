import type { Account } from './accounts.ts';
import type { Cluster } from './merge.ts';
import { rankOf, VOUCHES } from './rank.ts';

/** One person as the accounts tell it. Systems of record first; what contradicts is told. */
export interface Person {
  readonly id: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly aliases?: readonly string[] | undefined;
  readonly employeeId?: string | undefined;
  readonly status: 'active' | 'suspended' | 'departed' | 'unknown';
  readonly employment?: string | undefined;
  readonly title?: string | undefined;
  readonly startedAt?: string | undefined;
  readonly departedAt?: string | undefined;
  readonly statusSource?: string | undefined;
  readonly conflicts?: readonly string[] | undefined;
}

/** The cluster's accounts: live ones before retired ones, systems of record first; of one system, who is there and came last. */
export function byRank(cluster: Cluster): Account[] {
  return [...cluster.accounts].sort(
    (a, b) =>
      Number(a.retiredAt !== undefined) - Number(b.retiredAt !== undefined) ||
      rankOf(a) - rankOf(b) ||
      Number(a.status === 'departed') - Number(b.status === 'departed') ||
      compare(b.startedAt ?? '', a.startedAt ?? '') ||
      compare(a.id, b.id),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Puts the person together. `now`: UTC instant against which future departures are judged. */
export function personOf(cluster: Cluster, id: string, now: string): Person {
  const ranked = byRank(cluster);
  const { conflicts: contradictions = [], ...verdict } = statusOf(ranked, now);
  const conflicts = [...contradictions, ...cluster.conflicts];
  const email = first(ranked, 'email');
  return {
    id,
    name: first(ranked, 'name'),
    email,
    aliases: aliasesOf(ranked, email),
    employeeId: first(ranked, 'employeeId'),
    employment: first(ranked, 'employment'),
    title: first(ranked, 'title'),
    startedAt: first(ranked, 'startedAt'),
    ...verdict,
    ...(conflicts.length === 0 ? {} : { conflicts }),
  };
}

function first<K extends 'name' | 'email' | 'employeeId' | 'employment' | 'title' | 'startedAt'>(
  ranked: readonly Account[],
  key: K,
): string | undefined {
  return ranked.find((account) => account[key] !== undefined)?.[key];
}

function aliasesOf(ranked: readonly Account[], primary: string | undefined): readonly string[] | undefined {
  const all = ranked
    .flatMap((account) => [account.email, account.login, ...(account.formerEmails ?? [])])
    .filter((one) => one !== undefined && one !== primary);
  return all.length === 0 ? undefined : [...new Set(all as string[])].sort();
}

type Status = Pick<Person, 'status' | 'departedAt' | 'statusSource' | 'conflicts'>;

/**
 * The word of the first system of record that has one: HR before identity providers before the rest. Whoever of HR, Okta
 * and Entra says first that somebody left is believed, unless another engagement began after it or the same system has
 * them in another account. A system that contradicts is told as a conflict. Somebody whose last day is to come is active until then.
 */
function statusOf(ranked: readonly Account[], now: string): Status {
  const judged = ranked.flatMap((account) => {
    const status = accountStatus(account, now);
    return status === undefined ? [] : [{ account, status }];
  });
  const decisive = judged.find(({ account, status }) => status === 'departed' && isNews(account, judged)) ?? judged[0];
  if (decisive === undefined) return { status: 'unknown' };
  const { status } = decisive;
  const others = judged.filter(
    (one) => one.status !== status && one.account.retiredAt === undefined && rankOf(one.account) < VOUCHES,
  );
  const said = others.map(
    (one) => `${decisive.account.system} says ${status}, ${one.account.system} says ${one.status}`,
  );
  return {
    status,
    statusSource: decisive.account.id,
    departedAt: departureOf(ranked, decisive.account, status),
    ...(said.length === 0 ? {} : { conflicts: [...new Set(said)].sort() }),
  };
}

/** A departure, told by a system whose word on it counts, that nothing later contradicts. */
function isNews(account: Account, judged: readonly { readonly account: Account; readonly status: string }[]): boolean {
  if (rankOf(account) >= VOUCHES || account.retiredAt !== undefined) return false;
  const at = account.departedAt;
  return !judged.some(
    ({ account: other, status }) =>
      status !== 'departed' &&
      other.retiredAt === undefined &&
      (other.system === account.system || (rankOf(other) === 0 && (at === undefined || (other.startedAt ?? '') >= at))),
  );
}

function accountStatus(account: Account, now: string): Person['status'] | undefined {
  if (account.departedAt !== undefined && account.departedAt <= now) return 'departed';
  if (account.status === 'departed') return account.departedAt === undefined ? 'departed' : 'active';
  if (account.status === 'suspended' || account.status === 'active') return account.status;
  return undefined;
}

/** The day the deciding system names; else the earliest that another one does. */
function departureOf(ranked: readonly Account[], decisive: Account, status: Person['status']): string | undefined {
  if (decisive.departedAt !== undefined) return decisive.departedAt;
  if (status !== 'departed') return undefined;
  return ranked
    .map((account) => account.departedAt)
    .filter((at) => at !== undefined)
    .sort()[0];
}
