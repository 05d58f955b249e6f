import { expect, test } from 'vitest';
import { evaluateProfiles, openAwsAccess, resourceGrants } from '../../src/access/index.ts';
import { Contents } from '../../src/derive/access/contents.ts';
import type { Graph } from '../../src/graph/index.ts';
import { ACCOUNT, document, type Statement, USER, userOf } from '../access/estate.ts';

const at = (service: string, name: string): string => `arn:aws:${service}:eu-north-1:${ACCOUNT}:${name}`;
const FUNCTION = at('lambda', 'function:reconcile');
const OTHER = at('lambda', 'function:mail');
const TASK = at('ecs', 'task-definition/batch:3');
const RUNTIME = at('bedrock-agentcore', 'runtime/clerk-9x');
const OBJECT = 'arn:aws:s3:::kelp-state/app.tfstate';

const PLACES = [
  [FUNCTION, 'lambda:function'],
  [OTHER, 'lambda:function'],
  [TASK, 'ecs:task-definition'],
  [RUNTIME, 'bedrock-agentcore:runtime'],
  [OBJECT, 's3:object'],
] as const;

/** One credential in each place, called after it. */
const graph = {
  read: () =>
    Promise.resolve(PLACES.map(([place, kind]) => ({ credential: `in ${place}`, place, kind, account: ACCOUNT }))),
} as unknown as Graph;

async function obtained(statements: readonly Statement[], boundary?: readonly Statement[]): Promise<string[]> {
  const access = await openAwsAccess({
    resources: PLACES.filter(([, kind]) => kind !== 's3:object').map(([id, type]) => ({ id, type, account: ACCOUNT })),
    policies: [
      { id: 'own', document: document(statements) },
      { id: 'boundary', document: document(boundary ?? []) },
    ],
    principals: [userOf(['own'], boundary === undefined ? {} : { boundaryId: 'boundary' })],
  });
  const contents = await Contents.read(graph, access);
  return [...evaluateProfiles(access)].flatMap((found) =>
    [...contents.ofProfile(found)].map(({ to, props }) => `${to.id.slice(3)} ${props['certainty']}`),
  );
}

const allow = (Action: string | string[], Resource: string | string[] = '*', more: Statement = {}): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

test.for([
  ['a function’s configuration', [allow('lambda:GetFunctionConfiguration', FUNCTION)], [`${FUNCTION} certain`]],
  ['the function itself', [allow('lambda:GetFunction', FUNCTION)], [`${FUNCTION} certain`]],
  ['the list of all functions', [allow('lambda:ListFunctions')], [`${FUNCTION} certain`, `${OTHER} certain`]],
  [
    'near miss: the list, named on one function, which that action does not have',
    [allow('lambda:ListFunctions', FUNCTION)],
    [],
  ],
  ['near miss: other reading of a function', [allow(['lambda:GetPolicy', 'lambda:GetAlias', 'lambda:ListTags'])], []],
  ['near miss: to invoke it', [allow('lambda:InvokeFunction')], []],
  ['a task definition', [allow('ecs:DescribeTaskDefinition')], [`${TASK} certain`]],
  [
    'near miss: other reading of ECS',
    [allow(['ecs:ListTagsForResource', 'ecs:DescribeTasks', 'ecs:ListTaskDefinitions'])],
    [],
  ],
  ['a runtime', [allow('bedrock-agentcore:Get*')], [`${RUNTIME} certain`]],
  [
    'near miss: its endpoints',
    [allow(['bedrock-agentcore:GetAgentRuntimeEndpoint', 'bedrock-agentcore:ListAgentRuntimes'])],
    [],
  ],
  ['an object', [allow('s3:GetObject', 'arn:aws:s3:::kelp-*/*')], [`${OBJECT} certain`]],
  ['near miss: an object’s tags', [allow(['s3:GetObjectTagging', 's3:GetObjectAcl'])], []],
  [
    'under a condition',
    [allow('lambda:GetFunction', FUNCTION, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })],
    [`${FUNCTION} conditional`],
  ],
  [
    'a deny counts',
    [
      allow('lambda:*'),
      { Effect: 'Deny', Action: 'lambda:Get*', Resource: '*' },
      { Effect: 'Deny', Action: 'lambda:ListFunctions', Resource: '*' },
    ],
    [],
  ],
] as const)('%s', async ([_what, statements, wanted]) => {
  expect((await obtained(statements)).sort()).toEqual([...wanted].sort());
});

test('a boundary that leaves reading out leaves nothing', async () => {
  expect(await obtained([allow('lambda:*')], [allow('lambda:InvokeFunction')])).toEqual([]);
});

test('a resource’s own policy counts by action as well', async () => {
  const said = (Action: string): Statement => ({
    Effect: 'Allow',
    Principal: { AWS: USER },
    Action,
    Resource: FUNCTION,
  });
  for (const [action, wanted] of [
    ['lambda:GetFunction', [`in ${FUNCTION}`]],
    ['lambda:GetPolicy', []],
  ] as const) {
    const access = await openAwsAccess({
      resources: [{ id: FUNCTION, type: 'lambda:function', account: ACCOUNT }],
      policies: [{ id: 'function', document: document([said(action)]) }],
      principals: [userOf([])],
      resourcePolicies: [{ resourceId: FUNCTION, policyId: 'function' }],
    });
    const contents = await Contents.read(graph, access);
    const found = [...resourceGrants(access)].flatMap((grant) => [...contents.ofGrant(grant)].map(({ to }) => to.id));
    expect(found).toEqual(wanted);
  }
});
