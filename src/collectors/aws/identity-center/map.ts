import { MalformedError, type MapContext } from '../../../collect/index.ts';
import { toInstant } from '../../../lib/clock.ts';
import { edge, type NodeRef, node, type RecordOf, ref } from '../../../schema/index.ts';
import { permissionSetRoleKey } from '../keys.ts';
import { governedBy, policyNode } from '../policy.ts';
import { object, objects, type Raw, required, text } from '../raw.ts';
import type { AssignmentRaw, IdentityRaw, PermissionSetRaw } from './raw.ts';

export const PERMISSION_SET_EMITS = ['Principal', 'Policy', 'GOVERNED_BY'] as const;
export const ASSIGNMENT_EMITS = ['Principal', 'CAN_ASSUME', 'MEMBER_OF'] as const;
export const IDENTITY_EMITS = ['Principal', 'MEMBER_OF'] as const;

export function mapPermissionSet(
  raw: PermissionSetRaw,
  _context: MapContext,
): readonly RecordOf<(typeof PERMISSION_SET_EMITS)[number]>[] {
  if (raw.item === 'policy') return [policyNode(raw.policy, raw.name)];
  const arn = required(raw.detail, 'PermissionSetArn');
  const duration = text(raw.detail, 'SessionDuration');
  const byName = objects(raw.detail, 'CustomerManagedPolicyReferences').map(
    (one) => `customerManagedPolicy=${text(one, 'Path') ?? '/'}${required(one, 'Name')}`,
  );
  const attributes = [...(duration === undefined ? [] : [`sessionDuration=${duration}`]), ...byName];
  const self = node('Principal', arn, {
    name: required(raw.detail, 'Name'),
    kind: 'permission-set',
    system: 'aws',
    tenant: raw.identityStoreId,
    createdAt: toInstant(raw.detail['CreatedDate']),
    attributes: attributes.length === 0 ? undefined : attributes,
    problems: raw.problems.length === 0 ? undefined : raw.problems,
  });
  return [self, ...governedBy(ref('Principal', arn), raw.attachments)];
}

/**
 * Who is assigned a permission set in an account may become the role it is provisioned as there. The role's ARN is not known
 * to Identity Center: the edge leads to `permissionSetRoleKey`, from which the step `iam` leads on to the role.
 */
export function mapAssignment(
  { assignment, permissionSet, identityStoreId }: AssignmentRaw,
  _context: MapContext,
): readonly RecordOf<(typeof ASSIGNMENT_EMITS)[number]>[] {
  const account = required(assignment, 'AccountId');
  const role = node('Principal', permissionSetRoleKey(account, permissionSet), {
    name: `AWSReservedSSO_${permissionSet}`,
    kind: 'permission-set-role',
    system: 'aws',
    tenant: account,
  });
  const self = ref('Principal', role.id);
  const set = ref('Principal', required(assignment, 'PermissionSetArn'));
  return [
    role,
    edge('MEMBER_OF', self, set, { role: 'provisioned' }),
    edge('CAN_ASSUME', assigned(assignment, identityStoreId), self, { certainty: 'certain', via: 'identity-center' }),
  ];
}

function assigned(assignment: Raw, identityStoreId: string): NodeRef<'Principal'> {
  const type = required(assignment, 'PrincipalType');
  const id = required(assignment, 'PrincipalId');
  if (type === 'USER') return userRef(identityStoreId, id);
  if (type === 'GROUP') return groupRef(identityStoreId, id);
  throw new MalformedError(`${type} is no known PrincipalType`);
}

function userRef(identityStoreId: string, id: string): NodeRef<'Principal'> {
  return ref('Principal', `aws:${identityStoreId}:user:${id}`);
}

function groupRef(identityStoreId: string, id: string): NodeRef<'Principal'> {
  return ref('Principal', `aws:${identityStoreId}:group:${id}`);
}

export function mapIdentity(
  { item, detail, identityStoreId }: IdentityRaw,
  _context: MapContext,
): readonly RecordOf<(typeof IDENTITY_EMITS)[number]>[] {
  switch (item) {
    case 'user':
      return [user(detail, identityStoreId)];
    case 'group':
      return [group(detail, identityStoreId)];
    case 'membership': {
      const member = userRef(identityStoreId, required(object(detail, 'MemberId'), 'UserId'));
      return [edge('MEMBER_OF', member, groupRef(identityStoreId, required(detail, 'GroupId')), {})];
    }
    default:
      return item satisfies never;
  }
}

function user(detail: Raw, identityStoreId: string): RecordOf<'Principal'> {
  const login = text(detail, 'UserName');
  const status = text(detail, 'UserStatus');
  const enterprise = object(object(detail, 'Extensions'), 'aws:identitystore:enterprise');
  return node('Principal', userRef(identityStoreId, required(detail, 'UserId')).id, {
    name: text(detail, 'DisplayName') ?? fullName(object(detail, 'Name')),
    kind: 'person',
    system: 'aws',
    tenant: identityStoreId,
    status: status === 'ENABLED' ? 'active' : status === 'DISABLED' ? 'suspended' : status?.toLowerCase(),
    createdAt: toInstant(detail['CreatedAt']),
    email: primaryEmail(detail),
    login,
    employeeId: text(enterprise, 'employeeNumber'),
    externalIds: externalIds(detail, login),
    title: text(detail, 'Title'),
    employment: text(detail, 'UserType'),
  });
}

function group(detail: Raw, identityStoreId: string): RecordOf<'Principal'> {
  return node('Principal', groupRef(identityStoreId, required(detail, 'GroupId')).id, {
    name: text(detail, 'DisplayName'),
    kind: 'group',
    system: 'aws',
    tenant: identityStoreId,
    createdAt: toInstant(detail['CreatedAt']),
    externalIds: externalIds(detail, undefined),
  });
}

function fullName(name: Raw): string | undefined {
  const parts = [text(name, 'GivenName'), text(name, 'FamilyName')].filter((part) => part !== undefined);
  return text(name, 'Formatted') ?? (parts.join(' ') || undefined);
}

function primaryEmail(detail: Raw): string | undefined {
  const emails = objects(detail, 'Emails');
  const chosen = emails.find((one) => one['Primary'] === true) ?? emails[0];
  return chosen === undefined ? undefined : text(chosen, 'Value')?.toLowerCase();
}

/** The identity provider's own id, given by SCIM, and the SAML subject, which must equal the user name.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/scim-profile-saml.html */
function externalIds(detail: Raw, login: string | undefined): string[] | undefined {
  const scim = objects(detail, 'ExternalIds').map((one) => `scim=${required(one, 'Id')}`);
  const ids = [...scim, ...(login === undefined ? [] : [`saml-name-id=${login}`])];
  return ids.length === 0 ? undefined : ids;
}
