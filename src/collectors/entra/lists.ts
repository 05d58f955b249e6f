import type { EntraContext, ListRequest } from './client.ts';
import { type Json, objects } from './fields.ts';

/** The greatest page of directory objects. */
export const PAGE = 999;

/** Agent identities and blueprints have smaller ones, and may need the advanced query mode. */
export const AGENT_PAGE = 100;
export const EVENTUAL = { ConsistencyLevel: 'eventual' };

/** Every item of a list, as the pages come. */
export async function* items(context: EntraContext, request: ListRequest): AsyncGenerator<unknown> {
  for await (const page of context.client.pages(context, request)) yield* page;
}

export interface Expanded {
  /** `/groups` */
  readonly path: string;
  readonly select: string;
  /** The relation to expand: one only, directory objects allow no more. */
  readonly expand: string;
  /** Fields of the related objects; absent where the relation takes no `$select`. */
  readonly fields?: string;
}

/** `$expand` of directory objects gives at most 20 related ones, and does not say that there are more. */
export const EXPAND_LIMIT = 20;

/**
 * A list with one relation in every item. Where the relation is as long as `$expand` allows, it is read by itself.
 * https://learn.microsoft.com/graph/query-parameters#expand-parameter
 */
export async function* expandedItems(context: EntraContext, list: Expanded): AsyncGenerator<unknown> {
  const nested = list.fields === undefined ? '' : `($select=${list.fields})`;
  const path = `${list.path}?$select=${list.select}&$expand=${list.expand}${nested}&$top=${PAGE}`;
  for await (const page of context.client.pages(context, { path })) {
    yield* context.each(page, (item) => completed(context, item, list));
  }
}

async function completed(context: EntraContext, item: unknown, list: Expanded): Promise<unknown> {
  if (typeof item !== 'object' || item === null) return item;
  const raw = item as Json;
  const id = raw['id'];
  if (objects(raw[list.expand]).length < EXPAND_LIMIT || typeof id !== 'string') return item;
  const query = list.fields === undefined ? '' : `$select=${list.fields}&`;
  const path = `${list.path}/${encodeURIComponent(id)}/${list.expand}?${query}$top=${PAGE}`;
  const related = await context.client.all(context, { path });
  return related === undefined ? item : { ...raw, [list.expand]: related };
}

/** One relation of one object; nothing when it could not be read, which has been reported. */
export async function related(context: EntraContext, path: string): Promise<readonly unknown[] | undefined> {
  return context.client.all(context, { path });
}
