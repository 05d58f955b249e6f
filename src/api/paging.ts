import { inputError } from '../lib/errors.ts';

export const DEFAULT_PAGE = 50;
export const MAX_PAGE = 500;

export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** Rows asked for. Errors: `page-size` for less than 1 or more than 500. */
export function pageSize(first: number | null | undefined, standard: number = DEFAULT_PAGE): number {
  if (first === undefined || first === null) return standard;
  if (first < 1 || first > MAX_PAGE)
    throw inputError('page-size', `"first" must be from 1 to ${MAX_PAGE}, not ${first}`);
  return first;
}

/** A place as an opaque cursor. */
export function encodeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

const MAX_CURSOR = 8_192;

/** The place of a cursor, as `read` makes it from its JSON; `read` answers `undefined` for what is not a place. Errors: `cursor`. */
export function decodeCursor<T>(
  cursor: string | null | undefined,
  read: (json: unknown) => T | undefined,
): T | undefined {
  if (cursor === undefined || cursor === null) return undefined;
  const place = cursor.length > MAX_CURSOR ? undefined : read(parsed(cursor));
  if (place === undefined) throw inputError('cursor', '"after" is not a cursor of this list');
  return place;
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

export function textPlace(json: unknown): string | undefined {
  return typeof json === 'string' ? json : undefined;
}

export function offsetPlace(json: unknown): number | undefined {
  return typeof json === 'number' && Number.isSafeInteger(json) && json >= 0 ? json : undefined;
}

/** A place of two ranks and a key. */
export function rankedPlace(json: unknown): readonly [number, number, string] | undefined {
  if (!Array.isArray(json) || json.length !== 3) return undefined;
  const [a, b, id] = json as unknown[];
  return Number.isInteger(a) && Number.isInteger(b) && typeof id === 'string'
    ? [a as number, b as number, id]
    : undefined;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

export interface Edge<N> {
  readonly cursor: string;
  readonly node: N;
}

export interface Connection<E extends { readonly cursor: string }> {
  readonly edges: readonly E[];
  readonly pageInfo: PageInfo;
}

/** Edges as a connection that goes forward. */
export function connectionOf<E extends { readonly cursor: string }>(
  edges: readonly E[],
  more: boolean,
  after: string | null | undefined,
): Connection<E> {
  return {
    edges,
    pageInfo: {
      hasNextPage: more,
      hasPreviousPage: after !== undefined && after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
