import { holdsNone, type ImportFile, jsonItems, type Mark, type Problem, unmarked } from '../../collect/index.ts';
import { type Bag, isBag, text } from './json.ts';
import { ManagerLinks } from './managers.ts';
import { groupGrants } from './map-grants.ts';
import type { RolesRaw } from './map-people.ts';

type ReadItem =
  | { readonly raw: unknown; readonly place: string }
  | { readonly problem: Pick<Problem, 'kind' | 'message'> & { readonly place: string } };

/** Reads one kind of file into the raw items of its step. `parts`: the path below the org's folder; `mark`: what every object has. */
export type Reader = (file: ImportFile, parts: readonly string[], mark: Mark) => AsyncIterable<ReadItem>;

interface Placed {
  readonly item: Bag;
  readonly place: string;
}

const WRAPPERS = new Set(['', 'data', 'value', 'items']);

/** The objects of an array, of JSON lines, or of the list in a wrapper. Something else in their place is a problem. */
async function* objects(
  file: ImportFile,
  mark: Mark,
): AsyncGenerator<Placed | Extract<ReadItem, { problem: unknown }>> {
  let isList = false;
  for await (const one of jsonItems(file)) {
    const isItem = !('problem' in one) && one.index !== undefined && WRAPPERS.has(one.key);
    isList ||= isItem;
    if ('problem' in one) yield malformed(one.problem, one.place);
    else if (WRAPPERS.has(one.key) && one.index === undefined && !Array.isArray(one.value))
      yield malformed('not a list', one.place);
    else if (!isItem) continue;
    else if (!isBag(one.value)) yield malformed('not an object', one.place);
    else {
      const other = unmarked(one.value, mark);
      yield other === undefined ? { item: one.value, place: one.place } : malformed(other, one.place);
    }
  }
  if (!isList && holdsNone(file.head, [...WRAPPERS])) yield malformed('this is no list of the API', 'the file');
}

function malformed(message: string, place: string): Extract<ReadItem, { problem: unknown }> {
  return { problem: { kind: 'malformed', message, place } };
}

export const itemReader: Reader = async function* (file, _parts, mark) {
  for await (const one of objects(file, mark))
    yield 'problem' in one ? one : { raw: { item: one.item }, place: one.place };
};

/** Items below a parent, whose id is the folder; items that name their parent themselves may lie together. */
export const childReader: Reader = async function* (file, parts, mark) {
  const parent = parts.length > 1 ? parts[1] : undefined;
  for await (const one of objects(file, mark)) {
    yield 'problem' in one ? one : { raw: { item: one.item, parent }, place: one.place };
  }
};

export const userReader: Reader = async function* (file, _parts, mark) {
  const links = new ManagerLinks();
  for await (const one of objects(file, mark)) {
    if ('problem' in one) {
      yield one;
      continue;
    }
    links.add(one.item);
    yield { raw: { user: one.item }, place: one.place };
  }
  for (const raw of links.resolved()) yield { raw, place: 'profile.managerId' };
};

/** Scope grants are put together by client and user: the whole file is read first. */
export const grantReader: Reader = async function* (file, parts, mark) {
  const appId = parts.length > 1 && parts[0] === 'apps' ? parts[1] : undefined;
  const grants: Bag[] = [];
  for await (const one of objects(file, mark)) {
    if ('problem' in one) yield one;
    else if (appId === undefined && text(one.item['clientId']) === undefined)
      yield malformed('a grant without clientId', one.place);
    else grants.push(one.item);
  }
  for (const raw of groupGrants(grants, appId)) yield { raw, place: `grants of client ${raw.clientId}` };
};

/** Roles of one holder: `users/<id>/roles.json` or `clients/<id>/roles.json`. */
export const roleReader: Reader = async function* (file, parts, mark) {
  const roles: Bag[] = [];
  for await (const one of objects(file, mark)) {
    if ('problem' in one) yield one;
    else roles.push(one.item);
  }
  const raw: RolesRaw = { of: parts[0] === 'clients' ? 'client' : 'user', id: parts[1] ?? '', roles };
  yield { raw, place: 'roles' };
};
