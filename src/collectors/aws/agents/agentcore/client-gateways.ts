import {
  GetGatewayCommand,
  GetGatewayTargetCommand,
  ListGatewaysCommand,
  ListGatewayTargetsCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import type { Raw } from '../../raw.ts';
import { arnIn } from '../../regional/arn.ts';
import { type AwsFetch, allEntries, entries, fact } from '../../regional/fetch.ts';
import type { Listed } from '../../regional/files.ts';
import { type AgentCoreReading, PAGE, readAgentCore, withTags } from './client.ts';

/** Every gateway with its targets. */
export function fetchGateways(context: AwsFetch): AsyncIterable<Listed> {
  return readAgentCore(context, (reading) => {
    const { client, place } = reading;
    const gateways = entries(context, {
      what: 'bedrock-agentcore:ListGateways',
      place: place.region,
      call: (nextToken, abortSignal) =>
        client.send(new ListGatewaysCommand({ nextToken, maxResults: PAGE }), { abortSignal }),
      entries: (page) => page.items,
      next: (page) => page.nextToken,
    });
    return context.each(gateways, async (summary): Promise<Raw> => {
      const gatewayId = summary.gatewayId ?? '';
      const arn = arnIn(place, 'bedrock-agentcore', `gateway/${gatewayId}`);
      const answer = await fact(context, 'bedrock-agentcore:GetGateway', arn, (abortSignal) =>
        client.send(new GetGatewayCommand({ gatewayIdentifier: gatewayId }), { abortSignal }),
      );
      const targets = await targetsOf(reading, gatewayId, arn);
      return { ...summary, ...answer, targets, ...(await withTags(reading, arn)) };
    });
  });
}

async function targetsOf(
  { context, client }: AgentCoreReading,
  gatewayIdentifier: string,
  place: string,
): Promise<readonly Raw[] | undefined> {
  const listed = await allEntries(context, {
    what: 'bedrock-agentcore:ListGatewayTargets',
    place,
    call: (nextToken, abortSignal) =>
      client.send(new ListGatewayTargetsCommand({ gatewayIdentifier, nextToken, maxResults: PAGE }), { abortSignal }),
    entries: (page) => page.items,
    next: (page) => page.nextToken,
  });
  if (listed === undefined) return undefined;
  const detailed: Raw[] = [];
  for (const summary of listed) {
    const { targetId } = summary;
    const answer = await fact(context, 'bedrock-agentcore:GetGatewayTarget', `${place} ${targetId}`, (abortSignal) =>
      client.send(new GetGatewayTargetCommand({ gatewayIdentifier, targetId }), { abortSignal }),
    );
    detailed.push({ ...summary, ...answer });
  }
  return detailed;
}
