import { step } from '../../collect/index.ts';
import type { Emit } from '../../schema/index.ts';
import type { GithubClient } from './client.ts';
import { ENDPOINTS, type Endpoint, type GithubRaw, GRAPHQL_ENDPOINTS, secretEndpoint } from './endpoints.ts';
import {
  fetchCloudAgentRepositories,
  fetchConnection,
  fetchEndpoint,
  fetchFineGrainedTokens,
  fetchTeamMembers,
} from './fetch.ts';
import { fetchAuditLog } from './fetch-audit.ts';
import type { SecretStore } from './keys.ts';
import * as apps from './map-apps.ts';
import { mapAuditEntry } from './map-audit.ts';
import * as code from './map-code.ts';
import * as credentials from './map-credentials.ts';
import * as people from './map-people.ts';
import { mapSecret } from './map-secrets.ts';
import { EXTERNAL_IDENTITIES_QUERY, MEMBERS_QUERY } from './queries.ts';

const one = <const X extends Emit>(spec: Parameters<typeof step<GithubClient, GithubRaw, X>>[0]) => step(spec);
const listOf = (endpoint: Endpoint) => ({
  id: endpoint.step,
  mode: 'snapshot' as const,
  fetch: (context: Parameters<typeof fetchEndpoint>[0]) => fetchEndpoint(context, endpoint),
});

const peopleSteps = [
  one({
    id: 'members',
    title: 'Members of the organisation',
    mode: 'snapshot',
    emits: ['Principal', 'Resource', 'MEMBER_OF', 'CAN'],
    permissions: ['organization permission Members: read (App)', 'read:org (token)'],
    notAvailable: {
      lastUsedAt: 'no sign-in time',
      email: 'only addresses of domains that the organisation has verified',
    },
    fetch: (context) => fetchConnection(context, GRAPHQL_ENDPOINTS.members, MEMBERS_QUERY),
    map: people.mapMember,
  }),
  one({
    id: 'external-identities',
    title: 'SAML and SCIM identities of the members',
    mode: 'snapshot',
    emits: ['Principal'],
    permissions: ['admin:org with a token of an owner'],
    fetch: (context) => fetchConnection(context, GRAPHQL_ENDPOINTS.externalIdentities, EXTERNAL_IDENTITIES_QUERY),
    map: people.mapExternalIdentity,
  }),
  one({
    ...listOf(ENDPOINTS.outsideCollaborators),
    title: 'Outside collaborators',
    emits: ['Principal'],
    permissions: ['organization permission Members: read'],
    map: people.mapOutsideCollaborator,
  }),
  one({
    ...listOf(ENDPOINTS.teams),
    title: 'Teams',
    emits: ['Principal', 'MEMBER_OF'],
    permissions: ['organization permission Members: read'],
    map: people.mapTeam,
  }),
  one({
    id: 'team-members',
    title: 'Members of each team',
    mode: 'snapshot',
    emits: ['MEMBER_OF'],
    permissions: ['organization permission Members: read'],
    fetch: fetchTeamMembers,
    map: people.mapTeamMember,
  }),
  one({
    ...listOf(ENDPOINTS.teamRepositories),
    title: 'Repositories of each team',
    emits: ['CAN'],
    permissions: ['organization permission Members: read', 'repository permission Metadata: read'],
    map: people.mapTeamRepository,
  }),
];

const codeSteps = [
  one({
    ...listOf(ENDPOINTS.organisation),
    title: 'The organisation and its base permission',
    emits: ['Resource', 'CAN'],
    permissions: ['organization permission Administration: read (for the base permission)'],
    map: code.mapOrganisation,
  }),
  one({
    ...listOf(ENDPOINTS.repositories),
    title: 'Repositories',
    emits: ['Resource', 'CONTAINS'],
    permissions: ['repository permission Metadata: read'],
    notAvailable: { lastUsedAt: 'pushes only; reads stand in the audit log' },
    map: code.mapRepository,
  }),
  one({
    ...listOf(ENDPOINTS.collaborators),
    title: 'Direct collaborators of each repository',
    emits: ['CAN'],
    permissions: ['repository permission Metadata: read'],
    map: people.mapCollaborator,
  }),
  one({
    ...listOf(ENDPOINTS.oidcSubject),
    title: 'Subject template of Actions OIDC tokens',
    emits: ['Principal', 'RUNS_AS'],
    permissions: ['organization permission Administration: read'],
    map: code.mapOidcSubject,
  }),
  one({
    ...listOf(ENDPOINTS.repositoryOidcSubject),
    title: 'Subject templates that repositories set for themselves',
    emits: ['Principal', 'RUNS_AS'],
    permissions: ['repository permission Actions: read'],
    map: code.mapOidcSubject,
  }),
];

