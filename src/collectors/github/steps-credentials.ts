import { listOf, one } from './declare.ts';
import { ENDPOINTS } from './endpoints.ts';
import { fetchFineGrainedTokens } from './fetch.ts';
import { mapInstallation } from './map-apps.ts';
import * as credentials from './map-credentials.ts';

export const credentialSteps = [
  one({
    ...listOf(ENDPOINTS.installations),
    title: 'Installed Apps',
    emits: ['Principal', 'Credential', 'AUTHENTICATES_AS', 'GRANTED_ON', 'CAN'],
    permissions: ['organization permission Administration: read'],
    notAvailable: {
      lastUsedAt: 'no use time of an installation',
      repositories: 'selected repositories are told to the App only',
    },
    map: mapInstallation,
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
