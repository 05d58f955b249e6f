import type { Mark } from '../../collect/index.ts';
import type { Json } from './fields.ts';

/** What a list is about besides the organisation. */
export interface Parent {
  readonly team?: string;
  readonly repository?: string;
  readonly environment?: string;
}

/** One item of a list, with the parent that its own fields do not name. The same from a file and from the API. */
export interface GithubRaw extends Parent {
  readonly item: Json;
  /** Role in the team, told by the query that found the member. */
  readonly role?: string;
}

/** One list (or single object) as a file holds it. */
export interface ListFile {
  readonly step: string;
  /** Name of the file, without `.json`, that holds the raw answer. */
  readonly file: string;
  readonly per: 'organisation' | 'team' | 'repository' | 'environment';
  /** The field that holds the list, where the answer is an object. */
  readonly key?: string;
  /** The answer is one object, not a list. */
  readonly single?: true;
  /** The GraphQL connection that may stand in the file instead of the REST list. */
  readonly connection?: readonly string[];
  /** What every item has. */
  readonly mark: Mark;
  /** What an item from a file lacks to be complete. */
  readonly lacks?: (item: Json) => string | undefined;
}

/** One list (or single object) of the REST API, declared once for the live client and for files. */
export interface Endpoint extends ListFile {
  readonly path: (org: string, parent: Parent) => string;
}

const seg = encodeURIComponent;
const orgPath =
  (rest: string) =>
  (org: string): string =>
    `/orgs/${seg(org)}${rest}`;
const repoPath =
  (rest: string) =>
  (org: string, { repository = '', environment = '' }: Parent): string =>
    `/repos/${seg(org)}/${seg(repository)}${rest.replace('{environment}', seg(environment))}`;
const teamPath =
  (rest: string) =>
  (org: string, { team = '' }: Parent): string =>
    `/orgs/${seg(org)}/teams/${seg(team)}${rest}`;

function lacksRepositories(item: Json): string | undefined {
  if (item['repository_selection'] !== 'subset' || Array.isArray(item['repositories'])) return undefined;
  return 'the token is for selected repositories, and its list of repositories is not in the file';
}

/** https://docs.github.com/en/rest, version 2022-11-28 */
export const ENDPOINTS = {
  outsideCollaborators: {
    step: 'outside-collaborators',
    file: 'outside-collaborators',
    per: 'organisation',
    mark: ['login', 'id'],
    path: orgPath('/outside_collaborators'),
  },
  teams: { step: 'teams', file: 'teams', per: 'organisation', mark: ['slug', 'id'], path: orgPath('/teams') },
  teamMembers: {
    step: 'team-members',
    file: 'members',
    per: 'team',
    mark: ['login', 'id'],
    path: teamPath('/members'),
  },
  teamRepositories: {
    step: 'team-repositories',
    file: 'repositories',
    per: 'team',
    mark: ['full_name', 'private'],
    path: teamPath('/repos'),
  },
  organisation: {
    step: 'organisation',
    file: 'organization',
    per: 'organisation',
    mark: ['login', 'id'],
    path: orgPath(''),
    single: true,
  },
  repositories: {
    step: 'repositories',
    file: 'repositories',
    per: 'organisation',
    mark: ['full_name', 'private'],
    path: orgPath('/repos?type=all'),
  },
  collaborators: {
    step: 'collaborators',
    file: 'collaborators',
    per: 'repository',
    mark: ['login', 'permissions|role_name'],
    path: repoPath('/collaborators?affiliation=direct'),
  },
  deployKeys: {
    step: 'deploy-keys',
    file: 'deploy-keys',
    per: 'repository',
    mark: ['key', 'read_only'],
    path: repoPath('/keys'),
  },
  environments: {
    step: 'environment-secrets',
    file: 'environments',
    per: 'repository',
    mark: ['name'],
    path: repoPath('/environments'),
    key: 'environments',
  },
  installations: {
    step: 'installations',
    file: 'installations',
    per: 'organisation',
    mark: ['app_id', 'permissions'],
    path: orgPath('/installations'),
    key: 'installations',
  },
  fineGrainedTokens: {
    step: 'fine-grained-tokens',
    file: 'personal-access-tokens',
    per: 'organisation',
    mark: ['token_id', 'permissions'],
    path: orgPath('/personal-access-tokens'),
    lacks: lacksRepositories,
  },
  credentialAuthorizations: {
    step: 'classic-tokens',
    file: 'credential-authorizations',
    per: 'organisation',
    mark: ['login', 'credential_id'],
    path: orgPath('/credential-authorizations'),
  },
  copilotSeats: {
    step: 'copilot-seats',
    file: 'copilot-seats',
    per: 'organisation',
    mark: ['assignee'],
    path: orgPath('/copilot/billing/seats'),
    key: 'seats',
  },
  cloudAgent: {
    step: 'cloud-agent',
    file: 'coding-agent-permissions',
    per: 'organisation',
    mark: ['enabled_repositories'],
    path: orgPath('/copilot/coding-agent/permissions'),
    single: true,
  },
  cloudAgentRepositories: {
    step: 'cloud-agent-repositories',
    file: 'coding-agent-repositories',
    per: 'organisation',
    mark: ['full_name'],
    path: orgPath('/copilot/coding-agent/permissions/repositories'),
    key: 'repositories',
  },
  oidcSubject: {
    step: 'oidc-subject-customisation',
    file: 'oidc-subject-customization',
    per: 'organisation',
    mark: ['include_claim_keys'],
    path: orgPath('/actions/oidc/customization/sub'),
    single: true,
  },
  repositoryOidcSubject: {
    step: 'repository-oidc-subjects',
    file: 'oidc-subject-customization',
    per: 'repository',
    mark: ['include_claim_keys|use_default'],
    path: repoPath('/actions/oidc/customization/sub'),
    single: true,
  },
} as const satisfies Record<string, Endpoint>;

/** Lists of secret names: the same shape for every store, in the organisation and in a repository. */
export function secretEndpoint(store: string, per: 'organisation' | 'repository' | 'environment'): Endpoint {
  const file = `${store}-secrets`;
  const key = 'secrets';
  const mark = ['name', 'created_at'];
  if (per === 'organisation') return { step: file, file, per, key, mark, path: orgPath(`/${store}/secrets`) };
  if (per === 'repository')
    return { step: `repository-${file}`, file, per, key, mark, path: repoPath(`/${store}/secrets`) };
  return { step: 'environment-secrets', file, per, key, mark, path: repoPath('/environments/{environment}/secrets') };
}

/** Lists that the GraphQL API alone gives in full; a file may hold its answers, or the REST list of members. */
export const GRAPHQL_ENDPOINTS = {
  members: {
    step: 'members',
    file: 'members',
    per: 'organisation',
    mark: ['node|login'],
    connection: ['membersWithRole'],
  },
  externalIdentities: {
    step: 'external-identities',
    file: 'external-identities',
    per: 'organisation',
    mark: ['node'],
    connection: ['samlIdentityProvider', 'externalIdentities'],
  },
  codeOwners: {
    step: 'code-owners',
    file: 'code-owners',
    per: 'organisation',
    mark: ['node'],
    connection: ['repositories'],
  },
} as const satisfies Record<string, ListFile>;
