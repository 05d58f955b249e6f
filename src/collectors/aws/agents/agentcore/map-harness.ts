import type { MapContext } from '../../../../collect/step.ts';
import { environmentOf } from '../../../../lib/tags.ts';
import { edge, type NodeRef, node, type RecordOf, ref } from '../../../../schema/index.ts';
import { ownerTagEvidence } from '../../owner-tags.ts';
import { object, objects, type Raw, text } from '../../raw.ts';
import { parseArn } from '../../regional/arn.ts';
import { environmentCredentials, holdsLiterals } from '../../regional/environment.ts';
import { instant, isRaw, tagsOf } from '../../regional/fields.ts';
import type { Listed } from '../../regional/files.ts';
import { arnOf, awsResource } from '../../regional/resource.ts';
import { canonicalUrl } from '../../regional/url.ts';
import { gatewayTool } from './gateway-keys.ts';
import type { runtimeEmits } from './map-runtime.ts';
import { remoteServer } from './remote-server.ts';

type HarnessRecord = RecordOf<(typeof runtimeEmits)[number]>;
type Fingerprint = MapContext['fingerprint'];

/**
 * A harness: an agent that AgentCore itself runs. Entry: `HarnessSummary` merged with the answers of GetHarness
 * (`harness`) and ListTagsForResource (`tags`). System prompt and skills end here.
 * https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_Harness.html
 */
export function mapHarness({ entry }: Listed, context: MapContext): readonly HarnessRecord[] {
  const harness: Raw = { ...entry, ...object(entry, 'harness') };
  const arn = arnOf(text(harness, 'arn') ?? '', 'bedrock-agentcore');
  const self = ref('Agent', arn.text);
  const here = ref('Resource', arn.text);
  const tags = tagsOf(entry['tags']);
  const name = text(harness, 'harnessName') ?? arn.resource;
  const status = text(harness, 'status');
  const models = Object.values(object(harness, 'model')).filter(isRaw);
  const used = environmentCredentials(self, here, object(harness, 'environmentVariables'), context.fingerprint);
  const role = text(harness, 'executionRoleArn');
  return [
    node('Agent', arn.text, {
      name,
      kind: 'agentcore-harness',
      platform: 'aws',
      tenant: arn.account,
      status,
      environment: environmentOf(tags),
      model: models.map((model) => text(model, 'modelId')).find((id) => id !== undefined),
      version: text(harness, 'harnessVersion'),
      createdAt: instant(harness, 'createdAt'),
      updatedAt: instant(harness, 'updatedAt'),
      tags,
    }),
    awsResource(arn, 'bedrock-agentcore:harness', {
      name,
      status,
      secretContainer: holdsLiterals(used, arn.text) ? true : undefined,
      tags,
    }),
    edge('RUNS_ON', self, here, {}),
    ...(role === undefined ? [] : [edge('RUNS_AS', self, ref('Principal', role), {})]),
    ...used,
    ...models.flatMap((model) => modelKey(self, model)),
    ...objects(harness, 'tools').flatMap((tool) => toolRecords(self, tool, context.fingerprint)),
    ...ownerTagEvidence(self, tags),
  ];
}

/** A model of another vendor is called with an API key that a credential provider keeps. */
function modelKey(agent: NodeRef<'Agent'>, model: Raw): HarnessRecord[] {
  const key = text(model, 'apiKeyArn');
  if (key === undefined) return [];
  return [edge('USES', agent, ref('Credential', key), { basis: 'configured', via: 'model' })];
}

function toolRecords(agent: NodeRef<'Agent'>, tool: Raw, fingerprint: Fingerprint): HarnessRecord[] {
  const config = object(tool, 'config');
  const gateway = parseArn(text(object(config, 'agentCoreGateway'), 'gatewayArn'));
  const gatewayId = gateway?.resource.split('/')[1];
  if (gateway !== undefined && gatewayId !== undefined)
    return [edge('HAS_TOOL', agent, ref('Tool', gatewayTool(gateway, gatewayId)), {})];
  const remote = object(config, 'remoteMcp');
  const url = canonicalUrl(text(remote, 'url'));
  if (url === undefined) return [];
  const offer = remoteServer(url);
  const here = ref('Resource', agent.id);
  const headers = environmentCredentials(agent, here, object(remote, 'headers'), fingerprint, 'header');
  return [offer, edge('HAS_TOOL', agent, ref('Tool', url), {}), ...headers];
}
