import { openPlaces, type Place, type Places } from '../hierarchy/places.ts';
import { prefixRange } from '../ranges/ordinals.ts';
import { append, NO_RANGES, normaliseRanges, type Ranges } from '../ranges/ranges.ts';
import { type PathPattern, pathPattern } from './pattern.ts';
import type { VaultInput, VaultMount, VaultSecret } from './types.ts';

export const KV_SECRET = 'vault:secret';
export const API_PATH = 'vault:path';

/**
 * The paths of the API that stand behind a resource. A KV v2 secret has one for each of its parts; listing asks for the
 * folder, with and without its slash; a protected path takes `sudo` besides; a powerful one hands out access.
 * https://developer.hashicorp.com/vault/docs/secrets/kv/kv-v2#acl-rules
 */
export const PROBES = [
  'data',
  'subkeys',
  'metadata',
  'delete',
  'undelete',
  'destroy',
  'folder',
  'folder/',
  'api',
  'protected',
  'power',
  'protected-power',
] as const;

export type Probe = (typeof PROBES)[number];

const KV_1: readonly Probe[] = ['data', 'folder', 'folder/'];
const KV_2: readonly Probe[] = [...KV_1, 'subkeys', 'metadata', 'delete', 'undelete', 'destroy'];

/** Neighbouring resources with what all their paths for one probe begin with. */
interface Shelf {
  readonly probe: Probe;
  readonly lo: number;
  readonly hi: number;
  /** Of the resources' names, cut off before the path is built. */
  readonly cut: string;
  /** All paths begin with this. */
  readonly start: string;
  pathOf(rest: string): string;
}

/** Secrets and paths of a server, and where patterns hold among them. */
export interface VaultEstate {
  readonly places: Places;
  /** Secrets of mounts that are not known: it cannot be told by which paths they are asked for. */
  readonly unmounted: Ranges;
  /** Resources whose path for the probe matches the pattern. */
  rangesOf(pattern: PathPattern, probe: Probe): Ranges;
  /** Resources whose path for the probe begins with the text. */
  rangesFrom(start: string, probe: Probe): Ranges;
}

