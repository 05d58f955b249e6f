import type { Json } from './fields.ts';
import type { MountInfo } from './grants.ts';

/** One answer of the API with the path it was asked at. The same from a file and from the server. */
export interface VaultRaw {
  /** Below `/v1/`: `auth/approle/role/ci`, `kv/metadata/app/db`. */
  readonly path: string;
  /** The answer's `data`. */
  readonly data: Json;
  /** The secret engine a KV path belongs to, where the reader knows it (mounts may hold slashes). */
  readonly mount?: string;
  /** All secret engines, where the reader knows them. */
  readonly mounts?: readonly MountInfo[];
  /** `auth/<mount>/config`: the issuer of an OIDC or JWT method. */
  readonly config?: Json;
}

const ROUTES: readonly (readonly [RegExp, string])[] = [
  [/^sys\/mounts$/, 'mounts'],
  [/^sys\/auth$/, 'auth-methods'],
  [/^sys\/policies\/acl\/.+$/, 'policies'],
  [/^auth\/token\/lookup-accessor\/[^/]+$/, 'token-accessors'],
  [/^auth\/.+\/role\/[^/]+\/secret-id\/[^/]+$/, 'secret-ids'],
  [/^auth\/.+\/roles?\/[^/]+$/, 'auth-roles'],
  [/^identity\/entity\/id\/[^/]+$/, 'entities'],
  [/^identity\/group\/id\/[^/]+$/, 'groups'],
  [/^(?!sys\/|auth\/|identity\/)[^/].*?\/metadata\/.+[^/]$/, 'kv-metadata'],
];

/** The step that an answer of the API belongs to, or `undefined`. */
export function stepOfPath(path: string): string | undefined {
  return ROUTES.find(([pattern]) => pattern.test(path))?.[1];
}

/** Mount and role of `auth/<mount>/role/<name>`. */
export function roleOfPath(path: string): { readonly mount: string; readonly name: string } | undefined {
  const match = /^auth\/(.+)\/roles?\/([^/]+?)(?:\/secret-id\/[^/]+)?$/.exec(path);
  return match === null ? undefined : { mount: match[1] ?? '', name: match[2] ?? '' };
}

export function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
