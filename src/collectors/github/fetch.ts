import { DeniedError, type FetchContext, MalformedError } from '../../collect/index.ts';
import type { GithubClient } from './client.ts';
import { ENDPOINTS, type Endpoint, type GithubRaw, type ListFile, type Parent } from './endpoints.ts';
import { asObject, flagAt, type Json, objectAt, objectsAt, textAt } from './fields.ts';

export type Context = FetchContext<GithubClient>;

/** GitHub allows 100 requests at once; far fewer keep clear of the secondary limits. */
const CONCURRENCY = 4;

/** Everything one endpoint lists, for every parent there is. */
export async function* fetchEndpoint(context: Context, endpoint: Endpoint): AsyncGenerator<GithubRaw> {
  if (endpoint.per === 'organisation') {
    yield* fetchOne(context, endpoint, {});
    return;
  }
  const parents = parentsOf(context, endpoint.per);
  const lists = context.each(parents, (parent) => collected(fetchOne(context, endpoint, parent)), CONCURRENCY);
  for await (const list of lists) yield* list;
}

async function* fetchOne(context: Context, endpoint: Endpoint, parent: Parent): AsyncGenerator<GithubRaw> {
  const path = endpoint.path(context.client.org, parent);
  if (endpoint.single === true) {
    const item = await context.attempt(`GET ${path}`, (signal) => context.client.object(path, signal));
    if (item !== undefined) yield { ...parent, item };
    return;
  }
  for await (const item of listItems(context, path, endpoint.key)) yield { ...parent, item };
}

/** The items of all pages. A page that cannot be had ends the list with a problem. */
export async function* listItems(context: Context, path: string, key: string | undefined): AsyncGenerator<Json> {
  let next: string | undefined = `${path}${path.includes('?') ? '&' : '?'}per_page=100`;
  for (let number = 1; next !== undefined; number += 1) {
    const link: string = next;
    const place = `page ${number}`;
    const page = await context.attempt(`GET ${path}`, (signal) => context.client.page(link, key, signal), place);
    if (page === undefined) return;
    for (const [index, value] of page.items.entries()) {
      const item = asObject(value);
      if (item !== undefined) yield item;
      else malformedItem(context, `GET ${path}`, `${place}, item ${index + 1}`);
    }
    next = page.next;
  }
}

function malformedItem(context: Context, what: string, place: string): void {
  context.problem({ kind: 'malformed', what, place, message: 'the item is not an object' });
}

/** The edges of a GraphQL connection of the organisation, page after page. */
export async function* fetchConnection(
  context: Context,
  file: ListFile & { readonly connection: readonly string[] },
  query: string,
): AsyncGenerator<GithubRaw> {
  const what = `graphql ${file.connection.join('.')}`;
  let cursor: string | undefined;
  for (let number = 1; ; number += 1) {
    const variables = { org: context.client.org, endCursor: cursor ?? null };
    const page = await context.attempt(what, (signal) => connectionPage(context, file, query, variables, signal));
    if (page === undefined) return;
    for (const item of objectsAt(page, 'edges') ?? []) yield { item };
    const pageInfo = objectAt(page, 'pageInfo');
    const after = flagAt(pageInfo, 'hasNextPage') === true ? textAt(pageInfo, 'endCursor') : undefined;
    if (after === undefined) return;
    if (after === cursor) {
      context.problem({ kind: 'malformed', what, place: `page ${number}`, message: 'the cursor does not go on' });
      return;
    }
    cursor = after;
  }
}

async function connectionPage(
  context: Context,
  file: ListFile & { readonly connection: readonly string[] },
  query: string,
  variables: Json,
  signal: AbortSignal,
): Promise<Json> {
  const organization = await context.client.graphql(query, variables, signal).catch(asRefusal);
  // Without SAML there is no identity provider: null, and an empty list is the truth.
  if (organization[file.connection[0] ?? ''] === null) return { edges: [] };
  const page = file.connection.reduce<Json | undefined>(objectAt, organization);
  if (page === undefined || !Array.isArray(page['edges'])) throw new MalformedError('the answer has no such list');
  return page;
}

