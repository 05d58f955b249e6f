import type { FetchContext } from '../../collect/index.ts';
import type { OktaClient } from './client.ts';
import { type Bag, isBag, text } from './json.ts';
import { ManagerLinks } from './managers.ts';
import { isOAuthClient } from './map-apps.ts';
import { type GrantRaw, groupGrants } from './map-grants.ts';
import type { ChildRaw, UserRaw } from './map-people.ts';

interface OktaSource {
  readonly api: OktaClient;
  /** How far back the first read of the System Log goes, in days. */
  readonly logDays: number;
  /** A filter of the System Log API, where not all events are wanted. */
  readonly logFilter?: string | undefined;
}

export type OktaFetch = FetchContext<OktaSource>;

/** Calls at a time: Okta's limits are per endpoint and minute. */
export const CONCURRENCY = 4;

/** The objects of a list, page by page. A page that cannot be read ends the list, with a problem; an item that is no object is one. */
export async function* list(context: OktaFetch, path: string, what = whatOf(path)): AsyncGenerator<Bag> {
  for (let next: string | undefined = path; next !== undefined; ) {
    const current: string = next;
    const page = await context.attempt(what, (signal) => context.client.api.page(current, signal), whatOf(current));
    if (page === undefined) return;
    for (const [index, item] of page.items.entries()) {
      if (isBag(item)) yield item;
      else context.problem({ kind: 'malformed', what, place: `item ${index} of a page`, message: 'not an object' });
    }
    next = page.next === current ? undefined : page.next;
  }
}

function whatOf(path: string): string {
  return `GET ${path.split('?', 1)[0] ?? path}`;
}

/** A list as raw items. */
export function listed(
  items: (context: OktaFetch) => AsyncIterable<Bag>,
): (context: OktaFetch) => AsyncIterable<{ item: Bag }> {
  return async function* (context) {
    for await (const item of items(context)) yield { item };
  };
}

/** The list at a path, as raw items. */
export function listedAt(path: string): (context: OktaFetch) => AsyncIterable<{ item: Bag }> {
  return listed((context) => list(context, path));
}

/** Everyone: the default list leaves out deactivated users, so those are asked for by status. Managers follow at the end. */
export async function* fetchUsers(context: OktaFetch): AsyncGenerator<UserRaw> {
  const links = new ManagerLinks();
  const deactivated = encodeURIComponent('status eq "DEPROVISIONED"');
  for (const path of ['/api/v1/users?limit=200', `/api/v1/users?limit=200&filter=${deactivated}`]) {
    for await (const user of list(context, path)) {
      links.add(user);
      yield { user };
    }
  }
  yield* links.resolved();
}

/** For every parent the items of its own list; of each item only what `pick` takes is held. */
export function below(
  parents: (context: OktaFetch) => AsyncIterable<Bag>,
  path: (id: string) => string,
  pick: (item: Bag) => Bag = (item) => item,
): (context: OktaFetch) => AsyncIterable<ChildRaw> {
  return async function* (context) {
    const work = async (parent: Bag): Promise<ChildRaw[]> => {
      const id = text(parent['id']);
      if (id === undefined) return [];
      const found: ChildRaw[] = [];
      for await (const item of list(context, path(encodeURIComponent(id))))
        found.push({ parent: id, item: pick(item) });
      return found;
    };
    for await (const found of context.each(parents(context), work, CONCURRENCY)) yield* found;
  };
}

export const groups = (context: OktaFetch): AsyncIterable<Bag> => list(context, '/api/v1/groups?limit=200');
export const apps = (context: OktaFetch): AsyncIterable<Bag> => list(context, '/api/v1/apps?limit=200');
export const agents = (context: OktaFetch): AsyncIterable<Bag> =>
  list(context, '/workload-principals/api/v1/ai-agents?limit=200');

/** Apps that hold OAuth grants and tokens. */
export async function* oauthApps(context: OktaFetch): AsyncGenerator<Bag> {
  for await (const app of apps(context)) if (isOAuthClient(app)) yield app;
}

/** Id and scope of an assignment: profiles of app users can hold anything. */
export function assignment(item: Bag): Bag {
  return { id: item['id'], scope: item['scope'] };
}

export async function* fetchAppGrants(context: OktaFetch): AsyncGenerator<GrantRaw> {
  yield* fetchGrants(
    context,
    oauthApps(context),
    (id) => `/api/v1/apps/${id}/grants`,
    (app) => text(app['id']),
  );
}

export async function* fetchUserGrants(context: OktaFetch): AsyncGenerator<GrantRaw> {
  const users = list(context, '/api/v1/users?limit=200');
  yield* fetchGrants(context, users, (id) => `/api/v1/users/${id}/grants?limit=200`);
}

async function* fetchGrants(
  context: OktaFetch,
  parents: AsyncIterable<Bag>,
  path: (id: string) => string,
  appId: (parent: Bag) => string | undefined = () => undefined,
): AsyncGenerator<GrantRaw> {
  const work = async (parent: Bag): Promise<GrantRaw[]> => {
    const grants: Bag[] = [];
    const id = text(parent['id']);
    if (id !== undefined) for await (const grant of list(context, path(encodeURIComponent(id)))) grants.push(grant);
    return groupGrants(grants, appId(parent));
  };
  for await (const found of context.each(parents, work, CONCURRENCY)) yield* found;
}
