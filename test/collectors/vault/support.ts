import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StepOutcome } from '../../../src/collect/outcome.ts';
import { runStep } from '../../../src/collect/run.ts';
import { claimOf } from '../../../src/collect/sink.ts';
import vault from '../../../src/collectors/vault/collector.ts';
import type { EventRecord, GraphRecord } from '../../../src/schema/index.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';

export interface Ran {
  readonly outcome: StepOutcome;
  readonly records: readonly (GraphRecord | EventRecord)[];
}

/** Runs one step against a server as the configuration would, without a database. */
export async function run(
  address: string,
  stepId: string,
  tokens: { readonly token: string; readonly accessorToken?: string },
  namespaces: readonly string[] = [],
): Promise<Ran> {
  const step = vault.steps.find((one) => one.id === stepId);
  if (step === undefined) throw new TypeError(`no step ${stepId}`);
  const context = testRunContext();
  const env = { VAULT_TOKEN: tokens.token, VAULT_ACCESSOR_TOKEN: tokens.accessorToken };
  const settings = vault.config.parse({ address, namespaces, lookupsPerSecond: 200 });
  const connection = (await vault.connect(settings, { env, signal: context.signal, log: context.log })).at(-1);
  if (connection === undefined) throw new TypeError('no connection');
  const sink = new MemorySink();
  const { outcome } = await runStep('vault', step, connection, sink, context);
  return {
    outcome,
    records: sink.steps.get(claimOf({ source: 'vault', scope: connection.scope, step: stepId }))?.records ?? [],
  };
}

/** What is left of a record to compare: label and key, or type and ends, without the server’s name. */
export function brief(records: Ran['records'], scope = '127.0.0.1'): string[] {
  const short = (id: string): string => id.replaceAll(`vault:${scope}:`, '');
  return records.map((one) => {
    if (one.record === 'node') return `${one.label} ${short(one.id)}`;
    return one.record === 'edge' ? `${short(one.from.id)} -${one.type}-> ${short(one.to.id)}` : one.id;
  });
}

/** Answers by API path; `list:` before a path is its listing; a number is an error of that status. */
export type Answers = Readonly<Record<string, unknown>>;

export interface Stub {
  readonly address: string;
  readonly requests: {
    readonly line: string;
    readonly token: string | undefined;
    readonly namespace: string | undefined;
  }[];
  readonly close: () => Promise<void>;
}

/** A server with Vault’s envelope, errors and listings. */
export async function startStub(answers: Answers, before?: (line: string) => number | undefined): Promise<Stub> {
  const requests: Stub['requests'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const line = lineOf(request, body);
      requests.push({ line, token: header(request, 'x-vault-token'), namespace: header(request, 'x-vault-namespace') });
      const answer = before?.(line) ?? answers[line] ?? 404;
      const status = typeof answer === 'number' ? answer : 200;
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' });
      response.end(
        typeof answer === 'string'
          ? answer
          : JSON.stringify(status === 200 ? { request_id: 'r', data: answer } : { errors: ['no'] }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { address: `http://127.0.0.1:${port}`, requests, close };
}

/** `path`, `list:path`, or for a look-up `path#accessor`. */
function lineOf(request: IncomingMessage, body: string): string {
  const url = new URL(request.url ?? '', 'http://stub');
  const path = decodeURIComponent(url.pathname.replace(/^\/v1\//, ''));
  if (url.searchParams.get('list') === 'true') return `list:${path}`;
  if (body === '') return path;
  const asked = JSON.parse(body) as Record<string, string>;
  return `${path}#${asked['accessor'] ?? asked['secret_id_accessor'] ?? ''}`;
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
