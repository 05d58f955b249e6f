import type { Json } from '../types.ts';
import type { AwsAccount, Tags } from './account.ts';
import { HOME } from './resources.ts';

const MODELS = ['anthropic.claude-sonnet-4-5-v1:0', 'amazon.nova-pro-v1:0', 'anthropic.claude-haiku-4-5-v1:0'] as const;

interface BedrockAgent {
  readonly role: string;
  readonly made?: number;
  readonly tags?: Tags;
  readonly instruction?: string;
  /** Lambda functions of its action groups, by the group's name. */
  readonly actions?: Readonly<Record<string, string>>;
  readonly knowledgeBases?: readonly string[];
}

/** Adds a Bedrock agent and gives its ARN. */
export function addBedrockAgent(account: AwsAccount, name: string, made: BedrockAgent, region = HOME): string {
  const { random, times } = account;
  const agentId = random.upper(10);
  const agentArn = account.arn('bedrock', region, `agent/${agentId}`);
  const createdAt = times.stamp(made.made ?? 200);
  const updatedAt = times.stamp(Math.min(made.made ?? 200, 20));
  account.region(region).agents.push({
    agentId,
    agentName: name,
    agentStatus: 'PREPARED',
    updatedAt,
    latestAgentVersion: '3',
    agent: {
      agentId,
      agentName: name,
      agentArn,
      agentVersion: 'DRAFT',
      agentStatus: 'PREPARED',
      ...(made.instruction === undefined ? {} : { instruction: made.instruction }),
      foundationModel: random.pick(MODELS),
      idleSessionTTLInSeconds: 600,
      agentResourceRoleArn: made.role,
      createdAt,
      updatedAt,
    },
    agentAliasSummaries: [
      { agentAliasId: random.upper(10), agentAliasName: 'live', agentAliasStatus: 'PREPARED', createdAt },
    ],
    actionGroupSummaries: Object.entries(made.actions ?? {}).map(([group, lambda]) =>
      actionGroup(random.upper(10), group, lambda),
    ),
    agentKnowledgeBaseSummaries: (made.knowledgeBases ?? []).map((knowledgeBaseId) => ({
      knowledgeBaseId,
      knowledgeBaseState: 'ENABLED',
    })),
    agentCollaboratorSummaries: [],
    tags: made.tags ?? {},
  });
  return agentArn;
}

function actionGroup(actionGroupId: string, actionGroupName: string, lambda: string): Json {
  const group = { actionGroupId, actionGroupName, actionGroupState: 'ENABLED' };
  return { ...group, agentActionGroup: { ...group, actionGroupExecutor: { lambda } } };
}

interface Runtime {
  readonly role: string;
  readonly made?: number;
  readonly tags?: Tags;
  readonly environment?: Readonly<Record<string, string>>;
  readonly protocol?: 'HTTP' | 'MCP';
}

/** Adds an AgentCore runtime with its workload identity, and gives its ARN. */
export function addRuntime(account: AwsAccount, name: string, made: Runtime, region = HOME): string {
  const id = `${name.replaceAll('-', '_')}-${account.random.alphanumeric(10)}`;
  const agentRuntimeArn = account.arn('bedrock-agentcore', region, `runtime/${id}`);
  const workloadIdentityArn = workloadIdentity(account, region, id);
  const createdAt = account.times.stamp(made.made ?? 150);
  account.region(region).identities.push({ name: id, workloadIdentityArn, createdTime: createdAt });
  account.region(region).runtimes.push({
    agentRuntimeArn,
    agentRuntimeId: id,
    agentRuntimeVersion: String(account.random.int(1, 40)),
    agentRuntimeName: name.replaceAll('-', '_'),
    status: 'READY',
    roleArn: made.role,
    createdAt,
    lastUpdatedAt: account.times.stamp(Math.min(made.made ?? 150, 12)),
    workloadIdentityDetails: { workloadIdentityArn },
    agentRuntimeArtifact: {
      containerConfiguration: { containerUri: `${account.id}.dkr.ecr.${region}.amazonaws.com/${name}:latest` },
    },
    protocolConfiguration: { serverProtocol: made.protocol ?? 'HTTP' },
    environmentVariables: made.environment ?? {},
    tags: made.tags ?? {},
  });
  return agentRuntimeArn;
}

interface Gateway {
  readonly role: string;
  readonly authorizer: 'NONE' | 'AWS_IAM' | 'CUSTOM_JWT';
  readonly tags?: Tags;
  /** Lambda functions behind it, by the target's name. */
  readonly targets?: Readonly<Record<string, string>>;
}

/** Adds an AgentCore gateway and gives its URL, which is its key. */
export function addGateway(account: AwsAccount, name: string, made: Gateway, region = HOME): string {
  const gatewayId = `${name}-${account.random.lower(10)}`;
  const gatewayUrl = `https://${gatewayId}.gateway.bedrock-agentcore.${region}.amazonaws.com/mcp`;
  const workloadIdentityArn = workloadIdentity(account, region, gatewayId);
  const createdAt = account.times.stamp(90);
  account.region(region).identities.push({ name: gatewayId, workloadIdentityArn, createdTime: createdAt });
  account.region(region).gateways.push({
    gatewayId,
    name,
    status: 'READY',
    authorizerType: made.authorizer,
    ...(made.authorizer === 'CUSTOM_JWT' ? { authorizerConfiguration: jwtAuthorizer() } : {}),
    protocolType: 'MCP',
    createdAt,
    updatedAt: createdAt,
    gatewayArn: account.arn('bedrock-agentcore', region, `gateway/${gatewayId}`),
    gatewayUrl,
    roleArn: made.role,
    workloadIdentityDetails: { workloadIdentityArn },
    targets: Object.entries(made.targets ?? {}).map(([target, lambdaArn]) => ({
      targetId: account.random.upper(10),
      name: target,
      status: 'READY',
      targetType: 'LAMBDA',
      targetConfiguration: { mcp: { lambda: { lambdaArn } } },
      credentialProviderConfigurations: [{ credentialProviderType: 'GATEWAY_IAM_ROLE' }],
    })),
    tags: made.tags ?? {},
  });
  return gatewayUrl;
}

function jwtAuthorizer(): Json {
  const discoveryUrl = 'https://brightwater.okta.com/oauth2/default/.well-known/openid-configuration';
  return { customJWTAuthorizer: { discoveryUrl, allowedAudience: ['mcp'] } };
}

function workloadIdentity(account: AwsAccount, region: string, id: string): string {
  return account.arn('bedrock-agentcore', region, `workload-identity-directory/default/workload-identity/${id}`);
}
