import type { GivenPermissions } from '../../collect/index.ts';
import type { EntraClient } from './client.ts';

/** What `Directory.Read.All` allows as well, as each method's page says under its higher privileged permissions. */
const IN_DIRECTORY = ['Application.Read.All', 'Group.Read.All', 'GroupMember.Read.All', 'User.Read.All'];

/**
 * Application permissions in the access token (`roles`); nothing where the token cannot be read.
 * https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference
 */
export async function givenOf(client: EntraClient, needed: readonly string[]): Promise<GivenPermissions> {
  const roles = await client.tokenRoles();
  if (roles === undefined) return {};
  return Object.fromEntries(needed.map((text) => [text, includes(roles, /^[\w.-]+/.exec(text)?.[0] ?? text)]));
}

function includes(roles: readonly string[], permission: string): boolean {
  const writing = permission.replace('.Read.', '.ReadWrite.');
  if (roles.includes(permission) || roles.includes(writing)) return true;
  return (
    IN_DIRECTORY.includes(permission) &&
    (roles.includes('Directory.Read.All') || roles.includes('Directory.ReadWrite.All'))
  );
}
