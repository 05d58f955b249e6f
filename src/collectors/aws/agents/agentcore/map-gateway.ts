import { environmentOf } from '../../../../lib/tags.ts';
import { edge, type NodeRef, node, type RecordOf, ref } from '../../../../schema/index.ts';
import { ownerTagEvidence } from '../../owner-tags.ts';
import { object, objects, type Raw, required, text } from '../../raw.ts';
import { arnIn, parseArn } from '../../regional/arn.ts';
import { instant, isRaw, tagsOf } from '../../regional/fields.ts';
import type { Listed } from '../../regional/files.ts';
import { arnOf, awsResource } from '../../regional/resource.ts';
import { canonicalUrl } from '../../regional/url.ts';
import { gatewayTool, targetTool } from './gateway-keys.ts';
import { identitiesOf } from './map-runtime.ts';
import { remoteServer } from './remote-server.ts';

export const gatewayEmits = [
  'Tool',
  'Resource',
  'Evidence',
  'RUNS_AS',
  'RUNS_ON',
  'HAS_TOOL',
  'USES',
  'ABOUT',
  'NAMES',
] as const;

type GatewayRecord = RecordOf<(typeof gatewayEmits)[number]>;

/** How callers prove who they are: `NONE` is a gateway that anyone may call.
 * https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_GetGateway.html */
const AUTHORIZATION: Readonly<Record<string, string>> = {
  NONE: 'none',
  AWS_IAM: 'iam',
  CUSTOM_JWT: 'jwt',
  AUTHENTICATE_ONLY: 'jwt',
};

/**
 * A gateway as a tool, and its targets as the tools behind it. Entry: `GatewaySummary` merged with the answers of
 * GetGateway, ListTagsForResource (`tags`) and ListGatewayTargets (`targets`, each merged with that of GetGatewayTarget).
 */
export function mapGateway({ account, region, entry }: Listed): readonly GatewayRecord[] {
  const place = { account, region };
  const id = required(entry, 'gatewayId');
  const written = text(entry, 'gatewayArn');
  const arn = arnOf(written ?? arnIn(place, 'bedrock-agentcore', `gateway/${id}`), 'bedrock-agentcore');
  const url = gatewayTool(arn, id, text(entry, 'gatewayUrl'));
  const self = ref('Tool', url);
  const tags = tagsOf(entry['tags']);
  const name = text(entry, 'name') ?? id;
  return [
    node('Tool', url, {
      name,
      kind: 'gateway',
      transport: 'http',
      url,
      authorization: AUTHORIZATION[text(entry, 'authorizerType') ?? ''] ?? 'unknown',
      environment: environmentOf(tags),
      tags,
    }),
    awsResource(arn, 'bedrock-agentcore:gateway', {
      name,
      status: text(entry, 'status'),
      createdAt: instant(entry, 'createdAt'),
      tags,
    }),
    edge('RUNS_ON', self, ref('Resource', arn.text), {}),
    ...identitiesOf(entry).map((principal) => edge('RUNS_AS', self, ref('Principal', principal), {})),
    ...objects(entry, 'targets').flatMap((target) => targetRecords(self, arn.text, target)),
    ...ownerTagEvidence(self, tags),
  ];
}

function targetRecords(gateway: NodeRef<'Tool'>, gatewayArn: string, target: Raw): GatewayRecord[] {
  const id = required(target, 'targetId');
  const self = ref('Tool', targetTool(gatewayArn, id));
  const { runsOn, url } = behind(object(target, 'targetConfiguration'));
  const offer = url === undefined ? [] : remoteOffer(self, url);
  return [
    node('Tool', self.id, { name: text(target, 'name') ?? id, kind: 'gateway-target', url }),
    edge('HAS_TOOL', gateway, self, {}),
    ...(runsOn === undefined ? [] : [edge('RUNS_ON', self, ref('Resource', runsOn), {})]),
    ...offer,
    ...objects(target, 'credentialProviderConfigurations').flatMap((one) => providerUse(self, one)),
  ];
}

/** What a target leads to: a Lambda function or a runtime in AWS, or an MCP server or API by its URL. */
function behind(configuration: Raw): { readonly runsOn: string | undefined; readonly url: string | undefined } {
  const mcp = object(configuration, 'mcp');
  const http = object(configuration, 'http');
  const lambda = text(object(mcp, 'lambda'), 'lambdaArn');
  const runtime = text(object(http, 'agentcoreRuntime'), 'arn');
  const endpoint = text(object(mcp, 'mcpServer'), 'endpoint') ?? text(object(http, 'passthrough'), 'endpoint');
  return { runsOn: parseArn(lambda ?? runtime)?.text, url: canonicalUrl(endpoint) };
}

function remoteOffer(target: NodeRef<'Tool'>, url: string): GatewayRecord[] {
  return [remoteServer(url), edge('HAS_TOOL', target, ref('Tool', url), {})];
}

/** API_KEY and OAUTH targets name the credential provider whose secret they are called with. */
function providerUse(target: NodeRef<'Tool'>, configuration: Raw): GatewayRecord[] {
  const via = text(configuration, 'credentialProviderType');
  return Object.values(object(configuration, 'credentialProvider')).flatMap((provider) => {
    const arn = isRaw(provider) ? text(provider, 'providerArn') : undefined;
    return arn === undefined ? [] : [edge('USES', target, ref('Credential', arn), { basis: 'configured', via })];
  });
}
