import { step } from '../../../collect/index.ts';
import { apps, assignment, below, listed, listedAt } from '../lists.ts';
import { mapApiService } from '../map-api-services.ts';
import { mapApp, mapAppGroup, mapAppUser } from '../map-apps.ts';

export const appSteps = [
  step({
    id: 'apps',
    title: 'Apps and OAuth clients',
    mode: 'snapshot',
    emits: ['Principal', 'Resource', 'Credential', 'RUNS_AS', 'USES', 'AUTHENTICATES_AS'],
    permissions: ['okta.apps.read'],
    notAvailable: { lastUsedAt: 'not in the app; the System Log has it' },
    fetch: listed(apps),
    map: mapApp,
  }),
  step({
    id: 'app-users',
    title: 'Users assigned to apps',
    mode: 'snapshot',
    emits: ['CAN'],
    permissions: ['okta.apps.read'],
    fetch: below(apps, (id) => `/api/v1/apps/${id}/users?limit=500`, assignment),
    map: mapAppUser,
  }),
  step({
    id: 'app-groups',
    title: 'Groups assigned to apps',
    mode: 'snapshot',
    emits: ['CAN'],
    permissions: ['okta.apps.read'],
    fetch: below(apps, (id) => `/api/v1/apps/${id}/groups?limit=200`, assignment),
    map: mapAppGroup,
  }),
  step({
    id: 'api-services',
    title: 'API service integrations',
    mode: 'snapshot',
    emits: ['Principal', 'Credential', 'Evidence', 'AUTHENTICATES_AS', 'ABOUT', 'NAMES'],
    permissions: ['okta.oauthIntegrations.read'],
    fetch: listedAt('/integrations/api/v1/api-services'),
    map: mapApiService,
  }),
];
