import type { MapContext } from '../../../collect/index.ts';
import { toInstant } from '../../../lib/clock.ts';
import { environmentOf, sensitivityOf } from '../../../lib/tags.ts';
import { edge, type NodeRef, node, type RecordOf, ref, resourcePath } from '../../../schema/index.ts';
import { type AwsTag, accountKey, awsTags } from '../keys.ts';
import { ownerTagEvidence } from '../owner-tags.ts';
import { governedBy, policyNode } from '../policy.ts';
import { required, text } from '../raw.ts';
import { POLICY_ROLES, type PolicyRaw, type StructureRaw } from './raw.ts';

export const STRUCTURE_EMITS = ['Resource', 'CONTAINS', 'Evidence', 'ABOUT', 'NAMES'] as const;
export const POLICY_EMITS = ['Resource', 'Policy', 'GOVERNED_BY'] as const;
type StructureRecord = RecordOf<(typeof STRUCTURE_EMITS)[number]>;

/** Kinds as the Service Authorization Reference names the resource types of Organizations. */
const KIND = {
  organization: 'organizations:organization',
  root: 'organizations:root',
  ou: 'organizations:organizationalunit',
} as const;

/** Key of what a policy can be attached to, or what a parent can be: a root, an OU, else an account. */
export function targetKey(id: string): string {
  if (id.startsWith('r-')) return `aws:org:root:${id}`;
  return id.startsWith('ou-') ? `aws:org:ou:${id}` : accountKey(id);
}

function organizationKey(id: string): string {
  return `aws:org:organization:${id}`;
}

export function mapStructure(raw: StructureRaw, _context: MapContext): readonly StructureRecord[] {
  switch (raw.item) {
    case 'organization': {
      const id = required(raw.organization, 'Id');
      return [level('organization', organizationKey(id), id, undefined)];
    }
    case 'root': {
      const id = required(raw.root, 'Id');
      const self = level('root', targetKey(id), id, text(raw.root, 'Name'));
      return [
        self,
        ...under(raw.organizationId === undefined ? undefined : organizationKey(raw.organizationId), self.id),
      ];
    }
    case 'ou': {
      const id = required(raw.ou, 'Id');
      const self = level('ou', targetKey(id), id, text(raw.ou, 'Name'));
      return [self, ...under(raw.parentId === undefined ? undefined : targetKey(raw.parentId), self.id)];
    }
    case 'account':
      return account(raw);
    case 'account-parent':
      return under(targetKey(raw.parentId), accountKey(raw.accountId));
    default:
      return raw satisfies never;
  }
}

function level(kind: keyof typeof KIND, key: string, id: string, name: string | undefined): RecordOf<'Resource'> {
  return node('Resource', key, {
    name: name ?? id,
    kind: KIND[kind],
    system: 'aws',
    tenant: 'org',
    path: resourcePath('aws', 'org', KIND[kind], undefined, id),
  });
}

function under(parent: string | undefined, child: string): RecordOf<'CONTAINS'>[] {
  return parent === undefined ? [] : [edge('CONTAINS', ref('Resource', parent), ref('Resource', child), {})];
}

/** `Status` was retired on 9 September 2026 in favour of `State`; older exports still have only `Status`. */
function account(raw: StructureRaw & { item: 'account' }): StructureRecord[] {
  const id = required(raw.account, 'Id');
  const key = accountKey(id);
  const tags = awsTags(raw.tags as readonly AwsTag[]);
  const self = node('Resource', key, {
    name: text(raw.account, 'Name'),
    kind: 'aws:account',
    system: 'aws',
    tenant: id,
    path: resourcePath('aws', id, 'aws:account', undefined, id),
    environment: environmentOf(tags),
    sensitivity: sensitivityOf(tags),
    status: text(raw.account, 'State') ?? text(raw.account, 'Status'),
    createdAt: toInstant(raw.account['JoinedTimestamp']),
    tags,
    attributes: attributesOf(raw, id),
  });
  const subject: NodeRef<'Resource'> = ref('Resource', key);
  return [self, ...ownerTagEvidence(subject, tags)];
}

/** Service control policies do not limit the management account.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html */
function attributesOf(raw: StructureRaw & { item: 'account' }, id: string): string[] | undefined {
  const attributes = [
    ...(raw.organizationId === undefined ? [] : [`aws:PrincipalOrgID=${raw.organizationId}`]),
    ...(raw.managementAccount === undefined ? [] : [`aws:managementAccount=${raw.managementAccount === id}`]),
  ];
  return attributes.length === 0 ? undefined : attributes;
}

/** A policy that could not be read makes the access below its target unknown, so it is said there. */
export function mapPolicy(raw: PolicyRaw, _context: MapContext): readonly RecordOf<(typeof POLICY_EMITS)[number]>[] {
  if (raw.item === 'policy') return [policyNode(raw.document, raw.name)];
  const self = ref('Resource', targetKey(raw.targetId));
  const attachments = raw.policies.flatMap(({ document, type, arn }) =>
    document === undefined ? [] : [{ policy: document.id, role: POLICY_ROLES[type], name: arn }],
  );
  const problems = raw.policies
    .filter((policy) => policy.document === undefined)
    .map((policy) => `the ${policy.type} ${policy.policyId} could not be read`);
  return [
    ...(problems.length === 0 ? [] : [node('Resource', self.id, { problems })]),
    ...governedBy(self, attachments),
  ];
}