export function openEstate(input: VaultInput): VaultEstate {
  const places = openPlaces('vault', [...placesOf(input)]);
  const shelves = shelvesOf(input, places);
  const known = new Map<string, Ranges>();
  const find = (pattern: PathPattern, probe: Probe): Ranges => {
    const key = `${probe}|${pattern.text}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = normaliseRanges(
      shelves.filter((shelf) => shelf.probe === probe).flatMap((shelf) => matching(pattern, shelf, places)),
    );
    known.set(key, made);
    return made;
  };
  return {
    places,
    unmounted: unmountedOf(input, places),
    rangesOf: find,
    rangesFrom: (start, probe) => find(pathPattern(`${start}*`), probe),
  };
}

/** `host`, or `host/team` in a namespace. */
export function tenantOf(host: string, namespace: string): string {
  return namespace === '' ? host : `${host}/${namespace.replace(/\/$/, '')}`;
}

function* placesOf({ host, secrets, paths }: VaultInput): Generator<Place> {
  for (const { id, namespace, mount, path } of secrets)
    yield { id, type: KV_SECRET, tenant: tenantOf(host, namespace), name: nameOf({ mount, path }) };
  for (const { id, namespace, path } of paths)
    yield { id, type: API_PATH, tenant: tenantOf(host, namespace), name: path };
}

function unmountedOf({ mounts, secrets }: VaultInput, places: Places): Ranges {
  const known = new Set([...mounts].map(({ namespace, path }) => `${namespace}|${path}`));
  const lost = [...secrets].filter(({ namespace, mount }) => !known.has(`${namespace}|${mount}`));
  return normaliseRanges(lost.flatMap(({ id }) => places.exactly(id)));
}

function nameOf({ mount, path }: Pick<VaultSecret, 'mount' | 'path'>): string {
  return `${mount}/${path}`;
}

function shelvesOf(input: VaultInput, places: Places): Shelf[] {
  const kv = [...input.mounts].flatMap((mount) => mountShelves(mount, input.host, places));
  const namespaces = [...new Set([...input.paths].map(({ namespace }) => namespace))];
  return [...kv, ...namespaces.flatMap((namespace) => apiShelves(namespace, input.host, places))];
}

function mountShelves(mount: VaultMount, host: string, places: Places): Shelf[] {
  const cut = `${mount.path}/`;
  const [lo, hi] = within(KV_SECRET, tenantOf(host, mount.namespace), cut, places);
  const probes = mount.kind === 'kv-2' ? KV_2 : KV_1;
  return probes.map((probe): Shelf => {
    const start = kvStart(mount, probe);
    const folder = probe === 'folder' || probe === 'folder/';
    const pathOf = folder
      ? (rest: string): string => folderPath(start, rest, probe === 'folder/')
      : (rest: string): string => `${start}${rest}`;
    return { probe, lo, hi, cut, start: folder ? start.slice(0, -1) : start, pathOf };
  });
}

/** In KV v1 the secret's path is its name and listing asks for the folder itself. */
function kvStart({ namespace, path, kind }: VaultMount, probe: Probe): string {
  const part = probe === 'folder' || probe === 'folder/' ? 'metadata' : probe;
  return kind === 'kv-1' ? `${namespace}${path}/` : `${namespace}${path}/${part}/`;
}

function folderPath(start: string, rest: string, slash: boolean): string {
  const path = `${start}${rest.slice(0, rest.lastIndexOf('/') + 1)}`;
  return slash ? path : path.slice(0, -1);
}

/** https://developer.hashicorp.com/vault/docs/concepts/policies#root-protected-api-endpoints */
const PROTECTED =
  /^(auth\/token\/(accessors\/?|revoke-orphan)$|pki\/root(\/sign-self-issued)?$|sys\/(audit(\/.+)?|auth\/[^/]+(\/tune)?|config\/(auditing\/request-headers|cors|ui\/headers)(\/.+)?|internal\/(inspect|counters\/activity\/export)(\/.*)?|leases|leases\/(lookup|revoke-force|revoke-prefix)\/.*|plugins\/(runtimes\/)?catalog(\/.+)?|raw(\/.+)?|remount|replication\/.+|revoke-(force|prefix)\/.+|rotate|seal|step-down|storage\/raft\/snapshot-auto\/.+)$)/;

/** Who writes these gives access, to others or to themselves. */
const POWERFUL =
  /^(sys\/(policy|policies\/[^/]+|auth|namespaces)(\/|$)|auth\/token\/(create|roles)|auth\/.+\/(role|roles|users|groups|map|config|certs)(\/|$)|identity\/(entity|group|entity-alias|group-alias)(\/|$))/;

function apiShelves(namespace: string, host: string, places: Places): Shelf[] {
  const [lo, hi] = within(API_PATH, tenantOf(host, namespace), '', places);
  const { names } = places.ordinals;
  const shelves: Shelf[] = [];
  for (let ordinal = lo; ordinal < hi; ordinal += 1) {
    const name = names[ordinal] ?? '';
    const start = `${namespace}${name}`;
    const at = { lo: ordinal, hi: ordinal + 1, cut: '', start, pathOf: () => start };
    const guarded = PROTECTED.test(name);
    shelves.push({ ...at, probe: guarded ? 'protected' : 'api' });
    if (POWERFUL.test(name)) shelves.push({ ...at, probe: guarded ? 'protected-power' : 'power' });
  }
  return shelves;
}

function within(type: string, tenant: string, start: string, { ordinals, placeAt }: Places): [number, number] {
  const folder = ordinals.folders.find(({ lo }) => {
    const place = placeAt(lo);
    return place?.type === type && place.tenant === tenant;
  });
  return folder === undefined ? [0, 0] : prefixRange(ordinals.names, folder.lo, folder.hi, start);
}

/** Looks only where the pattern's literal beginning leads; a plain `…*` needs no look at the names found there. */
function matching(pattern: PathPattern, shelf: Shelf, { ordinals }: Places): Ranges {
  const { literal } = pattern;
  const { start, cut } = shelf;
  if (!literal.startsWith(start) && !start.startsWith(literal)) return NO_RANGES;
  const plain = pattern.prefix && !pattern.segmented;
  if (plain && start.startsWith(literal)) return shelf.hi > shelf.lo ? [shelf.lo, shelf.hi] : NO_RANGES;
  const rest = start.endsWith('/') ? literal.slice(start.length) : literal.slice(start.length + 1);
  const [lo, hi] = prefixRange(ordinals.names, shelf.lo, shelf.hi, rest === '' ? '' : `${cut}${rest}`);
  const found: number[] = [];
  for (let ordinal = lo; ordinal < hi; ordinal += 1) {
    const name = ordinals.names[ordinal] ?? '';
    if (pattern.matches(shelf.pathOf(name.slice(cut.length)))) append(found, ordinal, ordinal + 1);
  }
  return found;
}
