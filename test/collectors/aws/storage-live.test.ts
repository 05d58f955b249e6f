import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateDBClusterCommand, CreateDBInstanceCommand, RDSClient } from '@aws-sdk/client-rds';
import {
  CreateBucketCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AwsClient } from '../../../src/collectors/aws/client.ts';
import { type PythonServer, startMoto } from '../../support/python-servers.ts';
import { clientFor } from './regional-double.ts';
import { collect, edgesOf, nodesOf } from './regional-support.ts';

const ACCOUNT = '123456789012';
const REGION = 'eu-north-1';
const OTHER = 'ap-southeast-2';

let moto: PythonServer;
let aws: AwsClient;

const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

beforeAll(async () => {
  moto = await startMoto();
  aws = clientFor(moto.url, ACCOUNT, [REGION, OTHER]);
}, 60_000);

afterAll(async () => {
  await aws.close();
  await moto.stop();
});

test('secrets of two regions and two pages, with policies, tags and those planned for deletion', async () => {
  const secrets = aws.sdk(SecretsManagerClient, REGION);
  const names = Array.from({ length: 104 }, (_, index) => `otter/n${index}`);
  for (const Name of names) await secrets.send(new CreateSecretCommand({ Name, SecretString: 'CANARY-otter' }));
  await secrets.send(new DeleteSecretCommand({ SecretId: 'otter/n3' }));
  const ResourcePolicy = policy({ Effect: 'Allow', Principal: '*', Action: 'secretsmanager:*', Resource: '*' });
  await secrets.send(new PutResourcePolicyCommand({ SecretId: 'otter/n7', ResourcePolicy }));
  const Tags = [{ Key: 'keyline:principal', Value: 'arn:aws:iam::123456789012:user/otter' }];
  await aws
    .sdk(SecretsManagerClient, OTHER)
    .send(new CreateSecretCommand({ Name: 'platypus', SecretString: 'CANARY-platypus', Tags }));

  const { secrets: step } = await collect(aws, 'secrets');
  expect(step).toMatchObject({ status: 'complete', fetched: 105, problems: [] });
  const states = Object.values(nodesOf(step, 'Resource')) as { name: string; status: string; region: string }[];
  expect(states.filter((one) => one.status === 'deletion-planned').map((one) => one.name)).toEqual(['otter/n3']);
  expect(states.filter((one) => one.region === OTHER).map((one) => one.name)).toEqual(['platypus']);
  expect(edgesOf(step, 'GOVERNED_BY').map((one) => one.replace(/-\w{6} .*$/, ''))).toEqual([
    'secretsmanager:secret:otter/n7',
  ]);
  expect(edgesOf(step, 'AUTHENTICATES_AS')).toHaveLength(1);
  expect(JSON.stringify(step)).not.toContain('CANARY');
}, 30_000);

