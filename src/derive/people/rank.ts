import type { Account } from './accounts.ts';

const RANK = ['hr', 'okta', 'entra', 'aws', 'github'];

/** HR, Okta and Entra: ranks below this one know who has left. */
export const VOUCHES = 3;

/** How well the account's system knows people: systems of record first. */
export function rankOf({ system }: Account): number {
  const rank = RANK.indexOf(system);
  return rank < 0 ? RANK.length : rank;
}
