import { listOf, one } from './declare.ts';
import { secretEndpoint } from './endpoints.ts';
import type { SecretStore } from './keys.ts';
import { mapSecret } from './map-secrets.ts';

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
export const secretSteps = [
  ...STORES.flatMap((store) => [secretStep(store, 'organisation'), secretStep(store, 'repository')]),
  secretStep('actions', 'environment'),
];
