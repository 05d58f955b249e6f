import { expect, test } from 'vitest';
import { startDouble } from './regional-double.ts';
import { collect, nodesOf } from './regional-support.ts';

const ACCOUNT = '918273645546';
const arn = (name: string) => `arn:aws:secretsmanager:eu-north-1:${ACCOUNT}:secret:${name}-q7ZpLm`;

test('a resource policy that may not be read costs that policy: the secret says so, the others are whole', async () => {
  const { client, calls } = await startDouble({
    service: 'secretsmanager',
    account: ACCOUNT,
    regions: ['eu-north-1'],
    answers: {
      ListSecrets: () => ({
        body: {
          SecretList: [
            { ARN: arn('kelp'), Name: 'kelp' },
            { ARN: arn('dulse'), Name: 'dulse' },
            { ARN: arn('gone'), Name: 'gone', DeletedDate: 1_795_000_000 },
          ],
        },
      }),
      GetResourcePolicy: ({ SecretId }) =>
        SecretId === arn('kelp')
          ? { status: 400, error: 'AccessDeniedException' }
          : { body: { ARN: arn('dulse'), Name: 'dulse' } },
    },
  });
  const { secrets } = await collect(client, 'secrets');
  expect(secrets).toMatchObject({ status: 'partial', fetched: 3 });
  expect(secrets?.problems).toEqual([
    expect.stringContaining(`denied: secretsmanager:GetResourcePolicy at ${arn('kelp')}`),
  ]);
  const nodes = nodesOf(secrets, 'Resource') as Record<string, { problems?: string[] }>;
  expect(nodes[arn('kelp')]?.problems).toEqual(['resource policy not read']);
  expect(nodes[arn('dulse')]?.problems).toBeUndefined();
  expect(nodes[arn('gone')]?.problems).toEqual(['resource policy not read']);
  // The service refuses the call for a secret that is planned for deletion: it is not made.
  expect(calls.filter((call) => call.operation === 'GetResourcePolicy')).toHaveLength(2);
});

test('a second page that fails leaves the first, and the step is not complete', async () => {
  const { client } = await startDouble({
    service: 'secretsmanager',
    account: ACCOUNT,
    regions: ['eu-north-1'],
    answers: {
      ListSecrets: ({ NextToken }) =>
        NextToken === undefined
          ? { body: { SecretList: [{ ARN: arn('kelp'), Name: 'kelp' }], NextToken: 'p2' } }
          : { text: '<html>no' },
      GetResourcePolicy: () => ({ body: { ARN: arn('kelp'), Name: 'kelp' } }),
    },
  });
  const { secrets } = await collect(client, 'secrets');
  expect(secrets).toMatchObject({ status: 'partial', fetched: 1 });
});
