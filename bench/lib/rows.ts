import { Random } from './random.ts';

/** How much of each kind. `full` has 482,000 rows. */
export interface Sizes {
  readonly users: number;
  readonly roles: number;
  readonly groups: number;
  readonly buckets: number;
}

const FULL: Sizes = { users: 50_000, roles: 10_000, groups: 2_000, buckets: 20_000 };

/** The full data set, or the same shape at a share of its size. */
export function sizesAt(share: number): Sizes {
  const part = (count: number): number => Math.max(20, Math.round(count * share));
  return {
    users: part(FULL.users),
    roles: part(FULL.roles),
    groups: part(FULL.groups),
    buckets: part(FULL.buckets),
  };
}

export type RowKind = 'users' | 'roles' | 'groups' | 'keys' | 'memberships' | 'buckets' | 'can_read';
export type Row = Readonly<Record<string, string>>;

const ACCOUNT = '123456789012';
const CREATED = '2026-01-01T00:00:00Z';

/** One AWS-like account, row by row in a fixed order: two keys and two groups a user, ten readable buckets a role and every fifth user. */
export function* rows(sizes: Sizes): Generator<readonly [RowKind, Row]> {
  for (let i = 0; i < sizes.users; i += 1)
    yield ['users', { ...named(arnOf('user', i), 'userid', 'AIDA', i), passwordlastused: CREATED }];
  for (let i = 0; i < sizes.roles; i += 1) yield ['roles', named(arnOf('role', i), 'roleid', 'AROA', i)];
  for (let i = 0; i < sizes.groups; i += 1) yield ['groups', named(arnOf('group', i), 'groupid', 'AGPA', i)];
  for (let i = 0; i < sizes.users * 2; i += 1) yield ['keys', keyRow(i)];
  yield* links(sizes, new Random(11));
}

function* links(sizes: Sizes, random: Random): Generator<readonly [RowKind, Row]> {
  for (let i = 0; i < sizes.users; i += 1) {
    for (const group of random.sample(sizes.groups, 2))
      yield ['memberships', { user_arn: arnOf('user', i), group_arn: arnOf('group', group) }];
  }
  for (let i = 0; i < sizes.buckets; i += 1)
    yield ['buckets', { arn: bucketArn(i), name: bucketArn(i).slice(13), region: 'us-east-1' }];
  for (const principal of readers(sizes)) {
    for (const bucket of random.sample(sizes.buckets, 10))
      yield ['can_read', { principal_arn: principal, resource_arn: bucketArn(bucket) }];
  }
}

function* readers(sizes: Sizes): Generator<string> {
  for (let i = 0; i < sizes.roles; i += 1) yield arnOf('role', i);
  for (let i = 0; i < sizes.users; i += 5) yield arnOf('user', i);
}

function arnOf(kind: 'user' | 'role' | 'group', i: number): string {
  return `arn:aws:iam::${ACCOUNT}:${kind}/${kind[0]}${String(i).padStart(6, '0')}`;
}

function bucketArn(i: number): string {
  return `arn:aws:s3:::b${String(i).padStart(6, '0')}`;
}

function named(arn: string, idName: string, prefix: string, i: number): Row {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return { arn, [idName]: prefix + String(i).padStart(16, '0'), name, path: '/', createdate: CREATED };
}

function keyRow(i: number): Row {
  return {
    accesskeyid: `AKIA${String(i).padStart(16, '0')}`,
    user_arn: arnOf('user', i >> 1),
    status: 'Active',
    createdate: CREATED,
    lastuseddate: CREATED,
    lastusedservice: 's3',
    lastusedregion: 'us-east-1',
  };
}
