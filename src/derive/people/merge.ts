import type { Account } from './accounts.ts';
import { type IdentityKey, identityKeys, KEY_CLASSES, type KeyClass, ownKey } from './keys.ts';
import { rankOf } from './rank.ts';
import { DisjointSets } from './sets.ts';

/** The accounts of one person, with the key that joined each. */
export interface Cluster {
  readonly accounts: readonly Account[];
  /** By account id: why it belongs here. */
  readonly basis: ReadonlyMap<string, string>;
  /** Keys that would have joined it with somebody else, in words. */
  readonly conflicts: readonly string[];
}

/** Those that share one key. */
interface Shared {
  readonly key: string;
  readonly basis: string;
  readonly holders: readonly number[];
}

/**
 * Groups accounts that share a verified key, the surest class of keys first. Two different employee ids are two people,
 * unless HR itself names the earlier one (a rehire): what would join them does not, and is told as a conflict. Of an
 * address that two people had, accounts without employee id go to the one who is there now; when that is not one, to
 * nobody. The order of the accounts does not matter.
 */
export function clusterAccounts(given: readonly Account[]): Cluster[] {
  const accounts = [...given].sort((a, b) => (a.id < b.id ? -1 : 1));
  const merge = new Merge(accounts);
  const keys = accounts.map(identityKeys);
  for (const name of KEY_CLASSES) for (const shared of sharedOf(name, accounts, keys)) merge.take(name, shared);
  return merge.clusters();
}

function sharedOf(name: KeyClass, accounts: readonly Account[], keys: readonly IdentityKey[][]): Shared[] {
  const byKey = new Map<string, { basis: string; holders: number[]; says: boolean }>();
  const add = (key: string, basis: string, index: number, says: boolean): void => {
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, { basis, holders: [index], says });
    else {
      known.holders.push(index);
      if (says && !known.says) Object.assign(known, { basis, says });
    }
  };
  const wanted = (one: KeyClass): boolean => one === name || (name === 'former' && one === 'address');
  keys.forEach((all, index) => {
    for (const one of all) if (wanted(one.class)) add(one.key, one.basis, index, one.class === name);
  });
  const told = [...byKey].filter(([, { says }]) => says);
  if (name === 'identifier') addOwners(accounts, new Map(told));
  return told
    .filter(([, { holders }]) => holders.length > 1)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { basis, holders }]) => ({ key, basis, holders }));
}

/** The accounts whose own id another account names. */
function addOwners(accounts: readonly Account[], told: ReadonlyMap<string, { readonly holders: number[] }>): void {
  accounts.forEach((account, index) => {
    const holders = told.get(ownKey(account))?.holders;
    if (holders !== undefined && !holders.includes(index)) holders.push(index);
  });
}

class Merge {
  readonly #accounts: readonly Account[];
  readonly #sets: DisjointSets;
  /** Employee ids by root. Several: HR says that they are one person's. */
  readonly #employees = new Map<number, ReadonlySet<string>>();
  readonly #basis = new Map<number, string>();
  readonly #conflicts = new Map<number, Set<string>>();

  constructor(accounts: readonly Account[]) {
    this.#accounts = accounts;
    this.#sets = new DisjointSets(accounts.length);
    accounts.forEach(({ employeeId }, index) => {
      if (employeeId !== undefined) this.#employees.set(index, new Set([employeeId.toLowerCase()]));
    });
  }

  take(name: KeyClass, shared: Shared): void {
    const roots = [...new Set(shared.holders.map((index) => this.#sets.find(index)))];
    const before = name === 'address' || name === 'former' ? this.#beforeOthers(roots) : [];
    for (const root of before) this.#conflict(root, `${shared.basis} was given to somebody else`);
    for (const some of [roots.filter((root) => !before.includes(root)), before]) this.#takeFrom(name, shared, some);
  }

  #takeFrom(name: KeyClass, shared: Shared, roots: readonly number[]): void {
    const anchored = roots.filter((root) => this.#employees.has(root));
    if (name === 'employee' || anchored.length < 2) this.#join(roots, shared);
    else this.#contested(name, shared, roots, anchored);
  }

  /** Those who had gone when one who is here began: they had the address before. */
  #beforeOthers(roots: readonly number[]): number[] {
    const here = roots.filter((root) => this.#isHere(root));
    const began = here.map((root) => this.#began(root)).filter((at) => at !== undefined);
    const latest = began.sort().at(-1);
    return roots.filter((root) => {
      const ended = here.includes(root) ? undefined : this.#ended(root);
      return latest !== undefined && ended !== undefined && ended < latest;
    });
  }

  #began(root: number): string | undefined {
    return this.#times(root, (one) => one.startedAt ?? one.createdAt)[0];
  }

  #ended(root: number): string | undefined {
    return this.#times(root, (one) => one.departedAt ?? one.retiredAt).at(-1);
  }

  #times(root: number, time: (one: Account) => string | undefined): string[] {
    const times = this.#sets.members(root).map((index) => {
      const one = this.#accounts[index];
      return one === undefined ? undefined : time(one);
    });
    return times.filter((at) => at !== undefined).sort();
  }

  /** More than one person has had the key: it goes to the one who has it now. */
  #contested(name: KeyClass, shared: Shared, roots: readonly number[], anchored: readonly number[]): void {
    const who = anchored.map((root) => [...(this.#employees.get(root) ?? [])].sort().join(', ')).sort();
    for (const root of anchored) this.#conflict(root, `${shared.basis} is shared by ${who.join(' and ')}`);
    const here = anchored.filter((root) => this.#isHere(root));
    const [only] = here;
    if (name === 'identifier' || name === 'former' || here.length !== 1 || only === undefined) return;
    this.#join([only, ...roots.filter((root) => !anchored.includes(root) && this.#isHere(root))], shared);
  }

  #join(roots: readonly number[], { basis, holders }: Shared): void {
    const [first, ...others] = roots;
    if (first === undefined || others.length === 0) return;
    const employees = new Set(roots.flatMap((root) => [...(this.#employees.get(root) ?? [])]));
    const conflicts = new Set(roots.flatMap((root) => [...(this.#conflicts.get(root) ?? [])]));
    for (const other of others) this.#sets.join(first, other);
    const root = this.#sets.find(first);
    if (employees.size > 0) this.#employees.set(root, employees);
    if (conflicts.size > 0) this.#conflicts.set(root, conflicts);
    for (const index of holders)
      if (this.#sets.find(index) === root && !this.#basis.has(index)) this.#basis.set(index, basis);
  }

  #conflict(root: number, words: string): void {
    this.#conflicts.set(root, new Set([...(this.#conflicts.get(root) ?? []), words]));
  }

  /** The systems that know best say nothing that ended: HR, where it has them, before the directories, before the rest. */
  #isHere(root: number): boolean {
    const all = this.#sets.members(root).flatMap((index) => this.#accounts[index] ?? []);
    const best = Math.min(...all.map(rankOf));
    return all.some((one) => rankOf(one) === best && one.retiredAt === undefined && one.status !== 'departed');
  }

  clusters(): Cluster[] {
    const byRoot = Map.groupBy(this.#accounts.keys(), (index) => this.#sets.find(index));
    return [...byRoot].map(([root, members]) => ({
      accounts: members.flatMap((index) => this.#accounts[index] ?? []),
      basis: new Map(
        members.flatMap((index) => {
          const [id, words] = [this.#accounts[index]?.id, this.#basis.get(index)];
          return id === undefined || words === undefined ? [] : [[id, words] as const];
        }),
      ),
      conflicts: [...(this.#conflicts.get(root) ?? [])].sort(),
    }));
  }
}
