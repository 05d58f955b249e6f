import type { Account } from './accounts.ts';

/** Addresses that belong to a function and not to a person. */
const SHARED_MAILBOX =
  /^(admin|administrator|root|info|support|help|helpdesk|noreply|no-reply|security|devops|ops|team|billing|hr|it|service|svc|bot|accounts|contact|office|sales|finance|legal|press|jobs|recruiting|postmaster|webmaster|abuse|marketing|platform|engineering|data|everyone|all)([._+-].*)?$/;

/** Words that a machine's login begins or ends with. A dot joins a person's names, so before a dot only the plainest count. */
const MACHINE =
  /^(?:svc|service|sa|srv|bot|robot|ci|cd|automation|deploy|deployer|pipeline|jenkins|terraform|github|gitlab|runner|integration|system)[-_]|^(?:svc|service-account)\.|[-_.](?:bot|robot|svc|ci|cd|automation|deploy|deployer|pipeline|runner|sync|daemon|integration|service)$|\[bot\]$/;

/** Is it an address of a function: `support@`, `team-payments@`? */
export function isSharedMailbox(address: string): boolean {
  return SHARED_MAILBOX.test(localPart(address));
}

/**
 * What stands behind an account that its system lists among people. A worker, and whoever has an employee id, is a person
 * whatever the login looks like; a machine account that bears a person's name is none. GitHub gives the logins of Apps
 * the suffix `[bot]` (https://docs.github.com/en/rest/users/users).
 */
export function natureOf(account: Account): 'person' | 'shared' | 'machine' {
  if (account.kind === 'worker' || account.employeeId !== undefined) return 'person';
  const names = [account.login, account.email].filter((one) => one !== undefined).map(localPart);
  if (names.some((name) => MACHINE.test(name))) return 'machine';
  return names.some((name) => SHARED_MAILBOX.test(name)) ? 'shared' : 'person';
}

function localPart(address: string): string {
  return (address.toLowerCase().split('@')[0] ?? '').replace(/\+.*$/, '');
}
