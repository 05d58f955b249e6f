import type { Account } from './accounts.ts';
import type { Cluster } from './merge.ts';

/** Two people who may be one: shown, never merged. */
export interface Proposal {
  /** Indexes of the clusters, the smaller one first. */
  readonly pair: readonly [number, number];
  /** What speaks for it, in words. */
  readonly basis: readonly string[];
}

/** A hint that more clusters share says nothing about any two of them. */
const MOST_SHARING = 4;
/** A login this short is anybody's. */
const SHORTEST_LOGIN = 5;

/**
 * Weak hints: a name, a login that is the beginning of an address, an e-mail that nobody vouched for. Proposed are pairs
 * of which one at least has no employee id: two employees of one name are two people.
 */
export function proposeMerges(clusters: readonly Cluster[]): Proposal[] {
  const found = new Map<string, { readonly pair: readonly [number, number]; readonly basis: string[] }>();
  for (const { says, holders } of hintsOf(clusters)) {
    for (const [a, b] of pairsOf(holders)) {
      if (isAnchored(clusters[a]) && isAnchored(clusters[b])) continue;
      const known = found.get(`${a} ${b}`);
      if (known === undefined) found.set(`${a} ${b}`, { pair: [a, b], basis: [says] });
      else known.basis.push(says);
    }
  }
  return [...found.values()].map(({ pair, basis }) => ({ pair, basis: [...new Set(basis)].sort() }));
}

function hintsOf(clusters: readonly Cluster[]): { says: string; holders: ReadonlySet<number> }[] {
  const byHint = new Map<string, { says: string; holders: Set<number> }>();
  clusters.forEach(({ accounts }, index) => {
    for (const { key, says } of accounts.flatMap(hintsOfAccount)) {
      const known = byHint.get(key);
      if (known === undefined) byHint.set(key, { says, holders: new Set([index]) });
      else known.holders.add(index);
    }
  });
  return [...byHint.values()].filter(({ holders }) => holders.size > 1 && holders.size <= MOST_SHARING);
}

function hintsOfAccount(account: Account): { key: string; says: string }[] {
  const name = normalised(account.name);
  const email = account.email?.toLowerCase();
  const logins = [account.login, email].flatMap((one) => loginOf(one) ?? []);
  return [
    ...(name?.includes(' ') === true ? [{ key: `name ${name}`, says: `both are called ${account.name ?? name}` }] : []),
    ...(email === undefined ? [] : [{ key: `email ${email}`, says: `both give the e-mail ${email}` }]),
    ...logins.map((login) => ({ key: `login ${login}`, says: `both use the login ${login}` })),
  ];
}

/** `Håkon Lindqvist-Mbeki` and `hakon lindqvist mbeki` are one name. */
function normalised(name: string | undefined): string | undefined {
  const plain = name
    ?.normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return plain === '' ? undefined : plain;
}

/** `una.berg@corp.example`, `una-berg` and `unaberg` are one login. */
function loginOf(login: string | undefined): string | undefined {
  const local = (login?.toLowerCase().split('@')[0] ?? '').replaceAll(/[^\p{L}\p{N}]/gu, '');
  return local.length >= SHORTEST_LOGIN ? local : undefined;
}

function pairsOf(holders: ReadonlySet<number>): [number, number][] {
  const all = [...holders].sort((a, b) => a - b);
  return all.flatMap((a, at) => all.slice(at + 1).map((b): [number, number] => [a, b]));
}

function isAnchored(cluster: Cluster | undefined): boolean {
  return cluster?.accounts.some(({ employeeId }) => employeeId !== undefined) === true;
}
