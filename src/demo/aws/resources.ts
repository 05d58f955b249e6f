import type { Json } from '../types.ts';
import { type AwsAccount, type Tags, tagList } from './account.ts';
import { document } from './iam.ts';

export const HOME = 'eu-west-1';

/** Adds a bucket and gives its ARN. `policy`: its own policy, none when absent. */
export function addBucket(account: AwsAccount, name: string, tags: Tags = {}, policy?: Json): string {
  account.buckets.push({
    Name: name,
    CreationDate: account.times.stamp(900),
    BucketRegion: HOME,
    TagSet: tagList(tags),
    Policy: policy === undefined ? null : JSON.stringify(policy),
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    PolicyStatus: policy === undefined ? null : { IsPublic: false },
  });
  return `arn:aws:s3:::${name}`;
}

/** Adds an Aurora cluster and gives its ARN. */
export function addCluster(account: AwsAccount, name: string, tags: Tags = {}, region = HOME): string {
  const DBClusterArn = account.arn('rds', region, `cluster:${name}`);
  account.region(region).clusters.push({
    DBClusterIdentifier: name,
    DBClusterArn,
    Engine: 'aurora-postgresql',
    Status: 'available',
    Endpoint: `${name}.cluster-c${account.random.lower(11)}.${region}.rds.amazonaws.com`,
    ClusterCreateTime: account.times.stamp(800),
    MasterUsername: 'brightwater',
    HttpEndpointEnabled: true,
    TagList: tagList(tags),
  });
  return DBClusterArn;
}

export function addTable(account: AwsAccount, name: string, tags: Tags = {}, region = HOME): string {
  const TableArn = account.arn('dynamodb', region, `table/${name}`);
  account.region(region).tables.push({
    TableName: name,
    TableArn,
    TableStatus: 'ACTIVE',
    CreationDateTime: account.times.stamp(700),
    Tags: tagList(tags),
  });
  return TableArn;
}

interface Secret {
  readonly tags?: Tags;
  /** Own policy of the secret. */
  readonly policy?: Json;
  readonly made?: number;
  readonly rotated?: number;
  readonly description?: string;
}

/** Adds a secret and gives its ARN. */
export function addSecret(account: AwsAccount, name: string, secret: Secret = {}, region = HOME): string {
  const ARN = account.arn('secretsmanager', region, `secret:${name}-${account.random.alphanumeric(6)}`);
  account.region(region).secrets.push({
    ARN,
    Name: name,
    ...(secret.description === undefined ? {} : { Description: secret.description }),
    RotationEnabled: secret.rotated !== undefined,
    ...(secret.rotated === undefined ? {} : { LastRotatedDate: account.times.stamp(secret.rotated) }),
    LastChangedDate: account.times.stamp(secret.rotated ?? secret.made ?? 400),
    CreatedDate: account.times.stamp(secret.made ?? 400),
    Tags: tagList(secret.tags),
    ResourcePolicy: secret.policy === undefined ? null : JSON.stringify(secret.policy),
  });
  return ARN;
}

interface Function {
  readonly role: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly tags?: Tags;
}

/** Adds a Lambda function that Bedrock may invoke, and gives its ARN. */
export function addFunction(account: AwsAccount, name: string, made: Function, region = HOME): string {
  const FunctionArn = account.arn('lambda', region, `function:${name}`);
  const policy = document({
    Sid: 'Bedrock',
    Effect: 'Allow',
    Principal: { Service: 'bedrock.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: FunctionArn,
  });
  account.region(region).functions.push({
    FunctionName: name,
    FunctionArn,
    Runtime: 'nodejs24.x',
    Role: made.role,
    Handler: 'index.handler',
    State: 'Active',
    LastModified: account.times.stamp(60).replace('Z', '.000+0000'),
    ...(made.environment === undefined ? {} : { Environment: { Variables: made.environment } }),
    Tags: made.tags ?? {},
    Policy: JSON.stringify(policy),
  });
  return FunctionArn;
}

interface Task {
  readonly role: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Variable → secret ARN. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly tags?: Tags;
}

export function addTask(account: AwsAccount, family: string, task: Task, region = HOME): string {
  const taskDefinitionArn = account.arn('ecs', region, `task-definition/${family}:${account.random.int(2, 90)}`);
  account.region(region).taskDefinitions.push({
    taskDefinition: {
      taskDefinitionArn,
      family,
      status: 'ACTIVE',
      taskRoleArn: task.role,
      registeredAt: account.times.stamp(30),
      containerDefinitions: [
        {
          name: family,
          image: `${account.id}.dkr.ecr.${region}.amazonaws.com/${family}:${account.random.hex(7)}`,
          environment: Object.entries(task.environment ?? {}).map(([name, value]) => ({ name, value })),
          secrets: Object.entries(task.secrets ?? {}).map(([name, valueFrom]) => ({ name, valueFrom })),
        },
      ],
    },
    tags: Object.entries(task.tags ?? {}).map(([key, value]) => ({ key, value })),
  });
  return taskDefinitionArn;
}
