import type { WorldResource } from './world.ts';

/** The accounts: one manages the organisation, two are members at different depths, one stands outside. */
export const MANAGEMENT = '101010101010';
export const SHALLOW = '202020202020';
export const DEEP = '303030303030';
export const OUTSIDE = '404040404040';
export const ORGANISATION = 'o-plum';
export const PATHS: Readonly<Record<string, string>> = {
  [MANAGEMENT]: 'o-plum/r-1/',
  [SHALLOW]: 'o-plum/r-1/',
  [DEEP]: 'o-plum/r-1/ou-1-deep/',
};
/** Control policies stand at so many levels: the root, the unit, the account. */
export const DEPTH: Readonly<Record<string, number>> = { [MANAGEMENT]: 2, [SHALLOW]: 2, [DEEP]: 3, [OUTSIDE]: 0 };

const NAMES = ['ab', 'ab-prod', 'quill'];
const REGIONS = ['eu-west-3', 'us-east-2'];

const MAKERS: Readonly<Record<string, (account: string, region: string, name: string) => string>> = {
  's3:bucket': (account, _region, name) => `arn:aws:s3:::${name}-${account}`,
  'dynamodb:table': (account, region, name) => `arn:aws:dynamodb:${region}:${account}:table/${name}`,
  'secretsmanager:secret': (account, region, name) =>
    `arn:aws:secretsmanager:${region}:${account}:secret:${name}-Qw3rTy`,
  'sqs:queue': (account, region, name) => `arn:aws:sqs:${region}:${account}:${name}`,
  'sns:topic': (account, region, name) => `arn:aws:sns:${region}:${account}:${name}`,
  'lambda:function': (account, region, name) => `arn:aws:lambda:${region}:${account}:function:${name}`,
  'ecr:repository': (account, region, name) => `arn:aws:ecr:${region}:${account}:repository/${name}`,
  'kms:key': (account, region, name) => `arn:aws:kms:${region}:${account}:key/${name}`,
};

/** Actions that are asked about, by the type of resource. */
export const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  's3:bucket': ['s3:ListBucket', 's3:PutBucketPolicy'],
  's3:object': ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
  'dynamodb:table': ['dynamodb:GetItem', 'dynamodb:PutItem'],
  'secretsmanager:secret': ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
  'sqs:queue': ['sqs:SendMessage', 'sqs:ReceiveMessage'],
  'sns:topic': ['sns:Publish', 'sns:Subscribe'],
  'lambda:function': ['lambda:InvokeFunction', 'lambda:UpdateFunctionCode'],
  'ecr:repository': ['ecr:BatchGetImage', 'ecr:PutImage'],
  'kms:key': ['kms:Decrypt', 'kms:GenerateDataKey'],
};

export const OBJECT_KEYS = ['pub/1', 'pub/deep/2', 'priv/3'];

/** Resources before their tags and policies are drawn. */
export type Place = Pick<WorldResource, 'arn' | 'type' | 'account' | 'region' | 'holder'>;

function placesOf(account: string, index: number): Place[] {
  return Object.entries(MAKERS).flatMap(([type, arn], at) => {
    const name = NAMES[(index + at) % NAMES.length] ?? '';
    const region = REGIONS[(index + at) % REGIONS.length] ?? '';
    const root = { arn: arn(account, region, name), type, account, region, holder: undefined };
    if (type !== 's3:bucket') return [root];
    return [
      root,
      ...OBJECT_KEYS.map((key) => ({ ...root, arn: `${root.arn}/${key}`, type: 's3:object', holder: root.arn })),
    ];
  });
}

export const PLACES: readonly Place[] = [MANAGEMENT, SHALLOW, DEEP, OUTSIDE].flatMap(placesOf);

const PEOPLE = [
  { name: 'quill', account: SHALLOW },
  { name: 'fern', account: DEEP },
  { name: 'moss', account: OUTSIDE },
];
const ROLES = [
  { name: 'lantern', path: 'team/', account: SHALLOW },
  { name: 'beacon', path: '', account: DEEP },
  { name: 'harbour', path: '', account: DEEP },
  { name: 'anchor', path: '', account: MANAGEMENT },
  { name: 'AWSServiceRoleForPlum', path: 'aws-service-role/plum.amazonaws.com/', account: DEEP },
];

export interface Identity {
  readonly arn: string;
  readonly session: string | undefined;
  readonly account: string;
  readonly serviceLinked: boolean;
}

export const IDENTITIES: readonly Identity[] = [
  ...PEOPLE.map(({ name, account }) => ({
    arn: `arn:aws:iam::${account}:user/${name}`,
    session: undefined,
    account,
    serviceLinked: false,
  })),
  ...ROLES.map(({ name, path, account }) => ({
    arn: `arn:aws:iam::${account}:role/${path}${name}`,
    session: `arn:aws:sts::${account}:assumed-role/${name}/job-7`,
    account,
    serviceLinked: path.startsWith('aws-service-role/'),
  })),
];
