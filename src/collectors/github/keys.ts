import { type NodeRef, node, ref, resourcePath } from '../../schema/index.ts';

/** GitHub takes login, organisation, team and repository names without regard to case: keys are lower case. */
const lower = (name: string): string => name.toLowerCase();

export function user(org: string, login: string): NodeRef<'Principal'> {
  return ref('Principal', `github:${lower(org)}:user:${lower(login)}`);
}

export function team(org: string, slug: string): NodeRef<'Principal'> {
  return ref('Principal', `github:${lower(org)}:team:${lower(slug)}`);
}

/** All members of the organisation: who has its base permission. */
export function allMembers(org: string): NodeRef<'Principal'> {
  return ref('Principal', `github:${lower(org)}:group:members`);
}

export function installation(org: string, id: string): NodeRef<'Principal'> {
  return ref('Principal', `github:${lower(org)}:installation:${id}`);
}

export function cloudAgentPrincipal(org: string): NodeRef<'Principal'> {
  return ref('Principal', `github:${lower(org)}:app:copilot-cloud-agent`);
}

export function pat(org: string, tokenId: string): NodeRef<'Credential'> {
  return ref('Credential', `github:${lower(org)}:pat:${tokenId}`);
}

export function appToken(org: string, installationId: string): NodeRef<'Credential'> {
  return ref('Credential', `github:${lower(org)}:app-token:${installationId}`);
}

export function deployKey(org: string, id: string): NodeRef<'Credential'> {
  return ref('Credential', `github:${lower(org)}:deploy-key:${id}`);
}

/** An SSH key, OAuth token or other credential that was authorised for the organisation's single sign-on. */
export function authorisedCredential(org: string, id: string): NodeRef<'Credential'> {
  return ref('Credential', `github:${lower(org)}:credential-authorization:${id}`);
}

export function organisation(org: string): NodeRef<'Resource'> {
  return ref('Resource', `github.com/${lower(org)}`);
}

export function repository(org: string, name: string): NodeRef<'Resource'> {
  return ref('Resource', `github.com/${lower(org)}/${lower(name)}`);
}

export function copilotAgent(org: string, login: string): NodeRef<'Agent'> {
  return ref('Agent', `github:${lower(org)}:agent:copilot/${lower(login)}`);
}

export function cloudAgent(org: string): NodeRef<'Agent'> {
  return ref('Agent', `github:${lower(org)}:agent:copilot-cloud-agent`);
}

/** The stores of secrets that GitHub keeps apart: a name may stand in each of them. */
export type SecretStore = 'actions' | 'agents' | 'dependabot' | 'codespaces';

/** Where a secret stands. Secret names are upper case whatever was typed. */
export interface SecretPlace {
  readonly repository?: string | undefined;
  readonly environment?: string | undefined;
}

export function secret(org: string, store: SecretStore, name: string, place: SecretPlace): NodeRef<'Resource'> {
  return ref('Resource', `github:${lower(org)}:${secretKind(store)}:${secretPath(name, place)}`);
}

export function secretKind(store: SecretStore): string {
  return store === 'agents' ? 'agent-secret' : `${store}-secret`;
}

export function secretPath(name: string, place: SecretPlace): string {
  const parts = [place.repository?.toLowerCase(), place.environment, name.toUpperCase()];
  return parts.filter((part) => part !== undefined).join('/');
}

export function organisationNode(org: string) {
  return node('Resource', organisation(org).id, {
    name: org,
    kind: 'github:organization',
    system: 'github',
    tenant: lower(org),
    path: resourcePath('github', lower(org), 'github:organization', undefined, lower(org)),
  });
}

/** The repository's name out of `owner/name`, or the text itself. */
export function repositoryName(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('/') + 1);
}
