import fc from 'fast-check';
import type { Statement } from '../estate.ts';
import { DEEP, ORGANISATION, SHALLOW } from './topology.ts';

/** `${key}`, which a linter takes for a template that was meant. */
export function variable(key: string): string {
  return ['$', `{${key}}`].join('');
}

type Block = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Condition blocks by what they need to be decided. */
export const FAMILIES: Readonly<Record<string, readonly Block[]>> = {
  time: [
    { DateLessThan: { 'aws:CurrentTime': '2026-06-01T00:00:00Z' } },
    { DateGreaterThanEquals: { 'aws:CurrentTime': '2026-06-01T00:00:00Z' } },
    { NumericGreaterThan: { 'aws:EpochTime': '1780000000' } },
    { DateGreaterThan: { 'aws:TokenIssueTime': '2026-03-01T00:00:00Z' } },
    { DateLessThanIfExists: { 'aws:TokenIssueTime': '2026-03-01T00:00:00Z' } },
  ],
  tags: [
    { StringEquals: { 'aws:ResourceTag/team': 'core' } },
    { StringNotEquals: { 'aws:ResourceTag/team': ['core', 'web'] } },
    { StringEquals: { 'aws:ResourceTag/team': variable('aws:PrincipalTag/team') } },
    { StringLike: { 'aws:PrincipalTag/team': `${variable('aws:ResourceTag/team')}*` } },
    { Null: { 'aws:ResourceTag/team': 'true' } },
    { StringLikeIfExists: { 'aws:ResourceTag/area': 'p*' } },
    { StringEqualsIfExists: { 'ecr:ResourceTag/team': 'core' } },
  ],
  region: [
    { StringEquals: { 'aws:RequestedRegion': 'eu-west-3' } },
    { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-3', 'eu-central-1'] } },
    { StringLike: { 'aws:RequestedRegion': 'us-*' } },
  ],
  organisation: [
    { StringEquals: { 'aws:PrincipalOrgID': ORGANISATION } },
    { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORGANISATION } },
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-plum/r-1/ou-1-deep/*' } },
    { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-plum/r-1/' } },
    { StringEquals: { 'aws:ResourceOrgID': variable('aws:PrincipalOrgID') } },
    { StringNotEquals: { 'aws:ResourceAccount': variable('aws:PrincipalAccount') } },
    { StringEquals: { 'aws:ResourceAccount': [DEEP, SHALLOW] } },
  ],
  principal: [
    { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${DEEP}:role/*` } },
    { ArnNotEquals: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/team/lantern', 'arn:aws:iam::*:user/f?rn'] } },
    { StringEquals: { 'aws:username': 'quill' } },
    { StringNotLike: { 'aws:username': 'q*' } },
    { StringEqualsIgnoreCase: { 'aws:PrincipalTag/team': 'CORE' } },
    { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } },
    { Null: { 'aws:PrincipalTag/team': 'false' } },
    { BinaryEquals: { 'aws:PrincipalTag/team': 'core' } },
  ],
  address: [
    { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24', '2001:db8::/32'] } },
    { NotIpAddress: { 'aws:SourceIp': ['198.51.100.0/25', '203.0.113.7'] } },
    { NotIpAddressIfExists: { 'aws:SourceIp': '198.51.100.0/24' } },
  ],
  sets: [
    { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'cost'] } },
    { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['team'] } },
    { 'ForAnyValue:StringNotLike': { 'aws:TagKeys': ['te*'] } },
    { 'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['other'] } },
  ],
  presence: [
    { Null: { 'aws:MultiFactorAuthAge': 'true' } },
    { Null: { 'aws:TagKeys': 'false' } },
    { Null: { 'aws:SourceIp': 'false' } },
    { Null: { 'aws:username': 'true' } },
  ],
  request: [
    { Bool: { 'aws:SecureTransport': 'true' } },
    { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    { NumericLessThanEquals: { 'aws:MultiFactorAuthAge': '3600' } },
    { NumericNotEqualsIfExists: { 'aws:MultiFactorAuthAge': '60' } },
    { StringNotEqualsIgnoreCase: { 'aws:UserAgent': 'Plum/1' } },
  ],
};

/** Families whose tests come out the same for most questions: drawn more often. */
const RARE = ['sets', 'tags', 'presence', 'organisation', 'organisation', 'address', 'address', 'time', 'region'];

const blocks = [...Object.values(FAMILIES), ...RARE.map((name) => FAMILIES[name] ?? [])].map((family) =>
  fc.constantFrom(...family),
);

/** No condition for most statements, one block for some, two families together for a few. */
export const condition: fc.Arbitrary<Statement | undefined> = fc.oneof(
  { weight: 9, arbitrary: fc.constant(undefined) },
  { weight: 9, arbitrary: fc.oneof(...blocks) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.oneof(...blocks), fc.oneof(...blocks)).map(([one, other]) => ({ ...one, ...other })),
  },
);
