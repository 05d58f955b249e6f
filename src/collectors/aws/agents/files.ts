import type { FileFormat, ImportFile } from '../../../collect/index.ts';
import { listFormat, objectFormat } from '../regional/files.ts';

/** API keys and OAuth clients are listed under the same key: the ARNs tell them apart, in an empty list the file's name. */
function providersOf(kind: 'apikey' | 'oauth2'): (file: ImportFile) => boolean {
  return (file) => {
    const inArns = /:token-vault\/[^"/]+\/(apikey|oauth2)credentialprovider\//.exec(file.head)?.[1];
    const inName = /oauth2/i.test(file.name) ? 'oauth2' : 'apikey';
    return (inArns ?? inName) === kind;
  };
}

const TAGS = 'list-tags-for-resource';

const bedrockFiles: readonly FileFormat[] = [
  listFormat({
    id: 'aws-bedrock-agents',
    title: 'Bedrock agents (JSON)',
    madeBy: `aws bedrock-agent list-agents; each entry merged with the outputs of get-agent, list-agent-aliases, list-agent-action-groups (each merged with get-agent-action-group), list-agent-knowledge-bases, list-agent-collaborators and ${TAGS}`,
    step: 'bedrock-agents',
    key: 'agentSummaries',
    arnField: 'agentArn',
    needs: 'agent',
  }),
  objectFormat({
    id: 'aws-bedrock-agent',
    title: 'A Bedrock agent (JSON)',
    madeBy: 'aws bedrock-agent get-agent, merged with the same outputs',
    step: 'bedrock-agents',
    key: 'agent',
    arnField: 'agentArn',
    also: (file) => file.head.includes('"agentArn"'),
  }),
  listFormat({
    id: 'aws-knowledge-bases',
    title: 'Bedrock knowledge bases (JSON)',
    madeBy: `aws bedrock-agent list-knowledge-bases; each entry merged with the outputs of get-knowledge-base and ${TAGS}`,
    step: 'bedrock-knowledge-bases',
    key: 'knowledgeBaseSummaries',
    arnField: 'knowledgeBaseArn',
    needs: 'knowledgeBase',
  }),
  objectFormat({
    id: 'aws-knowledge-base',
    title: 'A Bedrock knowledge base (JSON)',
    madeBy: `aws bedrock-agent get-knowledge-base, merged with the output of ${TAGS}`,
    step: 'bedrock-knowledge-bases',
    key: 'knowledgeBase',
    arnField: 'knowledgeBaseArn',
  }),
];

const agentCoreFiles: readonly FileFormat[] = [
  listFormat({
    id: 'aws-agentcore-runtimes',
    title: 'AgentCore runtimes (JSON)',
    madeBy: `aws bedrock-agentcore-control list-agent-runtimes; each entry merged with the outputs of get-agent-runtime and ${TAGS}`,
    step: 'agentcore-runtimes',
    key: 'agentRuntimes',
    arnField: 'agentRuntimeArn',
    needs: 'roleArn',
  }),
  objectFormat({
    id: 'aws-agentcore-runtime',
    title: 'An AgentCore runtime (JSON)',
    madeBy: 'aws bedrock-agentcore-control get-agent-runtime',
    step: 'agentcore-runtimes',
    key: 'agentRuntimeArn',
    arnField: 'agentRuntimeArn',
  }),
  listFormat({
    id: 'aws-agentcore-harnesses',
    title: 'AgentCore harnesses (JSON)',
    madeBy: `aws bedrock-agentcore-control list-harnesses; each entry merged with the outputs of get-harness and ${TAGS}`,
    step: 'agentcore-harnesses',
    key: 'harnesses',
    arnField: 'arn',
    needs: 'harness',
  }),
  listFormat({
    id: 'aws-agentcore-gateways',
    title: 'AgentCore gateways (JSON)',
    madeBy: `aws bedrock-agentcore-control list-gateways; each entry merged with the outputs of get-gateway and ${TAGS}, and with the items of list-gateway-targets (each merged with get-gateway-target) as "targets"`,
    step: 'agentcore-gateways',
    key: 'items',
    arnField: 'gatewayArn',
    also: (file) => file.head.includes('"gatewayId"') && file.head.includes('"authorizerType"'),
    needs: 'targets',
  }),
  objectFormat({
    id: 'aws-agentcore-gateway',
    title: 'An AgentCore gateway (JSON)',
    madeBy: 'aws bedrock-agentcore-control get-gateway, with the items of list-gateway-targets as "targets"',
    step: 'agentcore-gateways',
    key: 'gatewayId',
    arnField: 'gatewayArn',
  }),
  listFormat({
    id: 'aws-agentcore-identities',
    title: 'AgentCore workload identities (JSON)',
    madeBy: `aws bedrock-agentcore-control list-workload-identities; each entry may be merged with the outputs of get-workload-identity and ${TAGS}`,
    step: 'agentcore-workload-identities',
    key: 'workloadIdentities',
    arnField: 'workloadIdentityArn',
  }),
  listFormat({
    id: 'aws-agentcore-api-keys',
    title: 'AgentCore API key credential providers (JSON)',
    madeBy: `aws bedrock-agentcore-control list-api-key-credential-providers; each entry merged with the outputs of get-api-key-credential-provider and ${TAGS}`,
    step: 'agentcore-api-keys',
    key: 'credentialProviders',
    arnField: 'credentialProviderArn',
    also: providersOf('apikey'),
    needs: 'apiKeySecretArn',
  }),
  listFormat({
    id: 'aws-agentcore-oauth-clients',
    title: 'AgentCore OAuth2 credential providers (JSON)',
    madeBy: `aws bedrock-agentcore-control list-oauth2-credential-providers; each entry merged with the outputs of get-oauth2-credential-provider and ${TAGS}`,
    step: 'agentcore-oauth-clients',
    key: 'credentialProviders',
    arnField: 'credentialProviderArn',
    also: providersOf('oauth2'),
    needs: 'clientSecretArn',
  }),
];

export const files: readonly FileFormat[] = [...bedrockFiles, ...agentCoreFiles];