test('buckets with their policies and what is open', async () => {
  const s3 = aws.sdk(S3Client, REGION);
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  for (const Bucket of ['otter.holt', '0-bare'])
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  const Policy = policy({
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::otter.holt/*',
  });
  await s3.send(new PutBucketPolicyCommand({ Bucket: 'otter.holt', Policy }));
  await s3.send(
    new PutBucketTaggingCommand({
      Bucket: 'otter.holt',
      Tagging: { TagSet: [{ Key: 'classification', Value: 'customer' }] },
    }),
  );
  await s3.send(
    new PutPublicAccessBlockCommand({
      Bucket: '0-bare',
      PublicAccessBlockConfiguration: { IgnorePublicAcls: true, RestrictPublicBuckets: true },
    }),
  );
  const { s3: step } = await collect(aws, 's3');
  expect(step).toMatchObject({ status: 'complete', fetched: 2, problems: [] });
  expect(nodesOf(step, 'Resource')).toMatchObject({
    'arn:aws:s3:::otter.holt': { publicAccess: 'open', sensitivity: 'customer-data', region: REGION, tenant: ACCOUNT },
    'arn:aws:s3:::0-bare': { publicAccess: 'blocked' },
  });
  expect(edgesOf(step, 'GOVERNED_BY')).toHaveLength(1);
}, 30_000);

test('databases and tables with tags, hosts and the secret of the master user', async () => {
  const rds = aws.sdk(RDSClient, REGION);
  const Engine = 'aurora-postgresql';
  await rds.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: 'otter-db',
      Engine,
      MasterUsername: 'keeper',
      ManageMasterUserPassword: true,
      Tags: [{ Key: 'env', Value: 'prod' }],
    }),
  );
  await rds.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: 'otter-0',
      DBInstanceClass: 'db.t4g.medium',
      Engine,
      DBClusterIdentifier: 'otter-db',
    }),
  );
  await aws.sdk(DynamoDBClient, OTHER).send(
    new CreateTableCommand({
      TableName: 'Otter.T',
      AttributeDefinitions: [{ AttributeName: 'k', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'k', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      Tags: [{ Key: 'env', Value: 'dev' }],
    }),
  );
  const steps = await collect(aws, 'rds-clusters', 'rds-instances', 'dynamodb');
  expect(Object.values(steps).map((step) => [step.status, step.fetched])).toEqual(
    Array.from({ length: 3 }, () => ['complete', 1]),
  );
  const cluster = nodesOf(steps['rds-clusters'], 'Resource')[`arn:aws:rds:${REGION}:${ACCOUNT}:cluster:otter-db`];
  expect(cluster).toMatchObject({ environment: 'production', host: expect.stringContaining('otter-db.') });
  expect(edgesOf(steps['rds-clusters'], 'GRANTED_ON')).toEqual([
    expect.stringMatching(/^secretsmanager:secret:rds!cluster-.*#current -GRANTED_ON-> rds:cluster:otter-db$/),
  ]);
  expect(edgesOf(steps['rds-instances'], 'CONTAINS')).toEqual(['rds:cluster:otter-db -CONTAINS-> rds:db:otter-0']);
  expect(nodesOf(steps['dynamodb'], 'Resource')).toMatchObject({
    [`arn:aws:dynamodb:${OTHER}:${ACCOUNT}:table/Otter.T`]: { environment: 'development', status: 'ACTIVE' },
  });
}, 30_000);

test('functions and task definitions: whom they run as, and what their environment holds', async () => {
  const AssumeRolePolicyDocument = policy({
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  });
  const role = await aws
    .sdk(IAMClient)
    .send(new CreateRoleCommand({ RoleName: 'otter-exec', AssumeRolePolicyDocument }));
  const Role = role.Role?.Arn;
  const lambda = aws.sdk(LambdaClient, REGION);
  const emptyZip = Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64');
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'otter_fn',
      Runtime: 'python3.13',
      Handler: 'a.b',
      Role,
      Code: { ZipFile: emptyZip },
      Environment: { Variables: { GITHUB_TOKEN: 'ghp_CANARYotterCANARYotterCANARYotterCA99', MODE: 'CANARY-mode' } },
      Tags: { owner: 'Otter@Example.com' },
    }),
  );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: 'otter_fn',
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal: 'bedrock.amazonaws.com',
    }),
  );
  await aws.sdk(ECSClient, REGION).send(
    new RegisterTaskDefinitionCommand({
      family: 'otter-task',
      taskRoleArn: Role,
      executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/pull`,
      containerDefinitions: [
        { name: 'a', image: 'otter:1', memory: 64, secrets: [{ name: 'S', valueFrom: '/otter/p' }] },
      ],
    }),
  );
  const steps = await collect(aws, 'lambda', 'ecs');
  expect(Object.values(steps).map((step) => [step.status, step.fetched])).toEqual(
    Array.from({ length: 2 }, () => ['complete', 1]),
  );
  expect(edgesOf(steps['lambda'], 'RUNS_AS')).toEqual(['lambda:function:otter_fn -RUNS_AS-> iam:role/otter-exec']);
  expect(edgesOf(steps['ecs'], 'RUNS_AS')).toEqual(['ecs:task-definition/otter-task:1 -RUNS_AS-> iam:role/otter-exec']);
  expect(edgesOf(steps['lambda'], 'STORED_IN')).toEqual([
    expect.stringMatching(/^fp:[\w-]{43} -STORED_IN-> lambda:function:otter_fn$/),
  ]);
  expect(edgesOf(steps['lambda'], 'GOVERNED_BY')).toHaveLength(1);
  expect(edgesOf(steps['ecs'], 'USES')).toEqual([
    'ecs:task-definition/otter-task:1 -USES-> ssm:parameter/otter/p#current',
  ]);
  expect(JSON.stringify(steps)).not.toContain('CANARY');
}, 30_000);
