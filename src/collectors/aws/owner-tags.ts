import { ownerOf, tagValue } from '../../lib/tags.ts';
import { type EdgeRecord, edge, type NodeRecord, type NodeRef, node, ref } from '../../schema/index.ts';

const CREATOR_KEYS = ['created-by', 'createdby', 'creator', 'provisioned-by'];

export type OwnerTagRecord = NodeRecord<'Evidence'> | EdgeRecord<'ABOUT'> | EdgeRecord<'NAMES'>;

/**
 * What tags say about who answers for something: `owner-tag` evidence for an owner tag and for a creator tag (anybody may
 * have written either). A value that is a user's ARN names that account, any other text is kept as written.
 */
export function ownerTagEvidence(
  subject: NodeRef<'Agent' | 'Principal' | 'Credential' | 'Tool' | 'Resource'>,
  tags: readonly string[] | undefined,
): OwnerTagRecord[] {
  return [
    ...evidence(subject, 'owner', tags, ownerOf),
    ...evidence(subject, 'creator', tags, (some) => tagValue(some, CREATOR_KEYS)),
  ];
}

function evidence(
  subject: NodeRef<'Agent' | 'Principal' | 'Credential' | 'Tool' | 'Resource'>,
  what: 'owner' | 'creator',
  tags: readonly string[] | undefined,
  find: (tags: readonly string[] | undefined) => string | undefined,
): OwnerTagRecord[] {
  const value = find(tags);
  if (value === undefined) return [];
  const tag = tags?.find((one) => find([one]) === value)?.split('=', 1)[0] ?? what;
  const isAccount = /^arn:[\w-]+:iam::\d{12}:(user|role)\//.test(value);
  const self = ref('Evidence', `evidence:owner-tag:${subject.id}:${what}`);
  return [
    node('Evidence', self.id, {
      kind: 'owner-tag',
      says: `its tag ${tag} names its ${what}`,
      person: isAccount ? undefined : personOf(value),
    }),
    edge('ABOUT', self, subject, {}),
    ...(isAccount ? [edge('NAMES', self, ref('Principal', value), {})] : []),
  ];
}

/** E-mails compare in lower case; logins and ids stay as written. */
function personOf(value: string): string {
  return value.includes('@') ? value.toLowerCase() : value;
}
