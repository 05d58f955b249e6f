import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Connection } from '../../../src/collect/index.ts';
import { type PythonServer, startMinistack } from '../../support/python-servers.ts';
import { connectionTo, edges, ids, propsOf, run } from './identity-support.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** ministack's own account id. */
const A = '000000000000';
let ministack: PythonServer;
let connection: Connection<unknown>;

beforeAll(async () => {
  ministack = await startMinistack();
  connection = connectionTo(ministack.url, A);
});

afterAll(async () => {
  await connection?.close?.();
  await ministack?.stop();
});

test('a second emulator’s authorization details and keys, as it gives them', async () => {
  const iam = new IAMClient({
    endpoint: ministack.url,
    region: 'eu-north-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sns:*', Resource: '*' }],
  });
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  await iam.send(new CreateUserCommand({ UserName: 'dune_walker', Path: '/lee/' }));
  const made = await iam.send(new CreatePolicyCommand({ PolicyName: 'Dune', PolicyDocument: policy }));
  await iam.send(new AttachUserPolicyCommand({ UserName: 'dune_walker', PolicyArn: made.Policy?.Arn }));
  await iam.send(new CreateRoleCommand({ RoleName: 'Lee', AssumeRolePolicyDocument: trust }));
  const { outcome, records } = await run('iam', connection);
  expect(outcome).toMatchObject({ status: 'complete', problemCount: 0 });
  expect(ids(records, 'Principal')).toEqual([`arn:aws:iam::${A}:user/lee/dune_walker`, `arn:aws:iam::${A}:role/Lee`]);
  expect(edges(records, 'GOVERNED_BY')).toHaveLength(1);
  expect(propsOf(records, `arn:aws:iam::${A}:role/Lee`)?.['trustDocument']).toContain('lambda.amazonaws.com');
  const keys = await run('access-keys', connection);
  expect(keys.outcome.status).toBe('complete');
});
