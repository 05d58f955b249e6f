import type { Account } from './accounts.ts';
import { type IdentityKey, identityKeys, ownKey } from './keys.ts';

/** The accounts of one person, with the key that joined each. */
export interface Cluster {
  readonly accounts: readonly Account[];
  /** By account id: why it belongs here. */
  readonly basis: ReadonlyMap<string, string>;
}

/**
 * Groups accounts that share a verified key. Two different employee ids in one group are two people: the accounts that
 * only an e-mail joins stay with the one whose worker record has it, and the conflict is told.
 */
export function clusterAccounts(accounts: readonly Account[]): Cluster[] {
  const sets = new DisjointSets(accounts.length);
  const holders = new Map<string, number>();
  const basis = new Map<string, string>();
  accounts.forEach((account, index) => {
    for (const { key, basis: words } of keysOf(account)) {
      const holder = holders.get(key);
      if (holder === undefined) holders.set(key, index);
      else if (sameEmployee(accounts, sets, holder, index)) {
        sets.join(holder, index);
        noteBasis(basis, accounts, holder, index, words);
      }
    }
  });
  return groups(accounts, sets).map((members) => ({ accounts: members, basis }));
}

function keysOf(account: Account): IdentityKey[] {
  return [...identityKeys(account), ownKey(account)];
}

function noteBasis(
  basis: Map<string, string>,
  accounts: readonly Account[],
  a: number,
  b: number,
  words: string,
): void {
  for (const index of [a, b]) {
    const id = accounts[index]?.id;
    if (id !== undefined && !basis.has(id)) basis.set(id, words);
  }
}

/** Would the merged group hold two employee ids? Then a shared mailbox or a recycled address is not a reason to merge. */
function sameEmployee(accounts: readonly Account[], sets: DisjointSets, a: number, b: number): boolean {
  const one = employeeOf(accounts, sets.members(a));
  const other = employeeOf(accounts, sets.members(b));
  return one === undefined || other === undefined || one === other;
}

function employeeOf(accounts: readonly Account[], members: readonly number[]): string | undefined {
  for (const index of members) {
    const id = accounts[index]?.employeeId;
    if (id !== undefined) return id.toLowerCase();
  }
  return undefined;
}

function groups(accounts: readonly Account[], sets: DisjointSets): Account[][] {
  const byRoot = new Map<number, Account[]>();
  accounts.forEach((account, index) => {
    const root = sets.find(index);
    const list = byRoot.get(root);
    if (list === undefined) byRoot.set(root, [account]);
    else list.push(account);
  });
  return [...byRoot.values()];
}

/** Union-find with member lists; smaller groups move into larger ones. */
class DisjointSets {
  readonly #parent: number[];
  readonly #members = new Map<number, number[]>();

  constructor(size: number) {
    this.#parent = Array.from({ length: size }, (_, index) => index);
  }

  find(index: number): number {
    let root = index;
    while (this.#parent[root] !== root) root = this.#parent[root] ?? root;
    this.#parent[index] = root;
    return root;
  }

  members(index: number): readonly number[] {
    const root = this.find(index);
    return this.#members.get(root) ?? [root];
  }

  join(a: number, b: number): void {
    const [rootA, rootB] = [this.find(a), this.find(b)];
    if (rootA === rootB) return;
    const [large, small] = this.members(rootA).length >= this.members(rootB).length ? [rootA, rootB] : [rootB, rootA];
    this.#members.set(large, [...this.members(large), ...this.members(small)]);
    this.#members.delete(small);
    this.#parent[small] = large;
  }
}
