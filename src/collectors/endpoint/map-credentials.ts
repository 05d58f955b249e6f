import { edge, node, ref, resourcePath } from '../../schema/index.ts';
import type { ScanCredential, ScanDevice, ScanDocument } from './document.ts';
import { credentialKey, deviceRef, fileKey } from './keys.ts';
import type { EndpointRecord } from './map.ts';
import { usesOf } from './map-uses.ts';

export const ENVIRONMENT = 'environment';

/** The credentials of a scan, each once, with where it lies, what it authenticates as, and who can use it. */
export function credentialRecords(scan: ScanDocument): EndpointRecord[] {
  const byKey = Map.groupBy(scan.credentials, (one) => credentialKey(scan.device, one));
  const places = new Set(scan.credentials.map(({ place }) => place).filter((place) => place !== ENVIRONMENT));
  return [
    ...[...places].sort().flatMap((place) => fileRecords(scan.device, place)),
    ...[...byKey].flatMap(([key, sightings]) => [
      credentialNode(key, sightings),
      ...storedIn(scan.device, key, sightings),
      ...authenticatesAs(key, sightings),
    ]),
    ...usesOf(scan),
  ];
}

function fileRecords(device: ScanDevice, place: string): EndpointRecord[] {
  const file = ref('Resource', fileKey(device, place));
  return [
    node('Resource', file.id, {
      name: place,
      kind: 'file',
      system: 'endpoint',
      tenant: device.id,
      path: resourcePath('endpoint', device.id, 'file', device.user, place),
      secretContainer: true,
    }),
    edge('CONTAINS', deviceRef(device), file, {}),
  ];
}

/** One credential out of all places it was seen in; of each fact the first that is known. */
function credentialNode(key: string, sightings: readonly ScanCredential[]): EndpointRecord {
  const first = <K extends keyof ScanCredential>(name: K): ScanCredential[K] | undefined =>
    sightings.find((one) => one[name] !== undefined)?.[name];
  const kinds = sightings.map(({ kind }) => kind);
  const kind = kinds.find((one) => one !== 'secret') ?? 'secret';
  const prints = [...new Set(sightings.flatMap(({ fingerprints }) => fingerprints))].sort();
  const expiresAt = first('expiresAt');
  return node('Credential', key, {
    name: key.startsWith('fp:')
      ? `${[first('system'), kind].filter((one) => one !== undefined).join(' ')} ${key.slice(0, 11)}`
      : undefined,
    kind,
    system: first('system'),
    tenant: first('tenant'),
    lifetime: first('lifetime'),
    fingerprints: prints.length === 0 ? undefined : prints,
    scopes: first('scopes'),
    expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt).toISOString(),
    issuer: first('issuer'),
    subject: first('subject'),
  });
}

/** In the file, or in the environment of the device; the names under which it stands there in one text. */
function storedIn(device: ScanDevice, key: string, sightings: readonly ScanCredential[]): EndpointRecord[] {
  const from = ref('Credential', key);
  return [...Map.groupBy(sightings, ({ place }) => place)].map(([place, here]) => {
    const names = [...new Set(here.map((one) => one.as).filter((one) => one !== undefined))].sort();
    const as = names.length === 0 ? undefined : names.join(', ');
    return place === ENVIRONMENT
      ? edge('STORED_IN', from, deviceRef(device), { as })
      : edge('STORED_IN', from, ref('Resource', fileKey(device, place)), { as });
  });
}

function authenticatesAs(key: string, sightings: readonly ScanCredential[]): EndpointRecord[] {
  const principals = new Set(sightings.flatMap(({ principal }) => (principal === undefined ? [] : [principal.id])));
  return [...principals].map((id) => edge('AUTHENTICATES_AS', ref('Credential', key), ref('Principal', id), {}));
}
