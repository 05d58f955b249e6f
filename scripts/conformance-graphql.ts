import { parseArgs } from 'node:util';
import { type AuditResult, auditServer } from 'graphql-http';
import { startApi } from '../src/api/server.ts';
import { openGraph } from '../src/graph/index.ts';
import { openServer } from '../src/graph/server/index.ts';
import { systemClock } from '../src/lib/clock.ts';
import { keylineHome } from '../src/lib/home.ts';
import { createLogger } from '../src/lib/log.ts';

const HELP = `npm run conformance:graphql -- [--url <address>] [--token <bearer>]

Runs every audit of graphql-http (GraphQL over HTTP) against a running service, or against one that it starts over the data
directory. Prints what fails, then one line of JSON; exit 1 on any error or warning.`;

/** Clients send this header with every request: it is what makes a browser ask first (docs/graphql.md). */
const PREFLIGHT = { 'graphql-require-preflight': 'true' } as const;

export interface Conformance {
  readonly audits: number;
  readonly ok: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notices: number;
  readonly failed: readonly string[];
}

/** Runs the audits against a GraphQL endpoint. */
export async function conformanceOf(url: string, token?: string): Promise<Conformance> {
  const fetchFn: typeof fetch = (address, init) => {
    const headers = new Headers(init?.headers);
    for (const [name, value] of Object.entries(PREFLIGHT)) headers.set(name, value);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    return fetch(address, { ...init, headers });
  };
  const results = await auditServer({ url, fetchFn });
  const count = (status: AuditResult['status']): number => results.filter((one) => one.status === status).length;
  return {
    audits: results.length,
    ok: count('ok'),
    errors: count('error'),
    warnings: count('warn'),
    notices: count('notice'),
    failed: results.flatMap((one) =>
      one.status === 'ok' ? [] : [`${one.status} ${one.id} ${one.name}: ${one.reason}`],
    ),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { url: { type: 'string' }, token: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help === true) return console.log(HELP);
  const found = values.url === undefined ? await ownService() : await conformanceOf(values.url, values.token);
  for (const line of found.failed) console.log(line);
  console.log(JSON.stringify({ ...found, failed: undefined }));
  if (found.errors > 0 || found.warnings > 0) process.exitCode = 1;
}

async function ownService(): Promise<Conformance> {
  const server = await openServer({ home: keylineHome() });
  const graph = await openGraph(server);
  const api = await startApi({ graph, clock: systemClock, log: createLogger({ level: 'error' }) });
  try {
    return await conformanceOf(api.url);
  } finally {
    await api.close();
    await graph.close();
    await server.stop();
  }
}

if (import.meta.main) await main();
