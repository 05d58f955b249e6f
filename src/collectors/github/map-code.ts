import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { environmentOf, sensitivityOf, tagList } from '../../lib/tags.ts';
import { edge, node, resourcePath } from '../../schema/index.ts';
import type { GithubRaw } from './endpoints.ts';
import { flagAt, type Json, objectAt, required, textAt, textsAt } from './fields.ts';
import * as keys from './keys.ts';
import { levelsOfRole } from './levels.ts';

/** The organisation, and what every member may do in it: its base permission. */
export function mapOrganisation({ item }: GithubRaw, { scope }: MapContext) {
  required(textAt(item, 'login'), 'login');
  const self = keys.organisationNode(scope);
  const base = textAt(item, 'default_repository_permission');
  const levels = levelsOfRole(base);
  const props = { ...organisationFacts(item, base) };
  const resource = node('Resource', self.id, { ...self.props, ...props });
  if (levels?.length === 0) return [resource];
  const access = levels === undefined ? { unknown: ['Read', 'Write', 'Permissions'] } : { certain: levels };
  const via = `base permission ${base ?? '(not visible)'}`;
  return [resource, edge('CAN', keys.allMembers(scope), keys.organisation(scope), { ...access, via })];
}

function organisationFacts(item: Json, base: string | undefined) {
  return {
    createdAt: toInstant(item['created_at']),
    problems: base === undefined ? ['the base permission of members is not visible to this token'] : undefined,
  };
}

export function mapRepository({ item }: GithubRaw, { scope }: MapContext) {
  const name = required(textAt(item, 'name'), 'name');
  const self = keys.repository(scope, name);
  const tags = tagsOf(item);
  const repository = node('Resource', self.id, {
    name,
    kind: 'github:repository',
    system: 'github',
    tenant: scope,
    path: resourcePath('github', scope, 'github:repository', undefined, name.toLowerCase()),
    environment: environmentOf(tags) ?? topicFact(item, environmentOf, 'environment', ENVIRONMENTS),
    sensitivity: sensitivityOf(tags) ?? topicFact(item, sensitivityOf, 'sensitivity', SENSITIVITIES),
    publicAccess: publicAccessOf(item),
    createdAt: toInstant(item['created_at']),
    status: statusOf(item),
    tags,
  });
  return [keys.organisationNode(scope), repository, edge('CONTAINS', keys.organisation(scope), self, {})];
}

/** Custom properties under their names; topics, default branch and visibility under these words. */
function tagsOf(item: Json): string[] | undefined {
  const properties = Object.entries(objectAt(item, 'custom_properties') ?? {}).flatMap(
    ([key, value]): [string, string][] => {
      if (Array.isArray(value)) return [[key, value.join(',')]];
      return typeof value === 'string' ? [[key, value]] : [];
    },
  );
  const topics = (textsAt(item, 'topics') ?? []).map((topic): [string, string] => ['topic', topic]);
  const facts = ['visibility', 'default_branch'].flatMap((name): [string, string][] => {
    const value = textAt(item, name);
    return value === undefined ? [] : [[name.replace('_', '-'), value]];
  });
  return tagList([...properties, ...topics, ...facts]);
}

const ENVIRONMENTS = new Set(['production', 'prod', 'staging', 'development', 'sandbox']);
const SENSITIVITIES = new Set(['customer-data', 'pii', 'confidential']);

/** A topic that is exactly such a word is a statement; one that merely contains it is not. */
function topicFact(
  item: Json,
  reading: (tags: readonly string[]) => string | undefined,
  key: string,
  words: ReadonlySet<string>,
): string | undefined {
  const topic = textsAt(item, 'topics')?.find((one) => words.has(one));
  return topic === undefined ? undefined : reading([`${key}=${topic}`]);
}

function publicAccessOf(item: Json): string | undefined {
  const visibility = textAt(item, 'visibility');
  if (visibility !== undefined) return visibility === 'public' ? 'open' : 'blocked';
  const hidden = flagAt(item, 'private');
  if (hidden === undefined) return undefined;
  return hidden ? 'blocked' : 'open';
}

function statusOf(item: Json): string | undefined {
  if (flagAt(item, 'disabled') === true) return 'disabled';
  const archived = flagAt(item, 'archived');
  if (archived === undefined) return undefined;
  return archived ? 'archived' : 'active';
}

const ISSUER = 'token.actions.githubusercontent.com';

/**
 * The subject that the workflows of the organisation (or of a repository with a template of its own) present to clouds.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export function mapOidcSubject({ item, repository }: GithubRaw, { scope }: MapContext) {
  if (flagAt(item, 'use_default') === true) return [];
  const claims = textsAt(item, 'include_claim_keys');
  const pattern = repository === undefined ? `${scope}/*` : `${scope}/${repository}:*`;
  const principal = node('Principal', `oidc:${ISSUER}:repo:${pattern}`, {
    name: `GitHub Actions of ${repository === undefined ? scope : `${scope}/${repository}`}`,
    kind: 'federated-subject',
    system: 'github',
    tenant: scope,
    attributes: claims === undefined ? undefined : [`include_claim_keys=${claims.join(',')}`],
  });
  const place = repository === undefined ? keys.organisation(scope) : keys.repository(scope, repository);
  return [principal, edge('RUNS_AS', place, { label: 'Principal', id: principal.id }, {})];
}
