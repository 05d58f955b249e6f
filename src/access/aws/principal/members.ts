import type { AwsPrincipal } from '../../types.ts';

export type Members = ReadonlyMap<string, readonly AwsPrincipal[]>;

/** Principals that act, by account: a group does not, its policies count for its members. */
export function membersByAccount(principals: Iterable<AwsPrincipal>): Members {
  const accounts = new Map<string, AwsPrincipal[]>();
  for (const principal of principals) {
    if (principal.kind === 'group') continue;
    const members = accounts.get(principal.account);
    if (members === undefined) accounts.set(principal.account, [principal]);
    else members.push(principal);
  }
  return accounts;
}
