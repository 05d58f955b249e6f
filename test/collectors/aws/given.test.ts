import { expect, test } from 'vitest';
import { awsConfig } from '../../../src/collectors/aws/config.ts';
import { connect } from '../../../src/collectors/aws/connect.ts';
import { testRunContext } from '../../support/run-context.ts';
import { awsDouble, type Operations } from './identity-double.ts';
import { ACCOUNT, TEST_ENV } from './identity-support.ts';

const { signal, log } = testRunContext();

async function ask(arn: string, operations: Operations, needed: readonly string[]) {
  const sts = await awsDouble('sts', { GetCallerIdentity: () => ({ Account: ACCOUNT, Arn: arn, UserId: 'u' }) });
  const iam = await awsDouble('iam', operations);
  const env = { ...TEST_ENV, AWS_ENDPOINT_URL_STS: sts.url, AWS_ENDPOINT_URL_IAM: iam.url };
  const [connection] = await connect(awsConfig.parse({}), { signal, log, env });
  try {
    return { given: await connection?.given?.(needed, signal), calls: iam.calls };
  } finally {
    await connection?.close?.();
  }
}

const decide: Operations[string] = (input) => ({
  IsTruncated: false,
  EvaluationResults: (input['ActionNames'] as string[]).map((EvalActionName) => ({
    EvalActionName,
    EvalDecision: EvalActionName === 'iam:ListUsers' ? 'allowed' : 'explicitDeny',
  })),
});

test('the simulator is asked about the role behind the session, by its own ARN', async () => {
  const role = `arn:aws:iam::${ACCOUNT}:role/odd/path/reader`;
  const { given, calls } = await ask(
    `arn:aws:sts::${ACCOUNT}:assumed-role/reader/wren`,
    {
      GetRole: () => ({
        Role: {
          Path: '/odd/path/',
          RoleName: 'reader',
          RoleId: 'AROA7',
          Arn: role,
          CreateDate: '2026-01-01T00:00:00Z',
        },
      }),
      SimulatePrincipalPolicy: decide,
    },
    ['iam:ListUsers', 'iam:ListRoles', 'read access to the files'],
  );
  expect(given).toEqual({ 'iam:ListUsers': true, 'iam:ListRoles': false });
  expect(calls.at(-1)?.input).toMatchObject({ PolicySourceArn: role, ActionNames: ['iam:ListUsers', 'iam:ListRoles'] });
});

test('pages and many actions', async () => {
  const needed = Array.from({ length: 60 }, (_, i) => `iam:List${String.fromCharCode(65 + (i % 26))}${'x'.repeat(i)}`);
  const result = (EvalActionName: string) => ({ EvalActionName, EvalDecision: 'allowed' });
  const { given, calls } = await ask(
    `arn:aws:iam::${ACCOUNT}:user/wren`,
    {
      SimulatePrincipalPolicy: (input) => {
        const names = input['ActionNames'] as string[];
        if (input['Marker'] === undefined)
          return { IsTruncated: true, Marker: 'm', EvaluationResults: names.slice(0, 1).map(result) };
        return { IsTruncated: false, EvaluationResults: names.slice(1).map(result) };
      },
    },
    needed,
  );
  expect(Object.keys(given ?? {})).toHaveLength(60);
  expect(calls).toHaveLength(4);
});

test('the root user cannot be simulated, so nothing can be told', async () => {
  expect((await ask(`arn:aws:iam::${ACCOUNT}:root`, {}, ['iam:ListUsers'])).given).toEqual({});
});

test('whoever may not simulate cannot be told', async () => {
  const operations: Operations = { SimulatePrincipalPolicy: () => ({ fault: 'AccessDenied', status: 403 }) };
  await expect(ask(`arn:aws:iam::${ACCOUNT}:user/wren`, operations, ['iam:ListUsers'])).rejects.toThrow();
});
