import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { AwsClient } from '../../../src/collectors/aws/client.ts';
import { endpointOf, regionsOf } from '../../../src/collectors/aws/client.ts';
import { awsConfig } from '../../../src/collectors/aws/config.ts';
import { connect } from '../../../src/collectors/aws/connect.ts';
import { testRunContext } from '../../support/run-context.ts';
import { awsDouble, type Operations } from './identity-double.ts';
import { connectionTo, TEST_ENV } from './identity-support.ts';

const none = awsConfig.parse({});
const context = (env: Readonly<Record<string, string>>) => {
  const { signal, log } = testRunContext();
  return { signal, log, env: { ...TEST_ENV, ...env } };
};
const caller = (Account: string): Operations => ({ GetCallerIdentity: () => ({ Account, Arn: 'a', UserId: 'u' }) });

test('the endpoint of one service wins over that of all, the configuration over both', () => {
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_SSO_ADMIN: 'http://127.0.0.1:2' };
  expect(endpointOf('SSO Admin', none, env)).toBe('http://127.0.0.1:2');
  expect(endpointOf('IAM', none, env)).toBe('http://127.0.0.1:1');
  expect(endpointOf('IAM', awsConfig.parse({ endpoint: 'http://127.0.0.1:3' }), env)).toBe('http://127.0.0.1:3');
  expect(endpointOf('IAM', none, {})).toBeUndefined();
});

test('regions of the account, else of the configuration, else of the environment', () => {
  const config = awsConfig.parse({
    regions: ['eu-west-3'],
    accounts: [{ id: '130000000001', regions: ['sa-east-1'] }],
  });
  expect(regionsOf(config, {}, config.accounts[0])).toEqual(['sa-east-1']);
  expect(regionsOf(config, { AWS_REGION: 'x' })).toEqual(['eu-west-3']);
  expect(regionsOf(none, { AWS_REGION: 'ap-south-2' })).toEqual(['ap-south-2']);
});

test('an SDK client is made once per service and region', async () => {
  const { client } = connectionTo('http://127.0.0.1:9');
  expect(client.sdk(IAMClient)).toBe(client.sdk(IAMClient, 'eu-north-1'));
  expect(client.sdk(IAMClient)).not.toBe(client.sdk(IAMClient, 'eu-west-3'));
  expect(client.sdk(S3Client).config.forcePathStyle).toBe(true);
  await client.close();
});

test('an account’s role is assumed with its ExternalId, and its credentials are used', async () => {
  const sts = await awsDouble('sts', {
    AssumeRole: () => ({
      Credentials: {
        AccessKeyId: 'ASIAASSUMED000000001',
        SecretAccessKey: 's',
        SessionToken: 't',
        Expiration: '2099-01-01T00:00:00Z',
      },
    }),
  });
  const iam = await awsDouble('iam', { ListUsers: () => ({ Users: [] }) });
  const config = awsConfig.parse({
    sourceIdentity: 'keyline@example.com',
    accounts: [
      { id: '130000000001', roleArn: 'arn:aws:iam::130000000001:role/reader', externalId: 'odd id/7' },
      { id: '130000000002', roleArn: 'arn:aws:iam::130000000002:role/reader' },
    ],
  });
  const connections = await connect(config, context({ AWS_ENDPOINT_URL_STS: sts.url, AWS_ENDPOINT_URL_IAM: iam.url }));
  expect(connections.map(({ scope }) => scope)).toEqual(['130000000001', '130000000002']);
  expect(connections[0]?.skip).toBeUndefined();
  expect(connections[1]?.skip?.['organizations']).toMatch(/130000000001/);
  const client: AwsClient | undefined = connections[0]?.client;
  const credentials = await client?.sdk(IAMClient).config.credentials();
  expect(credentials?.accessKeyId).toBe('ASIAASSUMED000000001');
  await client?.sdk(IAMClient).send(new ListUsersCommand({}));
  expect(sts.calls).toEqual([
    {
      operation: 'AssumeRole',
      input: expect.objectContaining({
        RoleArn: 'arn:aws:iam::130000000001:role/reader',
        ExternalId: 'odd id/7',
        SourceIdentity: 'keyline@example.com',
      }),
    },
  ]);
  for (const connection of connections) await connection.close?.();
});

test('credentials of another account are refused before anything is read under the wrong account', async () => {
  const sts = await awsDouble('sts', caller('130000000009'));
  const config = awsConfig.parse({ endpoint: sts.url, accounts: [{ id: '130000000001' }] });
  await expect(connect(config, context({}))).rejects.toMatchObject({ code: 'aws-account' });
});

test('credentials that do not work are one sentence', async () => {
  const sts = await awsDouble('sts', { GetCallerIdentity: () => ({ fault: 'InvalidClientTokenId', status: 403 }) });
  await expect(connect(none, context({ AWS_ENDPOINT_URL: sts.url }))).rejects.toMatchObject({
    code: 'aws-credentials',
    exitCode: 1,
  });
});

test.for([
  ['an account id that YAML made a number', { accounts: [{ id: 130000000001 }] }],
  ['a field that is not known', { account: [] }],
  ['a role that is none', { accounts: [{ id: '130000000001', roleArn: 'reader' }] }],
])('the configuration refuses %s', ([, config]) => {
  expect(awsConfig.safeParse(config).success).toBe(false);
});
