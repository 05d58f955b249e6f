import type { EntraContext } from './client.ts';
import { keyIds } from './credentials.ts';
import { federatedOf } from './fetch-federated.ts';
import { inner, type Json, objects, text } from './fields.ts';
import { AGENT_PAGE, EVENTUAL, items, related } from './lists.ts';

const BLUEPRINT = 'microsoft.graph.agentIdentityBlueprint';
const IDENTITY = 'microsoft.graph.agentIdentity';

const agentList = (path: string) => ({ path: `${path}?$count=true&$top=${AGENT_PAGE}`, headers: EVENTUAL });

/** Blueprints with their federated credentials. */
export function fetchBlueprints(context: EntraContext): AsyncIterable<unknown> {
  return context.each(items(context, agentList(`/applications/${BLUEPRINT}`)), async (item) => {
    const raw = (item ?? {}) as Json;
    const id = text(raw['id']);
    if (id === undefined) return item;
    return { ...raw, federatedIdentityCredentials: await federatedOf(context, id) };
  });
}

export function fetchBlueprintPrincipals(context: EntraContext): AsyncGenerator<unknown> {
  return items(context, agentList('/servicePrincipals/microsoft.graph.agentIdentityBlueprintPrincipal'));
}

/** Agent identities, each with the ids of its blueprint's credentials. */
export async function* fetchAgentIdentities(context: EntraContext): AsyncGenerator<unknown> {
  const credentials = new Map<string, { keyIds: string[]; federatedIds: string[] }>();
  for await (const blueprint of fetchBlueprints(context)) {
    const raw = inner(blueprint);
    const appId = text(raw['appId'])?.toLowerCase();
    const federatedIds = objects(raw['federatedIdentityCredentials']).flatMap((one) => text(one['id']) ?? []);
    if (appId !== undefined) credentials.set(appId, { keyIds: keyIds(raw), federatedIds });
  }
  for await (const identity of items(context, agentList(`/servicePrincipals/${IDENTITY}`))) {
    if (typeof identity !== 'object' || identity === null) yield identity;
    else yield { ...identity, blueprintCredentials: credentials.get(blueprintOf(identity as Json)) };
  }
}

function blueprintOf(identity: Json): string {
  return text(identity['agentIdentityBlueprintId'])?.toLowerCase() ?? '';
}

/** `{ type, id, appId, sponsors, owners }` of every blueprint and agent identity. */
export async function* fetchSponsors(context: EntraContext): AsyncGenerator<unknown> {
  yield* named(context, '/applications', BLUEPRINT);
  yield* named(context, '/servicePrincipals', IDENTITY);
}

function named(context: EntraContext, path: string, type: string): AsyncIterable<unknown> {
  return context.each(items(context, agentList(`${path}/${type}`)), async (item) => {
    const raw = (item ?? {}) as Json;
    const id = text(raw['id']);
    if (id === undefined) return item;
    const base = `${path}/${encodeURIComponent(id)}/${type}`;
    const sponsors = await related(context, `${base}/sponsors`);
    const owners = await related(context, `${base}/owners`);
    return { type, id, appId: raw['appId'], sponsors, owners };
  });
}
