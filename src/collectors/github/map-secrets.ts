import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { environmentOf, tagList } from '../../lib/tags.ts';
import { edge, node, resourcePath } from '../../schema/index.ts';
import type { GithubRaw } from './endpoints.ts';
import { required, textAt } from './fields.ts';
import * as keys from './keys.ts';

const KNOWN_ENVIRONMENTS = /^(prod|production|staging|development|dev|sandbox)$/i;

/** A secret's name and place: GitHub never gives the value. */
export function mapSecret(store: keys.SecretStore) {
  return ({ item, repository, environment }: GithubRaw, { scope }: MapContext) => {
    const name = required(textAt(item, 'name'), 'name');
    const self = keys.secret(scope, store, name, { repository, environment });
    const visibility = textAt(item, 'visibility');
    const known = environment !== undefined && KNOWN_ENVIRONMENTS.test(environment);
    const resource = node('Resource', self.id, {
      name,
      kind: `github:${keys.secretKind(store)}`,
      system: 'github',
      tenant: scope,
      path: resourcePath(
        'github',
        scope,
        `github:${keys.secretKind(store)}`,
        undefined,
        keys.secretPath(name, { repository, environment }),
      ),
      environment: known ? environmentOf([`environment=${environment}`]) : undefined,
      secretContainer: true,
      createdAt: toInstant(item['created_at']),
      rotatedAt: toInstant(item['updated_at']),
      tags: tagList([
        ...(visibility === undefined ? [] : [['visibility', visibility] as const]),
        ...(environment === undefined ? [] : [['github-environment', environment] as const]),
      ]),
    });
    const holder = repository === undefined ? keys.organisation(scope) : keys.repository(scope, repository);
    return [resource, edge('CONTAINS', holder, self, {}), ...heldByCloudAgent(scope, store, self)];
  };
}

/** Agent secrets are given to the Copilot cloud agent at its work. */
function heldByCloudAgent(org: string, store: keys.SecretStore, secret: ReturnType<typeof keys.secret>) {
  if (store !== 'agents') return [];
  return [edge('CAN', keys.cloudAgentPrincipal(org), secret, { certain: ['Read'], via: 'agent secret' })];
}
