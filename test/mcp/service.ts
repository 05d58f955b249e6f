import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { SecurityOptions } from '../../src/api/http/security.ts';
import { type RunningApi, startApi } from '../../src/api/server.ts';
import { mcpRoutes } from '../../src/cli/mcp-routes.ts';
import type { Graph } from '../../src/graph/index.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { standardConfig } from '../../src/lib/config.ts';
import { createLogger } from '../../src/lib/log.ts';
import { ReachReader, type ReachSource } from '../../src/queries/reach/index.ts';

export interface McpService {
  readonly url: URL;
  readonly api: RunningApi;
  readonly close: () => Promise<void>;
}

/** The service with MCP on it, as `keyline up` has it. */
export async function mcpService(
  { graph, clock, reach }: { readonly graph: Graph; readonly clock: Clock; readonly reach?: ReachSource },
  security?: SecurityOptions,
): Promise<McpService> {
  const log = createLogger({ level: 'silent' });
  const config = security?.config ?? standardConfig();
  const mount = mcpRoutes(config, { graph, clock, log, reach: new ReachReader(graph, clock, reach) });
  const api = await startApi({
    graph,
    clock,
    log,
    routes: mount.routes,
    ...(security === undefined ? {} : { security }),
  });
  return {
    url: new URL('/mcp', api.url),
    api,
    close: async () => {
      await mount.close();
      await api.close();
    },
  };
}

/** The SDK's own client, of the revision 2026-07-28 or of those before it. */
export async function connect(url: URL, era: 'modern' | 'legacy', token?: string): Promise<Client> {
  const mode = era === 'modern' ? { versionNegotiation: { mode: 'auto' as const } } : {};
  const client = new Client({ name: 'keyline-test', version: '1.0.0' }, mode);
  const requestInit = token === undefined ? {} : { requestInit: { headers: { authorization: `Bearer ${token}` } } };
  await client.connect(new StreamableHTTPClientTransport(url, requestInit));
  return client;
}

/** What a tool answered: its data, or what it said went wrong. */
export interface Said {
  readonly data: Readonly<Record<string, unknown>>;
  readonly problem: string | undefined;
  readonly text: string;
}

export async function ask(client: Client, name: string, args: Readonly<Record<string, unknown>> = {}): Promise<Said> {
  const result = await client.callTool({ name, arguments: { ...args } });
  const text = (result.content ?? []).map((one) => ('text' in one ? one.text : '')).join('\n');
  const data = (result.structuredContent ?? {}) as Readonly<Record<string, unknown>>;
  return { data, problem: result.isError === true ? text : undefined, text };
}
