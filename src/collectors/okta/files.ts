import type { FileFormat, ImportFile, ImportItem } from '../../collect/index.ts';
import { bag, text } from './json.ts';
import { firstItem, hostInLinks, placeOf } from './layout.ts';
import { logEventOf } from './log-facts.ts';
import { childReader, grantReader, itemReader, type Reader, roleReader, userReader } from './read.ts';

interface OktaFile {
  readonly id: string;
  readonly title: string;
  /** API path that gives the list. */
  readonly api: string;
  readonly step: string;
  /** Paths below the org's folder; `*` is the parent's id. */
  readonly paths: readonly string[];
  readonly reader: Reader;
}

const FILES: readonly OktaFile[] = [
  { id: 'users', title: 'users', api: '/api/v1/users', step: 'users', paths: ['users'], reader: userReader },
  { id: 'groups', title: 'groups', api: '/api/v1/groups', step: 'groups', paths: ['groups'], reader: itemReader },
  {
    id: 'group-members',
    title: 'group members',
    api: '/api/v1/groups/{id}/users',
    step: 'group-members',
    paths: ['groups/*/users', 'groups/*/members'],
    reader: childReader,
  },
  { id: 'apps', title: 'apps', api: '/api/v1/apps', step: 'apps', paths: ['apps'], reader: itemReader },
  {
    id: 'app-users',
    title: 'app users',
    api: '/api/v1/apps/{id}/users',
    step: 'app-users',
    paths: ['apps/*/users'],
    reader: childReader,
  },
  {
    id: 'app-groups',
    title: 'app groups',
    api: '/api/v1/apps/{id}/groups',
    step: 'app-groups',
    paths: ['apps/*/groups'],
    reader: childReader,
  },
  {
    id: 'app-grants',
    title: 'scope grants of apps',
    api: '/api/v1/apps/{id}/grants',
    step: 'app-grants',
    paths: ['apps/*/grants', 'app-grants'],
    reader: grantReader,
  },
  {
    id: 'user-grants',
    title: 'scope grants of users',
    api: '/api/v1/users/{id}/grants',
    step: 'user-grants',
    paths: ['users/*/grants', 'user-grants', 'grants'],
    reader: grantReader,
  },
  {
    id: 'app-tokens',
    title: 'refresh tokens of apps',
    api: '/api/v1/apps/{id}/tokens',
    step: 'app-tokens',
    paths: ['apps/*/tokens', 'app-tokens', 'tokens'],
    reader: childReader,
  },
  {
    id: 'api-services',
    title: 'API service integrations',
    api: '/integrations/api/v1/api-services',
    step: 'api-services',
    paths: ['api-services'],
    reader: itemReader,
  },
  {
    id: 'api-tokens',
    title: 'API tokens',
    api: '/api/v1/api-tokens',
    step: 'api-tokens',
    paths: ['api-tokens'],
    reader: itemReader,
  },
  {
    id: 'admin-roles',
    title: 'administrator roles',
    api: '/api/v1/users/{id}/roles',
    step: 'admin-roles',
    paths: ['users/*/roles', 'clients/*/roles'],
    reader: roleReader,
  },
  {
    id: 'ai-agents',
    title: 'AI agents',
    api: '/workload-principals/api/v1/ai-agents',
    step: 'ai-agents',
    paths: ['ai-agents'],
    reader: itemReader,
  },
  {
    id: 'ai-agent-keys',
    title: 'keys of AI agents',
    api: '/workload-principals/api/v1/ai-agents/{id}/credentials/jwks',
    step: 'ai-agent-keys',
    paths: ['ai-agents/*/jwks', 'ai-agents/*/credentials/jwks'],
    reader: childReader,
  },
  {
    id: 'ai-agent-connections',
    title: 'connections of AI agents',
    api: '/workload-principals/api/v1/ai-agents/{id}/connections',
    step: 'ai-agent-connections',
    paths: ['ai-agents/*/connections'],
    reader: childReader,
  },
  {
    id: 'ai-agent-owners',
    title: 'owners of AI agents',
    api: '/governance/api/v1/resource-owners?filter=resource.type eq "ai-agents"',
    step: 'ai-agent-owners',
    paths: ['resource-owners'],
    reader: itemReader,
  },
  {
    id: 'service-accounts',
    title: 'service accounts',
    api: '/privileged-access/api/v1/service-accounts',
    step: 'service-accounts',
    paths: ['service-accounts'],
    reader: itemReader,
  },
  {
    id: 'system-log',
    title: 'System Log',
    api: '/api/v1/logs',
    step: 'system-log',
    paths: ['system-log', 'logs', 'log', 'system-log/*', 'logs/*'],
    reader: itemReader,
  },
];

export const files: readonly FileFormat[] = FILES.map((spec) => ({
  id: `okta-${spec.id}`,
  title: `Okta ${spec.title} (JSON as the API returns it)`,
  madeBy: `GET https://<org>${spec.api}, all pages in one array or one file per page; below a folder okta/<org host>/: ${spec.paths.join('.json, ')}.json`,
  recognise: (file) => specOf(file) === spec,
  read: (file) => read(file, spec),
}));

/** By its path below `okta/<org host>/`, else by what its first object looks like. */
function specOf(file: ImportFile): OktaFile | undefined {
  if (!/^\uFEFF?\s*[[{]/.test(file.head) || !/\.(json|jsonl|ndjson|log)$/i.test(file.name)) return undefined;
  const { host, parts } = placeOf(file);
  const byPath = host === undefined ? undefined : FILES.find((spec) => spec.paths.some((path) => matches(path, parts)));
  return byPath ?? byContent(file.head);
}

function matches(path: string, parts: readonly string[]): boolean {
  const wanted = path.split('/');
  return wanted.length === parts.length && wanted.every((one, at) => one === '*' || one === parts[at]);
}

/** Users and System Log events cannot be mistaken for anything else. */
function byContent(head: string): OktaFile | undefined {
  const first = firstItem(head);
  if (first === undefined) return undefined;
  const isUser =
    text(bag(first, 'profile')['login']) !== undefined && text(first['id']) !== undefined && 'credentials' in first;
  if (isUser) return FILES.find(({ id }) => id === 'users');
  const event = logEventOf(first);
  const isEvent =
    [event.uuid, event.published, event.eventType].every((one) => text(one) !== undefined) && event.actor !== undefined;
  return isEvent ? FILES.find(({ id }) => id === 'system-log') : undefined;
}

async function* read(file: ImportFile, spec: OktaFile): AsyncGenerator<ImportItem> {
  const { host, parts } = placeOf(file);
  const scope = host ?? hostInLinks(firstItem(file.head));
  if (scope === undefined) {
    const message = 'the file does not say which org it is of: put it into a folder okta/<org host>/';
    yield { item: 'problem', problem: { kind: 'malformed', what: file.path, message } };
    return;
  }
  const { step } = spec;
  yield { item: 'covers', step, scope };
  for await (const one of spec.reader(file, parts)) {
    if ('problem' in one) yield { item: 'problem', step, scope, problem: { ...one.problem, what: file.path } };
    else yield { item: 'raw', step, scope, raw: one.raw, place: one.place };
  }
}
