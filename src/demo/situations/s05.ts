import { addGateway } from '../aws/agents.ts';
import { addRole, allow, document, trusts } from '../aws/iam.ts';
import { addFunction } from '../aws/resources.ts';
import type { Estate } from '../base/estate.ts';
import { DOMAIN, HR_TENANT } from '../cast.ts';
import { RecordsSection } from '../sources/records.ts';
import type { Planted } from '../types.ts';
import type { World } from '../world.ts';

/** Custom MCP servers in production that take callers without OAuth 2.1: a gateway, and a server that a probe found. */
export function s05(world: World, estate: Estate): Planted {
  const { production, sandbox } = world.aws;
  const role = addRole(production, 'orders-gateway', {
    trust: trusts('bedrock-agentcore.amazonaws.com'),
    inline: {
      invoke: document(allow('lambda:InvokeFunction', production.arn('lambda', 'eu-west-1', 'function:orders-tools'))),
    },
  });
  const execution = addRole(production, 'orders-tools-exec', {
    trust: trusts('lambda.amazonaws.com'),
    inline: { orders: document(allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], estate.orders)) },
  });
  const lambda = addFunction(production, 'orders-tools', {
    role: execution,
    tags: { environment: 'production', owner: 'platform' },
  });
  const tags = { environment: 'production', owner: 'platform' };
  const naked = addGateway(production, 'orders-mcp', { role, authorizer: 'NONE', tags, targets: { orders: lambda } });
  const jwt = addGateway(production, 'orders-mcp-v2', {
    role,
    authorizer: 'CUSTOM_JWT',
    tags,
    targets: { orders: lambda },
  });
  const playRole = addRole(sandbox, 'play-gateway', { trust: trusts('bedrock-agentcore.amazonaws.com') });
  const play = addGateway(sandbox, 'play-mcp', {
    role: playRole,
    authorizer: 'NONE',
    tags: { environment: 'sandbox', owner: 'platform' },
  });
  const [probed, guarded] = probe(world);
  const laptop = world.laptop('0381', world.cast.get('bart'));
  const agent = laptop.client('vscode', world.cast.get('bart').email);
  laptop.server('vscode', 'shipments', { url: probed });
  return {
    situation: 'S5',
    title: 'MCP servers in production accept callers without OAuth 2.1',
    status: 'expected',
    subjects: { tool: naked, probedTool: probed, caller: agent, lambda, resource: estate.orders },
    owner: `team:hr:${HR_TENANT}:platform`,
    path: [naked, lambda, execution, estate.orders],
    nearMisses: [
      { what: 'a gateway of the same team that asks for a JWT', subjects: { tool: jwt } },
      { what: 'open too, but in the sandbox', subjects: { tool: play } },
      { what: 'a probed server in production that asks for OAuth 2', subjects: { tool: guarded } },
    ],
  };
}

/** What probing found: one server answered without a token, one did not. */
function probe(world: World): readonly [string, string] {
  const probes = new RecordsSection('mcp-probe', DOMAIN, 'servers');
  world.records.push(probes);
  const team = `team:hr:${HR_TENANT}:platform`;
  const [open, closed] = [`https://mcp.${DOMAIN}/shipments`, `https://mcp.${DOMAIN}/customs`];
  for (const [url, authorization] of [
    [open, 'none'],
    [closed, 'oauth2'],
  ] as const) {
    const tool = probes.node('Tool', url, {
      name: url.replace('https://', ''),
      kind: 'mcp-server',
      transport: 'http',
      url,
      authorization,
      environment: 'production',
      tags: ['owner=platform'],
    });
    const evidence = probes.node('Evidence', `evidence:owner-field:${url}:catalogue`, {
      kind: 'owner-field',
      says: 'the service catalogue names the team (spec.owner)',
      at: world.times.ago(1),
    });
    probes.edge('ABOUT', ['Evidence', evidence], ['Tool', tool]);
    probes.edge('NAMES', ['Evidence', evidence], ['Team', team]);
  }
  return [open, closed];
}
