import { step } from '../../collect/index.ts';
import type { EntraClient } from './client.ts';
import { fetchApplications, fetchAppRoles, fetchGrants, fetchServicePrincipals } from './fetch-directory.ts';
import { fetchFederated } from './fetch-federated.ts';
import { mapApplication } from './map-applications.ts';
import { mapFederated } from './map-federated.ts';
import { mapGrant } from './map-grants.ts';
import { mapAppRoles } from './map-roles.ts';
import { mapServicePrincipal } from './map-service-principals.ts';

const holder = ['Principal', 'Credential', 'AUTHENTICATES_AS', 'CAN_ASSUME', 'Evidence', 'ABOUT', 'NAMES'] as const;

export const applicationSteps = [
  step<EntraClient, unknown, (typeof holder)[number]>({
    id: 'applications',
    title: 'Applications with their secrets, certificates and owners',
    mode: 'snapshot',
    emits: holder,
    permissions: ['Application.Read.All'],
    notAvailable: {
      lastUsedAt: 'the step credential-activity has it',
      creator: 'the directory audit has it, for as long as it is kept',
    },
    fetch: fetchApplications,
    map: mapApplication,
  }),
  step<EntraClient, unknown, 'Credential' | 'Principal' | 'AUTHENTICATES_AS' | 'CAN_ASSUME'>({
    id: 'federated-credentials',
    title: 'Federated credentials of applications',
    mode: 'snapshot',
    emits: ['Credential', 'Principal', 'AUTHENTICATES_AS', 'CAN_ASSUME'],
    permissions: ['Application.Read.All'],
    notAvailable: {
      createdAt: 'Graph does not say when a federated credential was made',
      lastUsedAt: 'only through sign-ins (federatedCredentialId)',
    },
    fetch: fetchFederated,
    map: mapFederated,
  }),
  step<EntraClient, unknown, (typeof holder)[number] | 'Resource' | 'RUNS_AS'>({
    id: 'service-principals',
    title: 'Service principals and managed identities with their own credentials and owners',
    mode: 'snapshot',
    emits: [...holder, 'Resource', 'RUNS_AS'],
    permissions: ['Application.Read.All'],
    notAvailable: { createdAt: 'v1.0 gives it for agent identities only' },
    fetch: fetchServicePrincipals,
    map: mapServicePrincipal,
  }),
  step<EntraClient, unknown, 'Resource' | 'CAN'>({
    id: 'app-role-assignments',
    title: 'App roles held on APIs by service principals, users and groups',
    mode: 'snapshot',
    emits: ['Resource', 'CAN'],
    permissions: ['Application.Read.All'],
    notAvailable: { levels: 'told by the words of the role value; an API’s own word stays unknown' },
    fetch: fetchAppRoles,
    map: mapAppRoles,
  }),
  step<
    EntraClient,
    unknown,
    'Credential' | 'Resource' | 'AUTHENTICATES_AS' | 'CAN_ASSUME' | 'GRANTED_ON' | 'Evidence' | 'ABOUT' | 'NAMES'
  >({
    id: 'oauth2-permission-grants',
    title: 'Delegated permission grants (OAuth consent)',
    mode: 'snapshot',
    emits: ['Credential', 'Resource', 'AUTHENTICATES_AS', 'CAN_ASSUME', 'GRANTED_ON', 'Evidence', 'ABOUT', 'NAMES'],
    permissions: ['Directory.Read.All'],
    notAvailable: {
      createdAt: 'v1.0 does not say when a grant was given',
      'consenting administrator': 'stands in the audit event “Consent to application” only',
    },
    fetch: fetchGrants,
    map: mapGrant,
  }),
];