const REFUSALS = new Set(['FORBIDDEN', 'INSUFFICIENT_SCOPES']);

/**
 * GraphQL answers a refusal or a spent limit with 200 and an error type.
 * https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
function asRefusal(thrown: unknown): never {
  const errors = objectsAt(asObject(thrown), 'errors') ?? [];
  const typed = (types: ReadonlySet<string>): Json | undefined =>
    errors.find((error) => types.has(textAt(error, 'type') ?? ''));
  const refused = typed(REFUSALS);
  if (refused !== undefined) throw new DeniedError(textAt(refused, 'message') ?? 'GraphQL answered FORBIDDEN');
  const limited = typed(new Set(['RATE_LIMITED']));
  if (limited !== undefined) throw Object.assign(new Error('GraphQL rate limit exceeded'), { status: 429 });
  throw thrown;
}

async function* parentsOf(context: Context, per: Exclude<Endpoint['per'], 'organisation'>): AsyncGenerator<Parent> {
  if (per === 'team') yield* teams(context);
  else if (per === 'repository') yield* repositories(context);
  else yield* environments(context);
}

async function* teams(context: Context): AsyncGenerator<Parent> {
  for await (const item of listItems(context, ENDPOINTS.teams.path(context.client.org), undefined)) {
    const team = textAt(item, 'slug');
    if (team !== undefined) yield { team };
    else malformedItem(context, 'teams', 'slug');
  }
}

async function* repositories(context: Context): AsyncGenerator<Parent> {
  for await (const item of listItems(context, ENDPOINTS.repositories.path(context.client.org), undefined)) {
    const repository = textAt(item, 'name');
    if (repository !== undefined) yield { repository };
    else malformedItem(context, 'repositories', 'name');
  }
}

async function* environments(context: Context): AsyncGenerator<Parent> {
  for await (const { repository, item } of fetchEndpoint(context, ENDPOINTS.environments)) {
    const environment = textAt(item, 'name');
    if (environment !== undefined && repository !== undefined) yield { repository, environment };
    else malformedItem(context, 'environments', 'name');
  }
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** Members of every team with their role: the list itself does not tell the role, the query does. */
export async function* fetchTeamMembers(context: Context): AsyncGenerator<GithubRaw> {
  for (const role of ['maintainer', 'member']) {
    const path: Endpoint['path'] = (org, parent) => `${ENDPOINTS.teamMembers.path(org, parent)}?role=${role}`;
    for await (const raw of fetchEndpoint(context, { ...ENDPOINTS.teamMembers, path })) yield { ...raw, role };
  }
}

/** Fine-grained tokens, each with the repositories it was granted for. */
export async function* fetchFineGrainedTokens(context: Context): AsyncGenerator<GithubRaw> {
  const tokens = fetchEndpoint(context, ENDPOINTS.fineGrainedTokens);
  yield* context.each(tokens, (raw) => withRepositories(context, raw), CONCURRENCY);
}

async function withRepositories(context: Context, raw: GithubRaw): Promise<GithubRaw> {
  const id = raw.item['id'];
  if (raw.item['repository_selection'] !== 'subset' || typeof id !== 'number') return raw;
  const path = `${ENDPOINTS.fineGrainedTokens.path(context.client.org)}/${id}/repositories`;
  return { item: { ...raw.item, repositories: await collected(listItems(context, path, undefined)) } };
}

/** The list exists only where the agent is enabled for selected repositories. */
export async function* fetchCloudAgentRepositories(context: Context): AsyncGenerator<GithubRaw> {
  for await (const { item } of fetchEndpoint(context, ENDPOINTS.cloudAgent)) {
    if (textAt(item, 'enabled_repositories') === 'selected')
      yield* fetchEndpoint(context, ENDPOINTS.cloudAgentRepositories);
  }
}
