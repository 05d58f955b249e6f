import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApi } from '../../../src/api/server.ts';
import { ApiKeys } from '../../../src/auth/index.ts';
import { mcpRoutes } from '../../../src/cli/mcp-routes.ts';
import { Graph } from '../../../src/graph/store.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { standardConfig } from '../../../src/lib/config.ts';
import { createLogger } from '../../../src/lib/log.ts';
import { mcpHttp } from '../../../src/mcp/index.ts';
import { ReachReader } from '../../../src/queries/reach/index.ts';
import { conformanceFixtures } from './fixtures.ts';

/** A service to be tested from outside. */
export interface TestService {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * The service with its own transport, limits, login and audit trail, and behind them our server; `fixtures`: with those of the
 * conformance suite on it. The suite cannot log in: a proxy before the service shows an API key for it, and changes nothing else.
 * Nothing of the suite asks the graph.
 */
export async function testService({ fixtures }: { readonly fixtures: boolean }): Promise<TestService> {
  const home = mkdtempSync(join(tmpdir(), 'keyline-conformance-'));
  const log = createLogger({ level: 'silent' });
  const graph = noGraph();
  const standard = standardConfig();
  const config = { ...standard, auth: { ...standard.auth, apiKeys: true } };
  const clock = systemClock;
  const { key } = new ApiKeys(home, clock).create({
    name: 'conformance',
    role: 'analyst',
    teams: [],
    environments: [],
  });
  const mount = mcpRoutes(config, { graph, clock, log, reach: new ReachReader(graph, clock) }, (parts) =>
    mcpHttp({ parts, ...(fixtures ? { extend: conformanceFixtures } : {}) }),
  );
  const api = await startApi({ graph, clock, log, routes: mount.routes, security: { config, home } });
  const proxy = await withKey(Number(new URL(api.url).port), key);
  return {
    url: `http://localhost:${proxy.port}/mcp`,
    close: async () => {
      await proxy.close();
      await mount.close();
      await api.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function noGraph(): Graph {
  const none = new Proxy(
    {},
    {
      get: () => () => {
        throw new Error('nothing here asks the graph');
      },
    },
  );
  return new Graph(none as ConstructorParameters<typeof Graph>[0], undefined);
}

async function withKey(port: number, key: string) {
  const server = createServer((request, response) => {
    const headers = { ...request.headers, authorization: `Bearer ${key}` };
    const onward = send({ host: '127.0.0.1', port, method: request.method, path: request.url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      response.flushHeaders();
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
