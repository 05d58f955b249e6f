import type { GivenPermissions } from '../../collect/index.ts';
import type { OktaClient } from './client.ts';

/** Scopes of the service app's access token; an API token (SSWS) has its maker's rights, which Okta does not tell. */
export async function givenOf(client: OktaClient, needed: readonly string[]): Promise<GivenPermissions> {
  const scopes = await client.grantedScopes();
  if (scopes === undefined) return {};
  return Object.fromEntries(needed.map((text) => [text, scopes.includes(text) || scopes.includes(managing(text))]));
}

/** `okta.users.manage` includes `okta.users.read`. https://developer.okta.com/docs/api/oauth2/ */
function managing(scope: string): string {
  return scope.replace(/\.read$/, '.manage');
}