const credentialSteps = [
  one({
    ...listOf(ENDPOINTS.installations),
    title: 'Installed Apps',
    emits: ['Principal', 'Credential', 'AUTHENTICATES_AS', 'GRANTED_ON', 'CAN'],
    permissions: ['organization permission Administration: read'],
    notAvailable: {
      lastUsedAt: 'no use time of an installation',
      repositories: 'selected repositories are told to the App only',
    },
    map: apps.mapInstallation,
  }),
  one({
    id: 'fine-grained-tokens',
    title: 'Fine-grained personal access tokens',
    mode: 'snapshot',
    emits: ['Credential', 'AUTHENTICATES_AS', 'GRANTED_ON', 'Evidence', 'ABOUT', 'NAMES'],
    permissions: ['organization permission Personal access tokens: read (Apps only)'],
    fetch: fetchFineGrainedTokens,
    map: credentials.mapFineGrainedToken,
  }),
  one({
    ...listOf(ENDPOINTS.credentialAuthorizations),
    title: 'Classic tokens and SSH keys authorised for single sign-on',
    emits: ['Credential', 'AUTHENTICATES_AS', 'GRANTED_ON', 'Evidence', 'ABOUT', 'NAMES'],
    permissions: ['organization permission Administration: read (Enterprise Cloud with SAML)'],
    notAvailable: { all: 'without SAML single sign-on GitHub lists no classic tokens' },
    map: credentials.mapCredentialAuthorization,
  }),
  one({
    ...listOf(ENDPOINTS.deployKeys),
    title: 'Deploy keys',
    emits: ['Credential', 'GRANTED_ON', 'Evidence', 'ABOUT', 'NAMES'],
    permissions: ['repository permission Administration: read'],
    map: credentials.mapDeployKey,
  }),
];

function secretStep(store: SecretStore, per: 'organisation' | 'repository' | 'environment') {
  const endpoint = secretEndpoint(store, per);
  return one({
    ...listOf(endpoint),
    title: `Names of ${store} secrets of the ${per}`,
    emits: ['Resource', 'CONTAINS', 'CAN'],
    permissions: [SECRET_PERMISSION[per].replace('STORE', SECRET_WORD[store])],
    notAvailable: { lastUsedAt: 'GitHub does not tell when a secret was read' },
    map: mapSecret(store),
  });
}

const SECRET_PERMISSION = {
  organisation: 'organization permission STORE: read',
  repository: 'repository permission STORE: read',
  environment: 'repository permission Environments: read',
} as const;

const SECRET_WORD = {
  actions: 'Secrets',
  agents: 'Agent secrets',
  dependabot: 'Dependabot secrets',
  codespaces: 'Codespaces secrets',
} as const satisfies Record<SecretStore, string>;

const STORES: readonly SecretStore[] = ['actions', 'agents', 'dependabot', 'codespaces'];
const secretSteps = [
  ...STORES.flatMap((store) => [secretStep(store, 'organisation'), secretStep(store, 'repository')]),
  secretStep('actions', 'environment'),
];

const agentSteps = [
  one({
    ...listOf(ENDPOINTS.copilotSeats),
    title: 'Copilot seats',
    emits: ['Agent', 'RUNS_AS', 'Evidence', 'ABOUT', 'NAMES'],
    permissions: ['organization permission GitHub Copilot Business: read'],
    map: apps.mapCopilotSeat,
  }),
  one({
    ...listOf(ENDPOINTS.cloudAgent),
    title: 'Copilot cloud agent',
    emits: ['Agent', 'Principal', 'RUNS_AS', 'CAN'],
    permissions: ['organization permission Copilot agent settings: read'],
    map: apps.mapCloudAgent,
  }),
  one({
    ...listOf(ENDPOINTS.cloudAgentRepositories),
    fetch: fetchCloudAgentRepositories,
    title: 'Repositories that the Copilot cloud agent is enabled for',
    emits: ['CAN'],
    permissions: ['organization permission Copilot agent settings: read'],
    map: apps.mapCloudAgentRepository,
  }),
];

const auditStep = one({
  id: 'audit-log',
  title: 'Audit log',
  mode: 'events',
  emits: ['Event', 'Credential'],
  permissions: ['organization permission Administration: read (App)', 'read:audit_log (token)'],
  notAvailable: { git: 'Git events are kept for 7 days, others for 180' },
  fetch: fetchAuditLog,
  map: mapAuditEntry,
});

export const steps = [...peopleSteps, ...codeSteps, ...credentialSteps, ...secretSteps, ...agentSteps, auditStep];
