import type { MapContext } from '../../../collect/step.ts';
import { tagValue } from '../../../lib/tags.ts';
import { edge, node, type RecordOf, ref } from '../../../schema/index.ts';
import { type Raw, required, text } from '../raw.ts';
import { flag, instant, tagsOf } from '../regional/fields.ts';
import type { Listed } from '../regional/files.ts';
import { resourcePolicy } from '../regional/policy.ts';
import { arnOf, awsResource } from '../regional/resource.ts';
import { currentCredential, storedCredential } from '../regional/stored.ts';

export const emits = ['Resource', 'Credential', 'Policy', 'STORED_IN', 'AUTHENTICATES_AS', 'GOVERNED_BY'] as const;

type SecretRecord = RecordOf<(typeof emits)[number]>;

/**
 * A secret as a container, and what its tags say it holds.
 * Entry: `SecretListEntry` merged with the answer of `GetResourcePolicy`.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_SecretListEntry.html
 */
export function mapSecret({ entry }: Listed, _context: MapContext): readonly SecretRecord[] {
  const arn = arnOf(required(entry, 'ARN'), 'secretsmanager');
  const tags = tagsOf(entry['Tags']);
  const policy = resourcePolicy(arn.text, entry['ResourcePolicy']);
  const resource = awsResource(arn, 'secretsmanager:secret', {
    name: text(entry, 'Name'),
    secretContainer: true,
    createdAt: instant(entry, 'CreatedDate'),
    rotatedAt: instant(entry, 'LastRotatedDate'),
    lastUsedAt: instant(entry, 'LastAccessedDate'),
    status: statusOf(entry),
    tags,
    problems: policy.problems,
  });
  return [resource, ...keptCredentials(arn.text, tags, entry), ...policy.records];
}

/** The system has no word of its own for it: from `DeletedDate` and `RotationEnabled`. */
function statusOf(entry: Raw): string | undefined {
  if (instant(entry, 'DeletedDate') !== undefined) return 'deletion-planned';
  const rotates = flag(entry, 'RotationEnabled');
  return rotates === undefined ? 'active' : rotates ? 'rotating' : 'not-rotating';
}

const KEY_TAGS = ['credential', 'access-key-id', 'keyline-fingerprint'];
const PRINCIPAL_TAGS = ['principal-arn', 'keyline-principal'];
const ACCESS_KEY_ID = /^A[KS]IA[A-Z0-9]{12,}$/;
const FINGERPRINT = /^fp:[A-Za-z0-9_-]{43}$/;

/** What is kept in the secret, as far as tags or the managing service tell; the value itself is never read. */
function keptCredentials(secret: string, tags: readonly string[] | undefined, entry: Raw): SecretRecord[] {
  const records: SecretRecord[] = KEY_TAGS.flatMap((key) => namedCredential(secret, tagValue(tags, [key])));
  const principal = tagValue(tags, PRINCIPAL_TAGS);
  const managed = text(entry, 'OwningService') !== undefined;
  if (principal === undefined && !managed) return records;
  records.push(...storedCredential(secret));
  if (principal !== undefined) {
    const credential = ref('Credential', currentCredential(secret));
    records.push(edge('AUTHENTICATES_AS', credential, ref('Principal', principal), {}));
  }
  return records;
}

/** An access key id or a keyed fingerprint that a tag names; any other text names no credential. */
function namedCredential(secret: string, id: string | undefined): SecretRecord[] {
  if (id === undefined) return [];
  const stored = (): SecretRecord => edge('STORED_IN', ref('Credential', id), ref('Resource', secret), {});
  if (ACCESS_KEY_ID.test(id)) return [stored()];
  return FINGERPRINT.test(id) ? [node('Credential', id, { fingerprints: [id] }), stored()] : [];
}
