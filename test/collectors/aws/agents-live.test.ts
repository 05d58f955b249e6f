import {
  BedrockAgentClient,
  CreateAgentActionGroupCommand,
  CreateAgentAliasCommand,
  CreateAgentCommand,
  CreateKnowledgeBaseCommand,
} from '@aws-sdk/client-bedrock-agent';
import {
  BedrockAgentCoreControlClient,
  CreateAgentRuntimeCommand,
  CreateGatewayCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AwsClient } from '../../../src/collectors/aws/client.ts';
import { type PythonServer, startMinistack, startMoto } from '../../support/python-servers.ts';
import { clientFor } from './regional-double.ts';
import { collect, edgesOf, nodesOf } from './regional-support.ts';

const REGION = 'eu-north-1';
const ACCOUNT = '000000000000';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/otter`;

let servers: readonly PythonServer[];
let ministack: AwsClient;
let moto: AwsClient;

beforeAll(async () => {
  servers = [await startMinistack(), await startMoto()];
  ministack = clientFor(servers[0]?.url ?? '', ACCOUNT, [REGION]);
  moto = clientFor(servers[1]?.url ?? '', '123456789012', [REGION]);
}, 90_000);

afterAll(async () => {
  await Promise.all([ministack.close(), moto.close()]);
  await Promise.all(servers.map((server) => server.stop()));
});

test('ministack: an agent with its role, tools, alias and owner, without its instruction', async () => {
  const bedrock = ministack.sdk(BedrockAgentClient, REGION);
  const made = await bedrock.send(
    new CreateAgentCommand({
      agentName: 'otter-agent',
      agentResourceRoleArn: ROLE,
      foundationModel: 'anthropic.otter-1',
      instruction: 'CANARY: an instruction that is long enough for the service',
      tags: { env: 'prod', owner: 'Otter@Example.com' },
    }),
  );
  const agentId = made.agent?.agentId;
  await bedrock.send(
    new CreateAgentActionGroupCommand({
      agentId,
      agentVersion: 'DRAFT',
      actionGroupName: 'fish',
      actionGroupExecutor: { lambda: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:fish` },
    }),
  );
  await bedrock.send(new CreateAgentAliasCommand({ agentId, agentAliasName: 'live' }));
  const { 'bedrock-agents': step } = await collect(ministack, 'bedrock-agents');
  expect(step).toMatchObject({ status: 'complete', fetched: 1, problems: [] });
  expect(Object.values(nodesOf(step, 'Agent'))).toMatchObject([
    { name: 'otter-agent', kind: 'bedrock-agent', environment: 'production', model: 'anthropic.otter-1' },
  ]);
  expect(edgesOf(step, 'RUNS_AS')).toEqual([`bedrock:agent/${agentId} -RUNS_AS-> iam:role/otter`]);
  expect(edgesOf(step, 'RUNS_ON')).toContainEqual(
    expect.stringMatching(/action-group\/\w+ -RUNS_ON-> lambda:function:fish$/),
  );
  expect(edgesOf(step, 'CONTAINS')).toHaveLength(1);
  expect(edgesOf(step, 'ABOUT')).toHaveLength(1);
  expect(JSON.stringify(step)).not.toContain('CANARY');
});

test('ministack: a knowledge base and the secret it opens its store with', async () => {
  const credentialsSecretArn = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:otter/db-AbCdEf`;
  await ministack.sdk(BedrockAgentClient, REGION).send(
    new CreateKnowledgeBaseCommand({
      name: 'otter-lore',
      roleArn: ROLE,
      knowledgeBaseConfiguration: {
        type: 'VECTOR',
        vectorKnowledgeBaseConfiguration: { embeddingModelArn: `arn:aws:bedrock:${REGION}::foundation-model/x` },
      },
      storageConfiguration: {
        type: 'RDS',
        rdsConfiguration: {
          resourceArn: `arn:aws:rds:${REGION}:${ACCOUNT}:cluster:otter-db`,
          credentialsSecretArn,
          databaseName: 'd',
          tableName: 't',
          fieldMapping: { primaryKeyField: 'a', vectorField: 'b', textField: 'c', metadataField: 'd' },
        },
      },
    }),
  );
  const { 'bedrock-knowledge-bases': step } = await collect(ministack, 'bedrock-knowledge-bases');
  expect(step).toMatchObject({ status: 'complete', fetched: 1 });
  expect(edgesOf(step, 'GRANTED_ON')).toEqual([
    'secretsmanager:secret:otter/db-AbCdEf#current -GRANTED_ON-> rds:cluster:otter-db',
  ]);
});

test('moto: runtimes and gateways of AgentCore', async () => {
  const core = moto.sdk(BedrockAgentCoreControlClient, REGION);
  await core.send(
    new CreateAgentRuntimeCommand({
      agentRuntimeName: 'otter_rt',
      roleArn: ROLE,
      agentRuntimeArtifact: { containerConfiguration: { containerUri: 'registry.example.com/otter:1' } },
      networkConfiguration: { networkMode: 'PUBLIC' },
      environmentVariables: { ANTHROPIC_API_KEY: 'sk-ant-api03-CANARYotterCANARYotter00000000' },
    }),
  );
  await core.send(
    new CreateGatewayCommand({ name: 'otter-gw', roleArn: ROLE, protocolType: 'MCP', authorizerType: 'NONE' }),
  );
  const steps = await collect(moto, 'agentcore-runtimes', 'agentcore-gateways', 'agentcore-api-keys');
  expect(steps['agentcore-runtimes']).toMatchObject({ status: 'complete', fetched: 1, problems: [] });
  expect(edgesOf(steps['agentcore-runtimes'], 'USES')).toEqual([expect.stringMatching(/-USES-> fp:[\w-]{43}$/)]);
  expect(Object.values(nodesOf(steps['agentcore-gateways'], 'Tool'))).toMatchObject([{ authorization: 'none' }]);
  expect(JSON.stringify(steps)).not.toContain('CANARY');
  // moto lacks the operation: it is a problem, not an empty list.
  expect(steps['agentcore-api-keys']).toMatchObject({ status: 'failed', fetched: 0 });
});

test('ministack: the calls just made are in CloudTrail', async () => {
  await ministack.sdk(SecretsManagerClient, REGION).send(new ListSecretsCommand({}));
  const { cloudtrail: step } = await collect(ministack, 'cloudtrail');
  expect(step?.status).toBe('complete');
  expect(step?.records).toContainEqual(
    expect.objectContaining({
      action: 'secretsmanager:ListSecrets',
      outcome: 'success',
      credential: 'AKIAQ7DOUBLE00000001',
    }),
  );
}, 30_000);
