import type { EntraContext } from './client.ts';
import { type Json, objects, text } from './fields.ts';
import { expandedItems, related } from './lists.ts';

/** Federated credentials of all applications (at most 20 each, so `$expand` gives them all). */
export async function* fetchFederated(context: EntraContext): AsyncGenerator<unknown> {
  const list = { path: '/applications', select: 'id', expand: 'federatedIdentityCredentials' };
  for await (const application of expandedItems(context, list)) {
    if (typeof application !== 'object' || application === null) {
      yield application;
      continue;
    }
    const raw = application as Json;
    const trusts = raw['federatedIdentityCredentials'];
    if (objects(trusts).length === 0) continue;
    yield { applicationId: raw['id'], federatedIdentityCredentials: await withExpressions(context, raw['id'], trusts) };
  }
}

/** A flexible credential has no subject; its expression is shown by beta only. */
async function withExpressions(context: EntraContext, id: unknown, trusts: unknown): Promise<unknown> {
  const flexible = objects(trusts).some((one) => text(one['subject']) === undefined);
  if (!flexible || typeof id !== 'string') return trusts;
  const path = `/applications/${encodeURIComponent(id)}/federatedIdentityCredentials`;
  return (await context.client.all(context, { path, version: 'beta' })) ?? trusts;
}

/** The federated credentials of one application; `undefined` when they could not be read. */
export async function federatedOf(context: EntraContext, id: string): Promise<unknown> {
  const trusts = await related(context, `/applications/${encodeURIComponent(id)}/federatedIdentityCredentials`);
  return trusts === undefined ? undefined : withExpressions(context, id, trusts);
}
