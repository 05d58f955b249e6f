import type { Json } from '../types.ts';
import { type AwsAccount, type Tags, tagList } from './account.ts';

/** An IAM statement that allows actions on resources. */
export function allow(actions: string | readonly string[], resources: string | readonly string[] = '*'): Json {
  return { Effect: 'Allow', Action: actions, Resource: resources };
}

export function document(...statements: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}

export function trusts(service: string): Json {
  return document({ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' });
}

export function trustsPrincipal(arn: string): Json {
  return document({ Effect: 'Allow', Principal: { AWS: arn }, Action: 'sts:AssumeRole' });
}

interface Principal {
  /** Days since it was made. */
  readonly made?: number;
  readonly path?: string;
  readonly tags?: Tags;
  /** Inline policies by name. */
  readonly inline?: Readonly<Record<string, Json>>;
  /** ARNs of managed policies. */
  readonly attached?: readonly string[];
}

interface User extends Principal {
  readonly groups?: readonly string[];
}

interface Role extends Principal {
  readonly trust: Json;
  /** Days since its last use; absent: never. */
  readonly used?: number;
}

/** Adds an IAM user and gives its ARN. */
export function addUser(account: AwsAccount, name: string, user: User = {}): string {
  const path = user.path ?? '/';
  const Arn = `arn:aws:iam::${account.id}:user${path}${name}`;
  account.users.push({
    Path: path,
    UserName: name,
    UserId: account.random.iamId('AIDA'),
    Arn,
    CreateDate: account.times.stamp(user.made ?? 700),
    ...inline('UserPolicyList', user.inline),
    GroupList: user.groups ?? [],
    AttachedManagedPolicies: attached(user.attached),
    Tags: tagList(user.tags),
  });
  return Arn;
}

/** Adds a role and gives its ARN. */
export function addRole(account: AwsAccount, name: string, role: Role): string {
  const path = role.path ?? '/';
  const Arn = `arn:aws:iam::${account.id}:role${path}${name}`;
  account.roles.push({
    Path: path,
    RoleName: name,
    RoleId: account.random.iamId('AROA'),
    Arn,
    CreateDate: account.times.stamp(role.made ?? 500),
    AssumeRolePolicyDocument: role.trust,
    InstanceProfileList: [],
    ...inline('RolePolicyList', role.inline),
    AttachedManagedPolicies: attached(role.attached),
    Tags: tagList(role.tags),
    RoleLastUsed: role.used === undefined ? {} : { LastUsedDate: account.times.stamp(role.used), Region: 'eu-west-1' },
  });
  return Arn;
}

/** Adds a customer managed policy (or one of AWS's, by its ARN) and gives its ARN. */
export function addPolicy(account: AwsAccount, nameOrArn: string, statement: Json): string {
  const Arn = nameOrArn.startsWith('arn:') ? nameOrArn : `arn:aws:iam::${account.id}:policy/${nameOrArn}`;
  const CreateDate = account.times.stamp(1000);
  account.policies.push({
    PolicyName: Arn.slice(Arn.lastIndexOf('/') + 1),
    PolicyId: account.random.iamId('ANPA'),
    Arn,
    Path: '/',
    DefaultVersionId: 'v1',
    AttachmentCount: 1,
    IsAttachable: true,
    CreateDate,
    UpdateDate: CreateDate,
    PolicyVersionList: [{ Document: statement, VersionId: 'v1', IsDefaultVersion: true, CreateDate }],
  });
  return Arn;
}

interface Key {
  readonly id?: string;
  /** Days since it was made. */
  readonly made: number;
  /** Days since its last use; absent: never. */
  readonly used?: number;
  readonly service?: string;
  readonly inactive?: true;
  /** As people keep the answer of create-access-key beside the list. */
  readonly secret?: string;
}

/** Adds an access key of a user and gives its id. */
export function addKey(account: AwsAccount, user: string, key: Key): string {
  const AccessKeyId = key.id ?? account.random.accessKeyId();
  const use =
    key.used === undefined
      ? { ServiceName: 'N/A', Region: 'N/A' }
      : { LastUsedDate: account.times.stamp(key.used), ServiceName: key.service ?? 's3', Region: 'eu-west-1' };
  account.keys.push({
    UserName: user,
    AccessKeyId,
    Status: key.inactive === true ? 'Inactive' : 'Active',
    CreateDate: account.times.stamp(key.made),
    AccessKeyLastUsed: use,
    ...(key.secret === undefined ? {} : { SecretAccessKey: key.secret }),
  });
  return AccessKeyId;
}

function inline(field: string, policies: Readonly<Record<string, Json>> = {}): Json {
  return { [field]: Object.entries(policies).map(([PolicyName, PolicyDocument]) => ({ PolicyName, PolicyDocument })) };
}

function attached(arns: readonly string[] = []): Json[] {
  return arns.map((PolicyArn) => ({ PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf('/') + 1), PolicyArn }));
}
