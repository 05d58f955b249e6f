import type { Action } from '../hierarchy/actions.ts';
import { type LevelMask, levelMask } from '../levels.ts';

/** A permission as the engine counts it on one type. */
export interface GcpAction extends Action {
  /** It acts on something inside the resource, `storage.objects.get` on a bucket. */
  readonly inside: boolean;
}

/** What stands inside what, where the inner thing is seldom listed. */
const HOLDERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'storage.objects': 'storage.buckets',
    'storage.managedfolders': 'storage.buckets',
    'storage.multipartuploads': 'storage.buckets',
    'secretmanager.versions': 'secretmanager.secrets',
    'bigquery.tables': 'bigquery.datasets',
    'bigquery.models': 'bigquery.datasets',
    'bigquery.routines': 'bigquery.datasets',
    'bigquery.rowaccesspolicies': 'bigquery.tables',
    'cloudkms.cryptokeys': 'cloudkms.keyrings',
    'cloudkms.cryptokeyversions': 'cloudkms.cryptokeys',
    'cloudsql.databases': 'cloudsql.instances',
    'cloudsql.users': 'cloudsql.instances',
    'spanner.databases': 'spanner.instances',
    'iam.serviceaccountkeys': 'iam.serviceaccounts',
  }),
);

/** `storage.objects` of `storage.objects.get`; verbs have no dots. */
function nounOf(permission: string): string {
  return permission.slice(0, permission.lastIndexOf('.')).toLowerCase();
}

/** `storage.buckets` for the type `storage:bucket`. */
function nounOfType(type: string): string {
  const [service = '', word = ''] = type.toLowerCase().split(':');
  const plural = /[^aeiou]y$/.test(word)
    ? `${word.slice(0, -1)}ies`
    : /(s|x|ch)$/.test(word)
      ? `${word}es`
      : `${word}s`;
  return `${service}.${plural}`;
}

/**
 * The permissions that act on each type of an estate, of those that some role or deny names. One that acts on something
 * that is not listed (an object) acts on what holds it (the bucket).
 */
export function permissionsByType(
  types: readonly string[],
  permissions: Iterable<string>,
): (type: string) => readonly GcpAction[] {
  const byNoun = new Map(types.map((type) => [nounOfType(type), new Map<string, GcpAction>()]));
  for (const name of new Set(permissions)) {
    const own = nounOf(name);
    const seen = new Set<string>();
    for (let noun: string | undefined = own; noun !== undefined && !seen.has(noun); noun = HOLDERS.get(noun)) {
      seen.add(noun);
      const found = byNoun.get(noun);
      if (found === undefined) continue;
      found.set(name, { name, level: levelOf(name), inside: noun !== own });
      break;
    }
  }
  return (type) => [...(byNoun.get(nounOfType(type))?.values() ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Reading what a thing is, not what is in it. */
const DESCRIBES =
  /^(secretmanager\.(secrets|versions)|bigquery\.(datasets|tables)|storage\.buckets|cloudkms\.\w+)\.get$/;
const GIVES_POWER =
  /\.setIamPolicy$|^iam\.serviceAccounts\.(actAs|getAccessToken|getOpenIdToken|implicitDelegation|signBlob|signJwt)$|^iam\.serviceAccountKeys\.create$/;
const TAGS = /\.(create|delete)TagBinding$|^resourcemanager\.tagValueBindings\./;
const READS = /^(get|read|access|query|export|download|view|fetch|useToDecrypt|select)/;
const LISTS = /^(list|search|getIamPolicy|testIamPermissions|check)/;

function levelOf(permission: string): LevelMask {
  const verb = permission.slice(permission.lastIndexOf('.') + 1);
  if (GIVES_POWER.test(permission)) return levelMask(['Permissions']);
  if (TAGS.test(permission)) return levelMask(['Tagging']);
  if (DESCRIBES.test(permission) || LISTS.test(verb)) return levelMask(['List']);
  return levelMask(READS.test(verb) ? ['Read'] : ['Write']);
}

/** Whose names differ in permissions and in the host names of deny policies. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ['cloudresourcemanager', 'resourcemanager'],
  ['sqladmin', 'cloudsql'],
]);

/**
 * Whether a permission of a deny policy (`storage.googleapis.com/buckets.delete`, with `*` for every resource or verb)
 * covers a permission of a role. https://cloud.google.com/iam/docs/deny-permissions-support
 */
export function deniesPermission(pattern: string, permission: string): boolean {
  const match = /^([^/]+)\.googleapis\.com\/(.+)\.([^.]+)$/.exec(pattern);
  if (match === null) return false;
  const [, host = '', noun, verb] = match;
  const given = /^([^.]+)\.(.+)\.([^.]+)$/.exec(permission);
  if (given === null || (SERVICES.get(host) ?? host) !== given[1]) return false;
  return (noun === '*' || noun === given[2]) && (verb === '*' || verb === given[3]);
}
