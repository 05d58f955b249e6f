import type { MapContext } from '../../../../collect/step.ts';
import { redactText } from '../../../../lib/redact.ts';
import { environmentOf } from '../../../../lib/tags.ts';
import { edge, node, type RecordOf, ref } from '../../../../schema/index.ts';
import { ownerTagEvidence } from '../../owner-tags.ts';
import { object, type Raw, required, text } from '../../raw.ts';
import { environmentCredentials, holdsLiterals } from '../../regional/environment.ts';
import { instant, tagsOf } from '../../regional/fields.ts';
import type { Listed } from '../../regional/files.ts';
import { arnOf, awsResource } from '../../regional/resource.ts';

export const runtimeEmits = [
  'Agent',
  'Tool',
  'Resource',
  'Credential',
  'Evidence',
  'RUNS_AS',
  'RUNS_ON',
  'HAS_TOOL',
  'USES',
  'STORED_IN',
  'ABOUT',
  'NAMES',
] as const;

type RuntimeRecord = RecordOf<(typeof runtimeEmits)[number]>;

/**
 * An AgentCore runtime. Entry: `AgentRuntime` of the list merged with the answers of GetAgentRuntime and
 * ListTagsForResource (`tags`).
 * https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_GetAgentRuntime.html
 */
export function mapRuntime({ entry }: Listed, context: MapContext): readonly RuntimeRecord[] {
  const arn = arnOf(required(entry, 'agentRuntimeArn'), 'bedrock-agentcore');
  const self = ref('Agent', arn.text);
  const here = ref('Resource', arn.text);
  const tags = tagsOf(entry['tags']);
  const name = text(entry, 'agentRuntimeName') ?? required(entry, 'agentRuntimeId');
  const used = environmentCredentials(self, here, object(entry, 'environmentVariables'), context.fingerprint);
  const status = text(entry, 'status');
  return [
    node('Agent', arn.text, {
      name,
      kind: 'agentcore-runtime',
      platform: 'aws',
      tenant: arn.account,
      status,
      environment: environmentOf(tags),
      version: text(entry, 'agentRuntimeVersion'),
      createdAt: instant(entry, 'createdAt'),
      updatedAt: instant(entry, 'lastUpdatedAt'),
      tags,
    }),
    awsResource(arn, 'bedrock-agentcore:runtime', {
      name,
      status,
      images: imagesOf(entry),
      secretContainer: holdsLiterals(used, arn.text) ? true : undefined,
      createdAt: instant(entry, 'createdAt'),
      tags,
    }),
    edge('RUNS_ON', self, here, {}),
    ...identitiesOf(entry).map((principal) => edge('RUNS_AS', self, ref('Principal', principal), {})),
    ...used,
    ...mcpOffer(arn.text, name, entry, tags),
    ...ownerTagEvidence(self, tags),
  ];
}

/** The role it runs as, and the workload identity it asks AgentCore for tokens with. */
export function identitiesOf(entry: Raw): string[] {
  const identity = text(object(entry, 'workloadIdentityDetails'), 'workloadIdentityArn');
  return [text(entry, 'roleArn'), identity].flatMap((one) => one ?? []);
}

function imagesOf(entry: Raw): string[] | undefined {
  const container = object(object(entry, 'agentRuntimeArtifact'), 'containerConfiguration');
  const image = text(container, 'containerUri');
  return image === undefined ? undefined : [redactText(image)];
}

/** A runtime that speaks MCP is itself what others call. Without a JWT authorizer callers sign with IAM. */
function mcpOffer(arn: string, name: string, entry: Raw, tags: readonly string[] | undefined): RuntimeRecord[] {
  if (text(object(entry, 'protocolConfiguration'), 'serverProtocol') !== 'MCP') return [];
  const jwt = text(object(object(entry, 'authorizerConfiguration'), 'customJWTAuthorizer'), 'discoveryUrl');
  const tool = ref('Tool', arn);
  return [
    node('Tool', arn, {
      name,
      kind: 'mcp-server',
      transport: 'http',
      authorization: jwt === undefined ? 'iam' : 'jwt',
      environment: environmentOf(tags),
      tags,
    }),
    edge('RUNS_ON', tool, ref('Resource', arn), {}),
    ...identitiesOf(entry).map((principal) => edge('RUNS_AS', tool, ref('Principal', principal), {})),
  ];
}
