import { type AnyStep, step } from '../../../collect/index.ts';
import type { AwsClient } from '../client.ts';
import { fetchHarnesses, fetchRuntimes, fetchWorkloadIdentities } from './agentcore/client.ts';
import { fetchGateways } from './agentcore/client-gateways.ts';
import { fetchApiKeyProviders, fetchOauth2Providers } from './agentcore/client-providers.ts';
import { gatewayEmits, mapGateway } from './agentcore/map-gateway.ts';
import { mapHarness } from './agentcore/map-harness.ts';
import {
  identityEmits,
  mapApiKeyProvider,
  mapOauth2Provider,
  mapWorkloadIdentity,
  providerEmits,
} from './agentcore/map-identity.ts';
import { mapRuntime, runtimeEmits } from './agentcore/map-runtime.ts';
import { fetchAgents, fetchKnowledgeBases } from './bedrock/client.ts';
import { emits, mapAgent } from './bedrock/map.ts';
import { knowledgeBaseEmits, mapKnowledgeBase } from './bedrock/map-knowledge-base.ts';

export { files } from './files.ts';

const NO_CREATOR = { Evidence: 'who made it is not told: from the creation event in CloudTrail' };
const AGENTCORE_TAGS = 'bedrock-agentcore:ListTagsForResource';

const bedrockSteps: readonly AnyStep<AwsClient>[] = [
  step({
    id: 'bedrock-agents',
    title: 'Bedrock agents',
    mode: 'snapshot',
    emits,
    permissions: [
      'bedrock:ListAgents',
      'bedrock:GetAgent',
      'bedrock:ListAgentAliases',
      'bedrock:ListAgentActionGroups',
      'bedrock:GetAgentActionGroup',
      'bedrock:ListAgentKnowledgeBases',
      'bedrock:ListAgentCollaborators',
      'bedrock:ListTagsForResource',
    ],
    notAvailable: { ...NO_CREATOR, 'Agent.lastActiveAt': 'Bedrock reports no last activity' },
    fetch: fetchAgents,
    map: mapAgent,
  }),
  step({
    id: 'bedrock-knowledge-bases',
    title: 'Bedrock knowledge bases',
    mode: 'snapshot',
    emits: knowledgeBaseEmits,
    permissions: ['bedrock:ListKnowledgeBases', 'bedrock:GetKnowledgeBase', 'bedrock:ListTagsForResource'],
    notAvailable: NO_CREATOR,
    fetch: fetchKnowledgeBases,
    map: mapKnowledgeBase,
  }),
];

const agentCoreSteps: readonly AnyStep<AwsClient>[] = [
  step({
    id: 'agentcore-runtimes',
    title: 'AgentCore runtimes',
    mode: 'snapshot',
    emits: runtimeEmits,
    permissions: ['bedrock-agentcore:ListAgentRuntimes', 'bedrock-agentcore:GetAgentRuntime', AGENTCORE_TAGS],
    notAvailable: { ...NO_CREATOR, 'Agent.model': 'a runtime is a container: which model it calls is not told' },
    fetch: fetchRuntimes,
    map: mapRuntime,
  }),
  step({
    id: 'agentcore-harnesses',
    title: 'AgentCore harnesses',
    mode: 'snapshot',
    emits: runtimeEmits,
    permissions: ['bedrock-agentcore:ListHarnesses', 'bedrock-agentcore:GetHarness', AGENTCORE_TAGS],
    notAvailable: NO_CREATOR,
    fetch: fetchHarnesses,
    map: mapHarness,
  }),
  step({
    id: 'agentcore-gateways',
    title: 'AgentCore gateways and their targets',
    mode: 'snapshot',
    emits: gatewayEmits,
    permissions: [
      'bedrock-agentcore:ListGateways',
      'bedrock-agentcore:GetGateway',
      'bedrock-agentcore:ListGatewayTargets',
      'bedrock-agentcore:GetGatewayTarget',
      AGENTCORE_TAGS,
    ],
    notAvailable: NO_CREATOR,
    fetch: fetchGateways,
    map: mapGateway,
  }),
  step({
    id: 'agentcore-workload-identities',
    title: 'AgentCore workload identities',
    mode: 'snapshot',
    emits: identityEmits,
    permissions: ['bedrock-agentcore:ListWorkloadIdentities', 'bedrock-agentcore:GetWorkloadIdentity', AGENTCORE_TAGS],
    notAvailable: { 'Principal.lastUsedAt': 'AgentCore reports no last use' },
    fetch: fetchWorkloadIdentities,
    map: mapWorkloadIdentity,
  }),
  step({
    id: 'agentcore-api-keys',
    title: 'AgentCore API key credential providers',
    mode: 'snapshot',
    emits: providerEmits,
    permissions: [
      'bedrock-agentcore:ListApiKeyCredentialProviders',
      'bedrock-agentcore:GetApiKeyCredentialProvider',
      AGENTCORE_TAGS,
    ],
    notAvailable: { 'Credential.lastUsedAt': 'not told: the provider’s secret has a last access by day' },
    fetch: fetchApiKeyProviders,
    map: mapApiKeyProvider,
  }),
  step({
    id: 'agentcore-oauth-clients',
    title: 'AgentCore OAuth2 credential providers',
    mode: 'snapshot',
    emits: providerEmits,
    permissions: [
      'bedrock-agentcore:ListOauth2CredentialProviders',
      'bedrock-agentcore:GetOauth2CredentialProvider',
      AGENTCORE_TAGS,
    ],
    notAvailable: { 'Credential.lastUsedAt': 'not told: the provider’s secret has a last access by day' },
    fetch: fetchOauth2Providers,
    map: mapOauth2Provider,
  }),
];

export const steps: readonly AnyStep<AwsClient>[] = [...bedrockSteps, ...agentCoreSteps];
