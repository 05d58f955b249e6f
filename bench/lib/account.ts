import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Random } from './random.ts';

/** What the account holds. */
export const ACCOUNT = { users: 1000, keys: 2000, roles: 500, policies: 500, groups: 50, buckets: 200, secrets: 500 };

const AT_ONCE = 4;

/** Fills an empty AWS emulator with a mid-size account; the same one every time. */
export async function populate(endpoint: string): Promise<void> {
  const settings = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  };
  const iam = new IAMClient(settings);
  await makeBuckets(new S3Client({ ...settings, forcePathStyle: true }));
  const secrets = await makeSecrets(new SecretsManagerClient(settings));
  const policies = await makePolicies(iam, secrets);
  await makeGroups(iam, policies);
  await inTurn(ACCOUNT.roles, (i) => makeRole(iam, i, policies));
  await inTurn(ACCOUNT.users, (i) => makeUser(iam, i, policies));
}

/** Does the work for 0 … count − 1, a few at a time. */
async function inTurn(count: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const i = next;
      next += 1;
      await work(i);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function makeBuckets(s3: S3Client): Promise<void> {
  await inTurn(ACCOUNT.buckets, async (i) => void (await s3.send(new CreateBucketCommand({ Bucket: bucketName(i) }))));
}

function bucketName(i: number): string {
  return `tidewrack-${String(i).padStart(3, '0')}`;
}

async function makeSecrets(client: SecretsManagerClient): Promise<string[]> {
  const arns: string[] = [];
  await inTurn(ACCOUNT.secrets, async (i) => {
    const made = await client.send(
      new CreateSecretCommand({
        Name: `svc/${i}/token`,
        SecretString: 'not-a-secret',
        Tags: [{ Key: 'team', Value: `team-${i % 40}` }],
      }),
    );
    arns[i] = made.ARN ?? '';
  });
  return arns;
}

async function makePolicies(iam: IAMClient, secrets: readonly string[]): Promise<string[]> {
  const arns: string[] = [];
  await inTurn(ACCOUNT.policies, async (i) => {
    const document = policyDocument(new Random(i), secrets);
    const made = await iam.send(new CreatePolicyCommand({ PolicyName: `grant-${i}`, PolicyDocument: document }));
    arns[i] = made.Policy?.Arn ?? '';
  });
  return arns;
}

function policyDocument(random: Random, secrets: readonly string[]): string {
  const statements = Array.from({ length: 1 + random.below(3) }, () => statement(random, secrets));
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

function statement(random: Random, secrets: readonly string[]): object {
  const kind = random.below(10);
  if (kind < 4) {
    const names = random.sample(ACCOUNT.buckets, 1 + random.below(5)).map(bucketName);
    const resources = names.flatMap((name) => [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`]);
    return { Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: resources };
  }
  if (kind < 7) {
    const arns = random.sample(secrets.length, 1 + random.below(6)).map((i) => secrets[i] ?? '*');
    return { Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: arns };
  }
  if (kind < 8) return { Effect: 'Deny', Action: ['s3:DeleteBucket', 's3:PutObject'], Resource: '*' };
  const Condition = { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } };
  return { Effect: 'Allow', Action: ['ec2:Describe*', 'logs:*', 'bedrock:InvokeModel'], Resource: '*', Condition };
}

async function makeGroups(iam: IAMClient, policies: readonly string[]): Promise<void> {
  const random = new Random(3);
  for (let i = 0; i < ACCOUNT.groups; i += 1) {
    await iam.send(new CreateGroupCommand({ GroupName: `guild-${i}` }));
    for (const at of random.sample(policies.length, 3))
      await iam.send(new AttachGroupPolicyCommand({ GroupName: `guild-${i}`, PolicyArn: policies[at] }));
  }
}

async function makeRole(iam: IAMClient, i: number, policies: readonly string[]): Promise<void> {
  const random = new Random(10_000 + i);
  const RoleName = `runner-${i}`;
  const Tags = [{ Key: 'owner', Value: `user${random.below(ACCOUNT.users)}@corp.example` }];
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(random, i), Tags }));
  for (const at of random.sample(policies.length, 1 + random.below(4)))
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: policies[at] }));
  if (random.next() > 0.3) return;
  const Resource = `arn:aws:s3:::${bucketName(random.below(ACCOUNT.buckets))}/*`;
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource }],
  });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'inline', PolicyDocument }));
}

/** A service, the account, or a role made before. */
function trust(random: Random, i: number): string {
  const account = 'arn:aws:iam::123456789012';
  const principal =
    i > 0 && random.next() < 0.3
      ? { AWS: `${account}:role/runner-${random.below(Math.max(1, i - AT_ONCE))}` }
      : random.pick<object>([
          { Service: 'ec2.amazonaws.com' },
          { Service: 'lambda.amazonaws.com' },
          { Service: 'bedrock.amazonaws.com' },
          { AWS: `${account}:root` },
        ]);
  const Statement = [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

async function makeUser(iam: IAMClient, i: number, policies: readonly string[]): Promise<void> {
  const random = new Random(20_000 + i);
  const UserName = `user${i}`;
  await iam.send(new CreateUserCommand({ UserName, Tags: [{ Key: 'email', Value: `${UserName}@corp.example` }] }));
  for (let key = 0; key < 2; key += 1) await iam.send(new CreateAccessKeyCommand({ UserName }));
  for (const group of random.sample(ACCOUNT.groups, 1 + random.below(3)))
    await iam.send(new AddUserToGroupCommand({ GroupName: `guild-${group}`, UserName }));
  if (random.next() < 0.2)
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: policies[random.below(policies.length)] }));
}
