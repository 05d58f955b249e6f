import type { FileFormat } from '../../../collect/index.ts';
import { listFormat, objectFormat } from '../regional/files.ts';

export const files: readonly FileFormat[] = [
  listFormat({
    id: 'aws-buckets',
    title: 'S3 buckets (JSON)',
    madeBy:
      'aws s3api list-buckets; each entry merged with the outputs of get-bucket-location, get-bucket-tagging, get-bucket-policy, get-public-access-block and get-bucket-policy-status (null where there is none)',
    step: 's3',
    key: 'Buckets',
    extent: 'account',
  }),
  listFormat({
    id: 'aws-db-clusters',
    title: 'RDS clusters (JSON)',
    madeBy: 'aws rds describe-db-clusters',
    step: 'rds-clusters',
    key: 'DBClusters',
    arnField: 'DBClusterArn',
  }),
  listFormat({
    id: 'aws-db-instances',
    title: 'RDS instances (JSON)',
    madeBy: 'aws rds describe-db-instances',
    step: 'rds-instances',
    key: 'DBInstances',
    arnField: 'DBInstanceArn',
  }),
  listFormat({
    id: 'aws-tables',
    title: 'DynamoDB tables (JSON)',
    madeBy:
      'the Table of aws dynamodb describe-table for each name of aws dynamodb list-tables, merged with the output of list-tags-of-resource, as {"Tables": […]}',
    step: 'dynamodb',
    key: 'Tables',
    arnField: 'TableArn',
  }),
  objectFormat({
    id: 'aws-table',
    title: 'A DynamoDB table (JSON)',
    madeBy: 'aws dynamodb describe-table, merged with the output of list-tags-of-resource',
    step: 'dynamodb',
    key: 'Table',
    arnField: 'TableArn',
  }),
];
