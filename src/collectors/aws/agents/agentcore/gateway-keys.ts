import type { Place } from '../../regional/arn.ts';
import { canonicalUrl } from '../../regional/url.ts';

/**
 * The key of a gateway as a Tool: the URL its callers know. AgentCore forms it from the gateway's id.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-building.html
 */
export function gatewayTool(place: Place, gatewayId: string, url?: string): string {
  const suffix = place.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const formed = `https://${gatewayId.toLowerCase()}.gateway.bedrock-agentcore.${place.region}.${suffix}/mcp`;
  return canonicalUrl(url) ?? formed;
}

/** The key of a gateway's target as a Tool. */
export function targetTool(gatewayArn: string, targetId: string): string {
  return `${gatewayArn}/target/${targetId}`;
}
