import { type ImportFile, jsonItems } from '../../collect/index.ts';
import type { ListFile } from './endpoints.ts';
import { asObject, type Json } from './fields.ts';

/** One item of a list in a file, or what is wrong there. */
export type Listed =
  | { readonly item: Json; readonly place: string }
  | { readonly problem: string; readonly place: string };

/** Fields beside the list that say nothing. */
const AROUND = new Set(['total_count', 'total_seats', 'incomplete_results', 'repository_selection', 'data']);

/**
 * The items of a list as the API, `gh api --paginate` (one array, or page after page) or `--slurp` (an array of pages)
 * writes it, or of a GraphQL answer.
 */
export async function* listed(file: ImportFile, list: ListFile): AsyncGenerator<Listed> {
  if (list.single === true) {
    yield* single(file);
    return;
  }
  for await (const item of jsonItems(file)) {
    if ('problem' in item) yield item;
    else if (item.key === '') yield* flattened(item.value, list, item.place);
    else if (item.key === list.key && item.index !== undefined) yield* flattened(item.value, list, item.place);
    else if (item.key === 'data') yield* flattened({ data: item.value }, list, item.place);
    else if (!AROUND.has(item.key) && item.index === undefined) yield unexpected(item.key, item.place);
  }
}

/** Arrays are pages, objects with the list's field are pages, GraphQL answers hold a connection; else it is an item. */
function* flattened(value: unknown, list: ListFile, place: string): Generator<Listed> {
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) yield* flattened(one, list, `${place}[${index}]`);
    return;
  }
  const object = asObject(value);
  const page = list.key === undefined ? undefined : object?.[list.key];
  if (object === undefined) yield { problem: 'not an object', place };
  else if (Array.isArray(page)) yield* flattened(page, list, `${place}.${list.key}`);
  else if (object['data'] !== undefined) yield* graphqlEdges(object, list, place);
  else if (typeof object['message'] === 'string' && 'documentation_url' in object) yield unexpected('message', place);
  else yield { item: object, place };
}

function* graphqlEdges(answer: Json, list: ListFile, place: string): Generator<Listed> {
  if (Array.isArray(answer['errors'])) yield { problem: 'the GraphQL answer holds errors', place };
  const organization = asObject(asObject(answer['data'])?.['organization']);
  if (organization !== undefined && organization[list.connection?.[0] ?? ''] === null) return;
  const connection = (list.connection ?? []).reduce<Json | undefined>((at, name) => asObject(at?.[name]), organization);
  const edges = connection?.['edges'];
  if (Array.isArray(edges)) yield* flattened(edges, list, `${place}.edges`);
  else yield { problem: `the GraphQL answer has no ${list.connection?.join('.') ?? 'such list'}`, place };
}

function unexpected(key: string, place: string): Listed {
  const problem =
    key === 'message'
      ? 'the file holds an error answer of the API instead of the list'
      : 'this is not the list that the API documents';
  return { problem, place };
}

/** A file that is one object. Its fields come one by one from the reader and are put together again. */
async function* single(file: ImportFile): AsyncGenerator<Listed> {
  const whole: Record<string, unknown> = {};
  let broken = false;
  for await (const item of jsonItems(file)) {
    if ('problem' in item) {
      broken = true;
      yield item;
    } else if (item.key === '') Object.assign(whole, asObject(item.value));
    else if (item.index === undefined) whole[item.key] = item.value;
    else whole[item.key] = [...((whole[item.key] as unknown[] | undefined) ?? []), item.value];
  }
  if (typeof whole['message'] === 'string' && 'documentation_url' in whole) yield unexpected('message', 'message');
  else if (!broken) yield { item: whole, place: 'the file' };
}
