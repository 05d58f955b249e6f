import { expect, test } from 'vitest';
import { runStep } from '../../../src/collect/index.ts';
import { steps } from '../../../src/collectors/aws/agents/index.ts';
import type { AwsClient } from '../../../src/collectors/aws/client.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';
import { type Answer, startDouble } from './regional-double.ts';

const ACCOUNT = '918273645546';
const REGION = 'eu-north-1';
const CORE = `arn:aws:bedrock-agentcore:${REGION}:${ACCOUNT}:`;
const SECRET = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:kelp-Aa11Bb`;
/** The service writes times in either form, by operation. */
const AT = 1_780_000_000;
const DAY = '2026-05-28T20:26:40Z';

async function run(client: AwsClient, id: string) {
  const step = steps.find((one) => one.id === id);
  if (step === undefined) throw new Error(`no step ${id}`);
  const sink = new MemorySink();
  const report = await runStep('aws', step, { scope: ACCOUNT, client }, sink, testRunContext());
  return { outcome: report.outcome, records: [...sink.steps.values()].flatMap((one) => one.records) };
}

const core = (answers: Record<string, (input: Readonly<Record<string, unknown>>) => Answer>) =>
  startDouble({ service: 'bedrock-agentcore-control', account: ACCOUNT, regions: [REGION], answers });

const tags = (): Answer => ({ body: { tags: { owner: 'Kelp@Example.com' } } });

test('workload identities of every page become principals', async () => {
  const arn = (name: string) => `${CORE}workload-identity-directory/default/workload-identity/${name}`;
  const { client } = await core({
    ListWorkloadIdentities: ({ nextToken }) => ({
      body:
        nextToken === 'p2'
          ? { workloadIdentities: [{ name: 'dulse', workloadIdentityArn: arn('dulse') }] }
          : { workloadIdentities: [{ name: 'kelp', workloadIdentityArn: arn('kelp') }], nextToken: 'p2' },
    }),
    GetWorkloadIdentity: ({ name }) => ({
      body: { name, workloadIdentityArn: arn(String(name)), createdTime: AT, lastUpdatedTime: AT },
    }),
    ListTagsForResource: tags,
  });
  const { outcome, records } = await run(client, 'agentcore-workload-identities');
  expect(outcome).toMatchObject({ status: 'complete', fetched: 2, problems: [] });
  const principals = records.filter((record) => record.record === 'node' && record.label === 'Principal');
  expect(principals.map((one) => (one.record === 'node' ? one.id : '')).sort()).toEqual([arn('dulse'), arn('kelp')]);
  expect(principals[0]).toMatchObject({ props: { createdAt: '2026-05-28T20:26:40.000Z', kind: 'workload-identity' } });
});

test('credential providers are credentials kept in their secrets', async () => {
  const arn = (kind: string) => `${CORE}token-vault/default/${kind}credentialprovider/kelp`;
  const { client } = await core({
    ListApiKeyCredentialProviders: () => ({
      body: {
        credentialProviders: [
          { name: 'kelp', credentialProviderArn: arn('apikey'), createdTime: AT, lastUpdatedTime: AT },
        ],
      },
    }),
    GetApiKeyCredentialProvider: () => ({
      body: {
        name: 'kelp',
        credentialProviderArn: arn('apikey'),
        apiKeySecretArn: { secretArn: SECRET },
        createdTime: AT,
        lastUpdatedTime: AT,
      },
    }),
    ListOauth2CredentialProviders: () => ({
      body: {
        credentialProviders: [
          {
            name: 'kelp',
            credentialProviderVendor: 'GithubOauth2',
            credentialProviderArn: arn('oauth2'),
            createdTime: AT,
            lastUpdatedTime: AT,
          },
        ],
      },
    }),
    GetOauth2CredentialProvider: () => ({ status: 403, error: 'AccessDeniedException' }),
    ListTagsForResource: tags,
  });
  const keys = await run(client, 'agentcore-api-keys');
  expect(keys.outcome.status).toBe('complete');
  expect(keys.records).toContainEqual({
    record: 'edge',
    type: 'STORED_IN',
    from: { label: 'Credential', id: arn('apikey') },
    to: { label: 'Resource', id: SECRET },
    props: {},
  });
  const clients = await run(client, 'agentcore-oauth-clients');
  expect(clients.outcome).toMatchObject({ status: 'partial', fetched: 1 });
  expect(clients.outcome.problems).toMatchObject([
    { kind: 'denied', what: 'bedrock-agentcore:GetOauth2CredentialProvider', place: arn('oauth2') },
  ]);
  expect(clients.records).toContainEqual(
    expect.objectContaining({
      label: 'Credential',
      id: arn('oauth2'),
      props: expect.objectContaining({ name: 'kelp' }),
    }),
  );
});

test('a gateway that anyone may call, with its targets', async () => {
  const { client } = await core({
    ListGateways: () => ({
      body: {
        items: [
          {
            gatewayId: 'kelp-1q',
            name: 'kelp',
            status: 'READY',
            createdAt: DAY,
            updatedAt: DAY,
            authorizerType: 'NONE',
          },
        ],
      },
    }),
    GetGateway: () => ({
      body: {
        gatewayArn: `${CORE}gateway/kelp-1q`,
        gatewayId: 'kelp-1q',
        name: 'kelp',
        gatewayUrl: 'https://kelp-1q.gateway.bedrock-agentcore.eu-north-1.amazonaws.com/mcp',
        status: 'READY',
        createdAt: DAY,
        updatedAt: DAY,
        protocolType: 'MCP',
        authorizerType: 'NONE',
      },
    }),
    ListGatewayTargets: () => ({
      body: { items: [{ targetId: 'TARGET0001', name: 'dulse', status: 'READY', createdAt: DAY, updatedAt: DAY }] },
    }),
    GetGatewayTarget: () => ({
      body: {
        gatewayArn: `${CORE}gateway/kelp-1q`,
        targetId: 'TARGET0001',
        name: 'dulse',
        status: 'READY',
        createdAt: DAY,
        updatedAt: DAY,
        targetConfiguration: { mcp: { mcpServer: { endpoint: 'https://Dulse.example.com/mcp/' } } },
        credentialProviderConfigurations: [
          {
            credentialProviderType: 'API_KEY',
            credentialProvider: {
              apiKeyCredentialProvider: { providerArn: `${CORE}token-vault/default/apikeycredentialprovider/kelp` },
            },
          },
        ],
      },
    }),
    ListTagsForResource: tags,
  });
  const { outcome, records } = await run(client, 'agentcore-gateways');
  expect(outcome).toMatchObject({ status: 'complete', problems: [] });
  const tools = records.flatMap((one) => (one.record === 'node' && one.label === 'Tool' ? [[one.id, one.props]] : []));
  expect(Object.fromEntries(tools)).toMatchObject({
    'https://kelp-1q.gateway.bedrock-agentcore.eu-north-1.amazonaws.com/mcp': { authorization: 'none' },
    [`${CORE}gateway/kelp-1q/target/TARGET0001`]: { kind: 'gateway-target', url: 'https://dulse.example.com/mcp' },
    'https://dulse.example.com/mcp': { kind: 'mcp-server' },
  });
});

test('a harness: its prompt stays where it is', async () => {
  const arn = `${CORE}harness/kelp_harness-1`;
  const { client } = await core({
    ListHarnesses: () => ({
      body: {
        harnesses: [
          {
            harnessId: 'kelp-1',
            harnessName: 'kelp',
            arn,
            status: 'READY',
            createdAt: DAY,
            updatedAt: DAY,
            harnessVersion: '1',
          },
        ],
      },
    }),
    GetHarness: () => ({
      body: {
        harness: {
          harnessId: 'kelp-1',
          harnessName: 'kelp',
          arn,
          status: 'READY',
          executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/kelp`,
          createdAt: DAY,
          updatedAt: DAY,
          model: { bedrockModelConfig: { modelId: 'anthropic.kelp-1' } },
          systemPrompt: [{ text: 'CANARY-prompt' }],
          tools: [],
          skills: [],
          allowedTools: ['*'],
          truncation: { strategy: 'none' },
          environment: {},
        },
      },
    }),
    ListTagsForResource: tags,
  });
  const { outcome, records } = await run(client, 'agentcore-harnesses');
  expect(outcome).toMatchObject({ status: 'complete', problems: [] });
  expect(JSON.stringify(records)).toContain(`arn:aws:iam::${ACCOUNT}:role/kelp`);
  expect(JSON.stringify(records)).not.toContain('CANARY');
});

test('a list that is denied or malformed is not an empty one', async () => {
  const denied = await core({ ListApiKeyCredentialProviders: () => ({ status: 403, error: 'AccessDeniedException' }) });
  expect((await run(denied.client, 'agentcore-api-keys')).outcome.status).toBe('denied');
  const malformed = await core({ ListApiKeyCredentialProviders: () => ({ text: '{"providers": []}' }) });
  const { outcome } = await run(malformed.client, 'agentcore-api-keys');
  expect(outcome.status).toBe('partial');
  expect(outcome.problems).toMatchObject([
    { kind: 'malformed', what: 'bedrock-agentcore:ListApiKeyCredentialProviders' },
  ]);
});
