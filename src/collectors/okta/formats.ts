import type { Mark } from '../../collect/index.ts';
import { childReader, grantReader, itemReader, type Reader, roleReader, userReader } from './read.ts';

/** One list of the API as a file. */
export interface OktaFile {
  readonly id: string;
  readonly title: string;
  /** API path that gives the list. */
  readonly api: string;
  readonly step: string;
  /** Paths below the org's folder; `*` is the parent's id. */
  readonly paths: readonly string[];
  readonly reader: Reader;
  /** What every object of the list has. */
  readonly mark: Mark;
}

/** Every list that a step is fed from, one file kind each. */
export const FILES: readonly OktaFile[] = [
  {
    id: 'users',
    title: 'users',
    api: '/api/v1/users',
    step: 'users',
    paths: ['users'],
    reader: userReader,
    mark: ['status', 'profile'],
  },
  {
    id: 'groups',
    title: 'groups',
    api: '/api/v1/groups',
    step: 'groups',
    paths: ['groups'],
    reader: itemReader,
    mark: ['type', 'profile'],
  },
  {
    id: 'group-members',
    title: 'group members',
    api: '/api/v1/groups/{id}/users',
    step: 'group-members',
    paths: ['groups/*/users', 'groups/*/members'],
    reader: childReader,
    mark: ['id', 'profile'],
  },
  {
    id: 'apps',
    title: 'apps',
    api: '/api/v1/apps',
    step: 'apps',
    paths: ['apps'],
    reader: itemReader,
    mark: ['label', 'signOnMode'],
  },
  {
    id: 'app-users',
    title: 'app users',
    api: '/api/v1/apps/{id}/users',
    step: 'app-users',
    paths: ['apps/*/users'],
    reader: childReader,
    mark: ['id', 'scope'],
  },
  {
    id: 'app-groups',
    title: 'app groups',
    api: '/api/v1/apps/{id}/groups',
    step: 'app-groups',
    paths: ['apps/*/groups'],
    reader: childReader,
    mark: ['id', 'priority'],
  },
  {
    id: 'app-grants',
    title: 'scope grants of apps',
    api: '/api/v1/apps/{id}/grants',
    step: 'app-grants',
    paths: ['apps/*/grants', 'app-grants'],
    reader: grantReader,
    mark: ['scopeId'],
  },
  {
    id: 'user-grants',
    title: 'scope grants of users',
    api: '/api/v1/users/{id}/grants',
    step: 'user-grants',
    paths: ['users/*/grants', 'user-grants', 'grants'],
    reader: grantReader,
    mark: ['scopeId'],
  },
  {
    id: 'app-tokens',
    title: 'refresh tokens of apps',
    api: '/api/v1/apps/{id}/tokens',
    step: 'app-tokens',
    paths: ['apps/*/tokens', 'app-tokens', 'tokens'],
    reader: childReader,
    mark: ['status', 'scopes'],
  },
  {
    id: 'api-services',
    title: 'API service integrations',
    api: '/integrations/api/v1/api-services',
    step: 'api-services',
    paths: ['api-services'],
    reader: itemReader,
    mark: ['type', 'grantedScopes'],
  },
  {
    id: 'api-tokens',
    title: 'API tokens',
    api: '/api/v1/api-tokens',
    step: 'api-tokens',
    paths: ['api-tokens'],
    reader: itemReader,
    mark: ['name', 'expiresAt'],
  },
  {
    id: 'admin-roles',
    title: 'administrator roles',
    api: '/api/v1/users/{id}/roles',
    step: 'admin-roles',
    paths: ['users/*/roles', 'clients/*/roles'],
    reader: roleReader,
    mark: ['label', 'type', 'status'],
  },
  {
    id: 'ai-agents',
    title: 'AI agents',
    api: '/workload-principals/api/v1/ai-agents',
    step: 'ai-agents',
    paths: ['ai-agents'],
    reader: itemReader,
    mark: ['status', 'profile'],
  },
  {
    id: 'ai-agent-keys',
    title: 'keys of AI agents',
    api: '/workload-principals/api/v1/ai-agents/{id}/credentials/jwks',
    step: 'ai-agent-keys',
    paths: ['ai-agents/*/jwks', 'ai-agents/*/credentials/jwks'],
    reader: childReader,
    mark: ['kty', 'status'],
  },
  {
    id: 'ai-agent-connections',
    title: 'connections of AI agents',
    api: '/workload-principals/api/v1/ai-agents/{id}/connections',
    step: 'ai-agent-connections',
    paths: ['ai-agents/*/connections'],
    reader: childReader,
    mark: ['connectionType', 'resourceIndicator'],
  },
  {
    id: 'ai-agent-owners',
    title: 'owners of AI agents',
    api: '/governance/api/v1/resource-owners?filter=resource.type eq "ai-agents"',
    step: 'ai-agent-owners',
    paths: ['resource-owners'],
    reader: itemReader,
    mark: ['resource', 'principals'],
  },
  {
    id: 'service-accounts',
    title: 'service accounts',
    api: '/privileged-access/api/v1/service-accounts',
    step: 'service-accounts',
    paths: ['service-accounts'],
    reader: itemReader,
    mark: ['username', 'containerOrn'],
  },
  {
    id: 'system-log',
    title: 'System Log',
    api: '/api/v1/logs',
    step: 'system-log',
    paths: ['system-log', 'logs', 'log', 'system-log/*', 'logs/*'],
    reader: itemReader,
    mark: ['uuid', 'published'],
  },
];
