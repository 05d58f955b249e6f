import type { Account } from './accounts.ts';
import type { Cluster } from './merge.ts';
import { byRank } from './person.ts';

/**
 * The key of each cluster, in their order: `human:<employee id>`, else `human:<primary e-mail>`, else after the account
 * itself. A key that was given before is kept for ever, because findings and confirmed owners hang on it; when a person is
 * taken apart it stays with the part that has its employee id, else with the part whose systems rank first, and the
 * others get keys of their own.
 */
export function assignHumanIds(clusters: readonly Cluster[]): string[] {
  const claims = clusters
    .flatMap((cluster, index) => claimsOf(cluster).map((id) => ({ id, index, weight: weightOf(cluster, id) })))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : b.weight - a.weight || a.index - b.index));
  const given = new Map<number, string>();
  const taken = new Set<string>();
  for (const { id, index } of claims) {
    if (taken.has(id) || given.has(index)) continue;
    taken.add(id);
    given.set(index, id);
  }
  return clusters.map((cluster, index) => given.get(index) ?? freshId(cluster, taken));
}

function claimsOf(cluster: Cluster): string[] {
  return [...new Set(cluster.accounts.map(({ humanId }) => humanId).filter((id) => id !== undefined))];
}

/** Whose is the key: an employee id that it names, then how many accounts had it. */
function weightOf(cluster: Cluster, id: string): number {
  const named = cluster.accounts.some(({ employeeId }) => employeeId !== undefined && `human:${employeeId}` === id);
  const anchored = cluster.accounts.some(({ employeeId }) => employeeId !== undefined);
  const had = cluster.accounts.filter(({ humanId }) => humanId === id).length;
  return (named ? 1e6 : 0) + (anchored ? 1e3 : 0) + had;
}

function freshId(cluster: Cluster, taken: Set<string>): string {
  const ranked = byRank(cluster);
  const candidates = [
    employeeOf(ranked),
    ranked.find(({ email }) => email !== undefined)?.email?.toLowerCase(),
    ranked[0]?.id,
  ];
  const id = candidates
    .filter((one) => one !== undefined)
    .map((one) => `human:${one}`)
    .find((one) => !taken.has(one));
  const fresh = id ?? `human:${cluster.accounts.map((one) => one.id).join('+')}`;
  taken.add(fresh);
  return fresh;
}

/** The employee id of the account that is there now. */
function employeeOf(ranked: readonly Account[]): string | undefined {
  return ranked.find(({ employeeId }) => employeeId !== undefined)?.employeeId;
}
