import { DeniedError, type FetchContext } from '../../collect/index.ts';
import type { VaultClient } from './client.ts';
import { asObject, type Json, objectAt, textAt } from './fields.ts';
import type { MountInfo } from './grants.ts';
import type { VaultRaw } from './routes.ts';

export type Context = FetchContext<VaultClient>;

const CONCURRENCY = 8;

/** One answer, or nothing when it was refused. */
async function read(context: Context, path: string): Promise<VaultRaw | undefined> {
  const data = await context.attempt(`read ${path}`, (signal) => context.client.read(path, signal));
  return data === undefined ? undefined : { path, data };
}

async function list(context: Context, path: string): Promise<readonly string[]> {
  return (await context.attempt(`list ${path}`, (signal) => context.client.list(path, signal))) ?? [];
}

async function* readAll(
  context: Context,
  paths: Iterable<string>,
  more: Partial<VaultRaw> = {},
): AsyncGenerator<VaultRaw> {
  for await (const raw of context.each(paths, (path) => read(context, path), CONCURRENCY)) {
    if (raw !== undefined) yield { ...raw, ...more };
  }
}

export async function* fetchOne(context: Context, path: string): AsyncGenerator<VaultRaw> {
  yield* readAll(context, [path]);
}

/** All below a listing, each read. */
export async function* fetchListed(context: Context, path: string): AsyncGenerator<VaultRaw> {
  yield* readAll(
    context,
    (await list(context, path)).map((name) => `${path}/${name}`),
  );
}

export async function* fetchPolicies(context: Context): AsyncGenerator<VaultRaw> {
  const mounts = await mountsOf(context);
  const names = (await list(context, 'sys/policies/acl')).filter((name) => name !== 'root');
  const more = mounts === undefined ? {} : { mounts };
  yield* readAll(
    context,
    names.map((name) => `sys/policies/acl/${name}`),
    more,
  );
}

/** Secret engines; the version of a KV engine stands in its options. */
async function mountsOf(context: Context): Promise<readonly MountInfo[] | undefined> {
  const raw = await read(context, 'sys/mounts');
  if (raw === undefined) return undefined;
  return Object.entries(raw.data)
    .filter(([name]) => name.endsWith('/'))
    .map(([name, value]) => ({ path: name.slice(0, -1), kvVersion: kvVersionOf(asObject(value)) }));
}

function kvVersionOf(facts: Json | undefined): 1 | 2 | undefined {
  const type = textAt(facts, 'type');
  if (type !== 'kv' && type !== 'generic') return undefined;
  return textAt(objectAt(facts, 'options'), 'version') === '2' ? 2 : 1;
}

/** Where each kind of auth method keeps its roles. */
const ROLE_LISTS: Readonly<Record<string, readonly [list: string, read: string]>> = {
  approle: ['role', 'role'],
  jwt: ['role', 'role'],
  oidc: ['role', 'role'],
  kubernetes: ['role', 'role'],
  aws: ['roles', 'role'],
  azure: ['role', 'role'],
  gcp: ['roles', 'role'],
};

async function authMounts(context: Context): Promise<readonly { readonly mount: string; readonly type: string }[]> {
  const raw = await read(context, 'sys/auth');
  return Object.entries(raw?.data ?? {}).flatMap(([name, value]) => {
    const type = textAt(asObject(value), 'type');
    return name.endsWith('/') && type !== undefined ? [{ mount: name.slice(0, -1), type }] : [];
  });
}

/** Roles of every auth method that has them; those of OIDC and JWT methods with the method's issuer. */
export async function* fetchAuthRoles(context: Context): AsyncGenerator<VaultRaw> {
  for (const { mount, type } of await authMounts(context)) {
    const places = ROLE_LISTS[type];
    if (places === undefined) continue;
    const names = await list(context, `auth/${mount}/${places[0]}`);
    if (names.length === 0) continue;
    const config = type === 'jwt' || type === 'oidc' ? await read(context, `auth/${mount}/config`) : undefined;
    const more = config === undefined ? {} : { config: issuerOf(config.data) };
    yield* readAll(
      context,
      names.map((name) => `auth/${mount}/${places[1]}/${name}`),
      more,
    );
  }
}

