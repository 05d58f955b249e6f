import { type Bag, bag, text } from './json.ts';
import { CONCURRENCY, list, type OktaFetch, oauthApps } from './lists.ts';
import type { RolesRaw } from './map-people.ts';

/** Administrators (`/api/v1/iam/assignees/users`) and OAuth clients, each with its roles. */
export async function* fetchRoles(context: OktaFetch): AsyncGenerator<RolesRaw> {
  const of =
    (kind: RolesRaw['of'], path: (id: string) => string) =>
    async (holder: Bag): Promise<RolesRaw | undefined> => {
      const id = text(holder['id']);
      if (id === undefined) return undefined;
      const roles: Bag[] = [];
      for await (const role of list(context, path(encodeURIComponent(id)))) roles.push(role);
      return { of: kind, id, roles };
    };
  const users = list(context, '/api/v1/iam/assignees/users?limit=200');
  const byUser = context.each(
    users,
    of('user', (id) => `/api/v1/users/${id}/roles`),
    CONCURRENCY,
  );
  for await (const raw of byUser) if (raw !== undefined) yield raw;
  const byClient = context.each(
    serviceApps(context),
    of('client', (id) => `/oauth2/v1/clients/${id}/roles`),
    CONCURRENCY,
  );
  for await (const raw of byClient) if (raw !== undefined) yield raw;
}

/** Roles are given to service apps (client credentials), by client id; other clients have none. */
async function* serviceApps(context: OktaFetch): AsyncGenerator<Bag> {
  for await (const app of oauthApps(context)) {
    const settings = bag(bag(app, 'settings'), 'oauthClient');
    if (text(settings['application_type']) === 'service') yield app;
  }
}
