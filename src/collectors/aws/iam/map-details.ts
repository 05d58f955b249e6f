import type { MapContext } from '../../../collect/index.ts';
import { toInstant } from '../../../lib/clock.ts';
import { edge, node, type RecordOf, ref, resourcePath } from '../../../schema/index.ts';
import { type AwsTag, accountKey, accountOf, awsTags, permissionSetRoleKey } from '../keys.ts';
import { ownerTagEvidence } from '../owner-tags.ts';
import { governedBy, policyNode } from '../policy.ts';
import { object, objects, required, text } from '../raw.ts';
import { type IamRaw, nameField, type PrincipalRaw } from './details.ts';

export const DETAILS_EMITS = [
  'Resource',
  'Principal',
  'Policy',
  'Evidence',
  'GOVERNED_BY',
  'MEMBER_OF',
  'ABOUT',
  'NAMES',
  'CAN_ASSUME',
] as const;

type DetailsRecord = RecordOf<(typeof DETAILS_EMITS)[number]>;

export function mapDetails(raw: IamRaw, context: MapContext): readonly DetailsRecord[] {
  if (raw.item === 'account') return [accountNode(raw.account)];
  if (raw.item === 'policy') return [policyNode(raw.policy, raw.name)];
  const self = ref('Principal', required(raw.detail, 'Arn'));
  return [
    principalNode(raw, context),
    ...governedBy(self, raw.attachments),
    ...raw.groups.map((group) => edge('MEMBER_OF', self, ref('Principal', group), {})),
    ...ownerTagEvidence(self, tagsOf(raw)),
    ...provisionedRole(raw),
  ];
}

export function accountNode(account: string): RecordOf<'Resource'> {
  return node('Resource', accountKey(account), {
    kind: 'aws:account',
    system: 'aws',
    tenant: account,
    path: resourcePath('aws', account, 'aws:account', undefined, account),
  });
}

function principalNode(raw: PrincipalRaw, context: MapContext): RecordOf<'Principal'> {
  const { detail, item } = raw;
  const arn = required(detail, 'Arn');
  const account = accountOf(arn) ?? context.scope;
  const name = required(detail, nameField(item));
  const tags = tagsOf(raw);
  return node('Principal', arn, {
    name,
    kind: `iam-${item}`,
    system: 'aws',
    tenant: account,
    uniqueId: text(detail, `${item.charAt(0).toUpperCase()}${item.slice(1)}Id`),
    createdAt: toInstant(detail['CreateDate']),
    lastUsedAt: toInstant(object(detail, 'RoleLastUsed')['LastUsedDate']),
    trustDocument: raw.trust?.document,
    attributes: attributesOf(raw, arn, account, name, tags),
    tags,
    problems: raw.problems.length === 0 ? undefined : raw.problems,
    login: item === 'user' ? name : undefined,
    email: item === 'user' ? emailTag(tags) : undefined,
  });
}

/** The condition keys that are the same in every request of the principal. A role has no user name, and its `aws:userid` ends
 * with the session's name. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
function attributesOf(
  { item, detail }: PrincipalRaw,
  arn: string,
  account: string,
  name: string,
  tags: readonly string[] | undefined,
): readonly string[] | undefined {
  if (item === 'group') return undefined;
  const userId = text(detail, 'UserId');
  return [
    `aws:PrincipalAccount=${account}`,
    `aws:PrincipalArn=${arn}`,
    ...(item === 'user' ? [`aws:username=${name}`] : []),
    ...(item === 'user' && userId !== undefined ? [`aws:userid=${userId}`] : []),
    ...(tags ?? []).map((tag) => `aws:PrincipalTag/${tag}`),
  ];
}

function tagsOf({ detail }: PrincipalRaw): string[] | undefined {
  return awsTags(objects(detail, 'Tags') as readonly AwsTag[]);
}

function emailTag(tags: readonly string[] | undefined): string | undefined {
  const value = tags
    ?.find((tag) => /^e-?mail=/i.test(tag))
    ?.replace(/^[^=]*=/, '')
    .trim()
    .toLowerCase();
  return value !== undefined && /^[^@\s]+@[^@\s]+$/.test(value) ? value : undefined;
}

/**
 * A role that Identity Center provisioned: `AWSReservedSSO_<permission set>_<16 hex digits>`. Who is assigned the permission
 * set in the account may become `permissionSetRoleKey`, and that is this role.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
function provisionedRole({ item, detail }: PrincipalRaw): RecordOf<'CAN_ASSUME'>[] {
  const arn = required(detail, 'Arn');
  const account = accountOf(arn);
  const name = /:role\/aws-reserved\/sso\.amazonaws\.com\/(?:[\w-]+\/)?AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(
    arn,
  )?.[1];
  if (item !== 'role' || name === undefined || account === undefined) return [];
  const from = ref('Principal', permissionSetRoleKey(account, name));
  return [edge('CAN_ASSUME', from, ref('Principal', arn), { certainty: 'certain', via: 'identity-center' })];
}