/** Of the method's configuration only the issuer is kept: it may hold a client secret. */
function issuerOf(config: Json): Json {
  return { oidc_discovery_url: config['oidc_discovery_url'], bound_issuer: config['bound_issuer'] };
}

/**
 * Every token by its accessor. Vault answers 403 for a token that ended after it was listed: a refusal counts only when
 * the accessor is still listed at the end.
 */
export async function* fetchTokens(context: Context): AsyncGenerator<VaultRaw> {
  const refused: string[] = [];
  const found = context.each(await tokenAccessors(context), async (accessor): Promise<VaultRaw | undefined> => {
    const data = await context.attempt(LOOKUP, (signal) => lookupToken(context, accessor, signal), accessor);
    if (data === 'refused') refused.push(accessor);
    return data === undefined || data === 'refused' ? undefined : { path: `${LOOKUP}/${accessor}`, data };
  });
  for await (const raw of found) if (raw !== undefined) yield raw;
  if (refused.length === 0) return;
  const left = new Set(await tokenAccessors(context));
  for (const accessor of refused.filter((one) => left.has(one)))
    context.problem({ kind: 'denied', what: LOOKUP, place: accessor, message: 'the look-up was refused' });
}

const LOOKUP = 'auth/token/lookup-accessor';

async function lookupToken(context: Context, accessor: string, signal: AbortSignal): Promise<Json | 'refused'> {
  try {
    return await context.client.lookupToken(accessor, signal);
  } catch (thrown) {
    if (thrown instanceof DeniedError) return 'refused';
    throw thrown;
  }
}

async function tokenAccessors(context: Context): Promise<readonly string[]> {
  const call = (signal: AbortSignal): Promise<readonly string[]> => context.client.tokenAccessors(signal);
  return (await context.attempt('list auth/token/accessors', call)) ?? [];
}

export async function* fetchSecretIds(context: Context): AsyncGenerator<VaultRaw> {
  for (const { mount, type } of await authMounts(context)) {
    if (type !== 'approle') continue;
    for (const name of await list(context, `auth/${mount}/role`))
      yield* secretIdsOf(context, `auth/${mount}/role/${name}`);
  }
}

async function* secretIdsOf(context: Context, role: string): AsyncGenerator<VaultRaw> {
  const accessors = await list(context, `${role}/secret-id`);
  const found = context.each(accessors, async (accessor): Promise<VaultRaw | undefined> => {
    const lookup = (signal: AbortSignal): Promise<Json> => context.client.lookupSecretId(role, accessor, signal);
    const data = await context.attempt(`${role}/secret-id-accessor/lookup`, lookup, accessor);
    return data === undefined ? undefined : { path: `${role}/secret-id/${accessor}`, data };
  });
  for await (const raw of found) if (raw !== undefined) yield raw;
}

/** Metadata of every KV secret. KV v1 has none: there the name is all. Folders are walked one after the other. */
export async function* fetchKvMetadata(context: Context): AsyncGenerator<VaultRaw> {
  for (const { path: mount, kvVersion } of (await mountsOf(context)) ?? []) {
    if (kvVersion === undefined) continue;
    const root = kvVersion === 2 ? `${mount}/metadata` : mount;
    const open = [root];
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      const names = await list(context, folder);
      open.push(...names.filter((name) => name.endsWith('/')).map((name) => `${folder}/${name.slice(0, -1)}`));
      const paths = names.filter((name) => !name.endsWith('/')).map((name) => `${folder}/${name}`);
      if (kvVersion === 2) yield* readAll(context, paths, { mount });
      else for (const path of paths) yield { path, data: {}, mount };
    }
  }
}

/** An audit device writes where the server runs: its file is imported. */
export async function* fetchNothing(): AsyncGenerator<never> {}
