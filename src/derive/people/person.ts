import type { Account } from './accounts.ts';
import type { Cluster } from './merge.ts';

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

const RANK = ['hr', 'okta', 'entra', 'aws', 'github'];

export function rankOf(account: Account): number {
  const rank = RANK.indexOf(account.system);
  return rank < 0 ? RANK.length : rank;
}

/** The cluster's accounts: live ones before retired ones, systems of record first. */
export function byRank(cluster: Cluster): Account[] {
  return [...cluster.accounts].sort(
    (a, b) =>
      Number(a.retiredAt !== undefined) - Number(b.retiredAt !== undefined) ||
      rankOf(a) - rankOf(b) ||
      (a.id < b.id ? -1 : 1),
  );
}

/**
 * `human:<employee id>`, else `human:<primary e-mail>`, else after the account itself. A key that was given before is
 * kept for ever: findings and confirmed owners hang on it.
 */
export function humanIdOf(cluster: Cluster): string {
  const ranked = byRank(cluster);
  const before = ranked.map((account) => account.humanId).filter((id) => id !== undefined);
  const employeeId = first(ranked, 'employeeId');
  const email = first(ranked, 'email');
  return [...before].sort()[0] ?? `human:${employeeId ?? email?.toLowerCase() ?? ranked[0]?.id ?? ''}`;
}

/** Puts the person together. `now`: UTC instant against which future departures are judged. */
export function personOf(cluster: Cluster, id: string, now: string): Person {
  const ranked = byRank(cluster);
  const verdict = statusOf(ranked, now);
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
    .flatMap((account) => [account.email, account.login])
    .filter((one) => one !== undefined && one !== primary);
  return all.length === 0 ? undefined : [...new Set(all as string[])].sort();
}

type Status = Pick<Person, 'status' | 'departedAt' | 'statusSource' | 'conflicts'>;

/**
 * The word of the first system of record that has one: HR before identity providers before the rest. A system that
 * contradicts it is told as a conflict. Somebody whose last day is to come is active until then.
 */
function statusOf(ranked: readonly Account[], now: string): Status {
  const judged = ranked
    .map((account) => ({ account, status: accountStatus(account, now) }))
    .filter(({ status }) => status !== undefined);
  const decisive = judged[0];
  if (decisive === undefined) return { status: 'unknown' };
  const status = decisive.status ?? 'unknown';
  const others = judged.filter(
    (one) => one.status !== status && one.account.retiredAt === undefined && rankOf(one.account) <= 2,
  );
  return {
    status,
    statusSource: decisive.account.id,
    departedAt: departureOf(ranked, decisive.account, status),
    ...(others.length === 0
      ? {}
      : {
          conflicts: others
            .map((one) => `${decisive.account.system} says ${status}, ${one.account.system} says ${one.status}`)
            .sort(),
        }),
  };
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
