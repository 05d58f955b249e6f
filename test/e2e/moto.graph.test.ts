import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { withEmptyGraph } from '../support/neo4j.ts';
import { type PythonServer, startMoto } from '../support/python-servers.ts';

vi.setConfig({ testTimeout: 180_000 });

/** moto's own account. */
const ACCOUNT = '123456789012';
const USER = `arn:aws:iam::${ACCOUNT}:user/fleet/wader`;
const DEPLOY = `arn:aws:iam::${ACCOUNT}:role/deploy`;
const AUDIT = `arn:aws:iam::${ACCOUNT}:role/audit`;
const address = withEmptyGraph();
const folder = mkdtempSync(join(tmpdir(), 'keyline-moto-'));
const dump = join(folder, 'gaad.json');
let moto: PythonServer;

/** What `aws iam get-account-authorization-details` prints: botocore, which the AWS CLI is made of, asks and decodes. */
const PRINT_DETAILS = `
import boto3, json, sys
iam = boto3.client('iam', endpoint_url=sys.argv[1], region_name='us-east-1')
pages = iam.get_paginator('get_account_authorization_details').paginate()
print(json.dumps(pages.build_full_result(), indent=4, default=lambda value: value.isoformat()))
`;

beforeAll(async () => {
  moto = await startMoto();
  await populate(moto.url);
  const python = resolve(import.meta.dirname, '../../.keyline-test/venv/bin/python');
  const { stdout } = await promisify(execFile)(python, ['-c', PRINT_DETAILS, moto.url], {
    env: { ...process.env, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' },
    maxBuffer: 64 * 1024 * 1024,
  });
  writeFileSync(dump, stdout);
}, 120_000);

afterAll(async () => {
  await moto?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A user who may assume one role, and another role that this role may assume. */
async function populate(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const iam = new IAMClient({ endpoint, region: 'us-east-1', credentials });
  const document = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
  const trust = (AWS: string): string => document({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' });
  await iam.send(new CreateUserCommand({ UserName: 'wader', Path: '/fleet/', Tags: [{ Key: 'owner', Value: 'ada' }] }));
  await iam.send(new CreateRoleCommand({ RoleName: 'deploy', AssumeRolePolicyDocument: trust(USER) }));
  await iam.send(new CreateRoleCommand({ RoleName: 'audit', AssumeRolePolicyDocument: trust(DEPLOY) }));
  const assume = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: [DEPLOY, AUDIT] });
  await iam.send(new PutUserPolicyCommand({ UserName: 'wader', PolicyName: 'in line', PolicyDocument: assume }));
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'hop', PolicyDocument: assume }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'deploy', PolicyArn: Policy?.Arn }));
}

/** A command of the command line, as an operator runs it. */
async function keyline(...argv: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const cli = resolve(import.meta.dirname, '../../src/cli.ts');
  const { uri, user, password } = address;
  const env = { ...process.env, KEYLINE_HOME: folder, NEO4J_URI: uri, NEO4J_USER: user, NEO4J_PASSWORD: password };
  const child = spawn(process.execPath, [cli, ...argv], { env, cwd: folder });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk) => {
      said[name] += String(chunk);
    });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

async function rowsOf(query: string): Promise<Record<string, unknown>[]> {
  const { code, stdout, stderr } = await keyline('cypher', query, '--format', 'json');
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>[];
}

test('the dump of moto is imported as it is', async () => {
  const { code, stdout, stderr } = await keyline('import', dump);
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(new RegExp(`aws:${ACCOUNT}/iam +complete`));
});

test('keyline cypher shows its principals', async () => {
  const rows = await rowsOf('MATCH (p:Principal) WHERE p.known RETURN p.id AS id, p.kind AS kind ORDER BY id');
  expect(rows).toEqual([
    { id: AUDIT, kind: 'iam-role' },
    { id: DEPLOY, kind: 'iam-role' },
    { id: USER, kind: 'iam-user' },
  ]);
});

test('its policies, one node a content', async () => {
  const rows = await rowsOf(
    'MATCH (p:Principal)-[g:GOVERNED_BY]->(d:Policy) RETURN p.id AS id, g.roles AS roles, g.names AS names, d.id AS policy ORDER BY id',
  );
  expect(rows).toMatchObject([
    { id: DEPLOY, roles: ['identity'], names: [`arn:aws:iam::${ACCOUNT}:policy/hop`] },
    { id: USER, roles: ['identity'], names: ['in line'] },
  ]);
  expect(rows[0]?.['policy']).toBe(rows[1]?.['policy']);
});

test('and who may assume which role, and nobody else', async () => {
  const rows = await rowsOf(
    'MATCH (a:Principal)-[c:CAN_ASSUME]->(b:Principal) RETURN a.id AS who, b.id AS role, c.certainty AS certainty ORDER BY who',
  );
  expect(rows).toEqual([
    { who: DEPLOY, role: AUDIT, certainty: 'certain' },
    { who: USER, role: DEPLOY, certainty: 'certain' },
  ]);
});

test('a statement that writes is not run', async () => {
  const { code } = await keyline('cypher', 'MATCH (p:Principal) DETACH DELETE p');
  expect(code).toBe(2);
  expect(await rowsOf('MATCH (p:Principal) WHERE p.known RETURN count(p) AS principals')).toEqual([{ principals: 3 }]);
});
