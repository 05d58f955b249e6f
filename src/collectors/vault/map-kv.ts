import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { environmentOf, sensitivityOf, tagValue } from '../../lib/tags.ts';
import { edge, type NodeRef, node, ref, resourcePath } from '../../schema/index.ts';
import { type Json, objectAt, required } from './fields.ts';
import * as keys from './keys.ts';
import { ownerEvidence } from './owner.ts';
import { plainTags } from './plain-tags.ts';
import type { VaultRaw } from './routes.ts';

/** A KV secret by its metadata: never its data. */
export function mapKvMetadata(raw: VaultRaw, { scope }: MapContext) {
  const { mount, path } = placeOf(raw);
  const { data } = raw;
  const place = `${mount}/${path}`;
  const self = keys.secret(scope, place);
  const tags = plainTags(objectAt(data, 'custom_metadata'));
  const secret = node('Resource', self.id, {
    name: place,
    kind: 'vault:secret',
    system: 'vault',
    tenant: scope,
    path: resourcePath('vault', scope, 'vault:secret', undefined, place),
    environment: environmentOf(tags),
    sensitivity: sensitivityOf(tags),
    secretContainer: true,
    createdAt: toInstant(data['created_time']),
    rotatedAt: writtenAt(data),
    tags,
  });
  return [
    secret,
    ...foldersOf(scope, mount, path, self),
    ...keptCredentials(scope, self, tags),
    ...ownerEvidence(self, tags),
  ];
}

/** Mount and path of `<mount>/metadata/<path>`; of a KV v1 path the reader has told the mount. */
function placeOf({ path, mount }: VaultRaw): { readonly mount: string; readonly path: string } {
  if (mount !== undefined) return { mount, path: path.slice(mount.length + 1).replace(/^metadata\//, '') };
  const match = /^(.+?)\/metadata\/(.+)$/.exec(path);
  return { mount: required(match?.[1], 'mount'), path: required(match?.[2], 'path') };
}

/** When the current version was written. */
function writtenAt(data: Json): string | undefined {
  const current = data['current_version'];
  const version = objectAt(objectAt(data, 'versions'), String(current));
  return toInstant(version?.['created_time']) ?? toInstant(data['updated_time']);
}

/** The folders between mount and secret, each containing the next. */
function foldersOf(scope: string, mount: string, path: string, secret: NodeRef<'Resource'>) {
  const names = path.split('/').slice(0, -1);
  const folders = names.map((_name, index) => `${mount}/${names.slice(0, index + 1).join('/')}/`);
  const chain = [keys.mount(scope, mount), ...folders.map((one) => keys.folder(scope, one)), secret];
  const links = chain.slice(1).map((inner, index) => edge('CONTAINS', chain[index] ?? inner, inner, {}));
  return [...folders.map((one) => folderNode(scope, one)), ...links];
}

function folderNode(scope: string, place: string) {
  return node('Resource', keys.folder(scope, place).id, {
    name: place,
    kind: 'vault:folder',
    system: 'vault',
    tenant: scope,
    path: resourcePath('vault', scope, 'vault:secret', undefined, place),
  });
}

const KEY_TAGS = ['access-key-id', 'credential', 'fingerprint', 'keyline-fingerprint'];
const PRINCIPAL_TAGS = ['principal', 'principal-arn', 'keyline-principal'];
const ACCESS_KEY_ID = /^A[KS]IA[A-Z0-9]{12,}$/;
const FINGERPRINT = /^fp:[A-Za-z0-9_-]{43}$/;

/** What custom metadata says is kept here: an access key id, a keyed fingerprint, the principal it belongs to. */
function keptCredentials(scope: string, secret: NodeRef<'Resource'>, tags: readonly string[] | undefined) {
  const named = KEY_TAGS.map((key) => tagValue(tags, [key])).filter((id) => id !== undefined);
  const kept = [...new Set(named)].flatMap((id) => namedCredential(secret, id));
  const principal = tagValue(tags, PRINCIPAL_TAGS);
  if (principal === undefined) return kept;
  const current = ref('Credential', `${secret.id}#current`);
  return [
    ...kept,
    node('Credential', current.id, { kind: 'secret', system: 'vault', tenant: scope }),
    edge('STORED_IN', current, secret, {}),
    edge('AUTHENTICATES_AS', current, ref('Principal', principal), {}),
  ];
}

/** Any other text names no credential. */
function namedCredential(secret: NodeRef<'Resource'>, id: string) {
  const stored = edge('STORED_IN', ref('Credential', id), secret, {});
  if (ACCESS_KEY_ID.test(id)) return [stored];
  return FINGERPRINT.test(id) ? [node('Credential', id, { fingerprints: [id] }), stored] : [];
}
