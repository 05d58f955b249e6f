import { type AnyStep, step } from '../../../collect/index.ts';
import type { AwsClient } from '../client.ts';
import { fetchTables } from './dynamodb/client.ts';
import * as dynamodb from './dynamodb/map.ts';
import { fetchClusters, fetchInstances } from './rds/client.ts';
import * as rds from './rds/map.ts';
import { fetchBuckets } from './s3/client.ts';
import * as s3 from './s3/map.ts';

export { files } from './files.ts';

export const steps: readonly AnyStep<AwsClient>[] = [
  step({
    id: 's3',
    title: 'S3 buckets',
    mode: 'snapshot',
    emits: s3.emits,
    permissions: [
      's3:ListAllMyBuckets',
      's3:GetBucketLocation',
      's3:GetBucketTagging',
      's3:GetBucketPolicy',
      's3:GetBucketPublicAccessBlock',
      's3:GetBucketPolicyStatus',
    ],
    notAvailable: {
      'Resource.lastUsedAt': 'S3 reports no last use of a bucket',
      'Resource.publicAccess': 'ACLs and the account’s own public access block are not read: then unknown',
    },
    fetch: fetchBuckets,
    map: s3.mapBucket,
  }),
  step({
    id: 'rds-clusters',
    title: 'RDS and Aurora clusters',
    mode: 'snapshot',
    emits: rds.emits,
    permissions: ['rds:DescribeDBClusters'],
    notAvailable: { 'Resource.lastUsedAt': 'RDS reports no last use' },
    fetch: fetchClusters,
    map: rds.mapCluster,
  }),
  step({
    id: 'rds-instances',
    title: 'RDS instances',
    mode: 'snapshot',
    emits: rds.emits,
    permissions: ['rds:DescribeDBInstances'],
    notAvailable: { 'Resource.lastUsedAt': 'RDS reports no last use' },
    fetch: fetchInstances,
    map: rds.mapInstance,
  }),
  step({
    id: 'dynamodb',
    title: 'DynamoDB tables',
    mode: 'snapshot',
    emits: dynamodb.emits,
    permissions: ['dynamodb:ListTables', 'dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource'],
    notAvailable: { 'Resource.lastUsedAt': 'DynamoDB reports no last use' },
    fetch: fetchTables,
    map: dynamodb.mapTable,
  }),
];
