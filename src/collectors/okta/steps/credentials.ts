import { step } from '../../../collect/index.ts';
import { below, fetchAppGrants, fetchUserGrants, listedAt, oauthApps } from '../lists.ts';
import { mapGrant } from '../map-grants.ts';
import { mapApiToken, mapToken } from '../map-tokens.ts';

const GRANTED = ['Credential', 'Evidence', 'AUTHENTICATES_AS', 'GRANTED_ON', 'USES', 'ABOUT', 'NAMES'] as const;

export const credentialSteps = [
  step({
    id: 'app-grants',
    title: 'Scopes granted to apps for the org',
    mode: 'snapshot',
    emits: GRANTED,
    permissions: ['okta.appGrants.read', 'okta.apps.read'],
    notAvailable: { lastUsedAt: 'not in the grant', expiresAt: 'grants do not end' },
    fetch: fetchAppGrants,
    map: mapGrant,
  }),
  step({
    id: 'user-grants',
    title: 'Scopes that users consented to',
    mode: 'snapshot',
    emits: GRANTED,
    permissions: ['okta.users.read'],
    notAvailable: { lastUsedAt: 'not in the grant', expiresAt: 'grants do not end' },
    fetch: fetchUserGrants,
    map: mapGrant,
  }),
  step({
    id: 'app-tokens',
    title: 'Refresh tokens of apps',
    mode: 'snapshot',
    emits: GRANTED,
    permissions: ['okta.apps.read'],
    notAvailable: { lastUsedAt: 'not in the token; the System Log has it' },
    fetch: below(oauthApps, (id) => `/api/v1/apps/${id}/tokens?limit=200`),
    map: mapToken,
  }),
  step({
    id: 'api-tokens',
    title: 'API tokens',
    mode: 'snapshot',
    emits: GRANTED,
    permissions: ['okta.apiTokens.read'],
    notAvailable: {
      lastUsedAt: 'only `lastUpdated` as a hint; the System Log has it',
      scopes: 'a token has its user’s rights',
    },
    fetch: listedAt('/api/v1/api-tokens'),
    map: mapApiToken,
  }),
];
