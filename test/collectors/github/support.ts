import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StepOutcome } from '../../../src/collect/outcome.ts';
import { runStep } from '../../../src/collect/run.ts';
import { claimOf } from '../../../src/collect/sink.ts';
import { GithubClient } from '../../../src/collectors/github/client.ts';
import github from '../../../src/collectors/github/collector.ts';
import type { EventRecord, GraphRecord } from '../../../src/schema/index.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';

export const CANARY = 'ghp_CANARYcanaryCANARYcanaryCANARYcan4711';

export interface Ran {
  readonly outcome: StepOutcome;
  readonly records: readonly (GraphRecord | EventRecord)[];
  readonly cursor: string | undefined;
}

/** Runs one step of the collector against a server, without a database. */
export async function run(baseUrl: string, stepId: string, org: string, cursor?: string): Promise<Ran> {
  const step = github.steps.find((one) => one.id === stepId);
  if (step === undefined) throw new TypeError(`no step ${stepId}`);
  const key = { source: 'github', scope: org.toLowerCase(), step: stepId };
  const sink = new MemorySink(cursor === undefined ? new Map() : new Map([[claimOf(key), cursor]]));
  const client = new GithubClient({ baseUrl, org, auth: { token: CANARY }, auditDays: 3 });
  const { outcome } = await runStep('github', step, { scope: key.scope, client }, sink, testRunContext());
  const state = sink.steps.get(claimOf(key));
  return { outcome, records: state?.records ?? [], cursor: state?.cursor };
}

/** What is left of a record to compare: label and key, or type and ends. */
export function brief(records: Ran['records']): string[] {
  return records.map((one) => {
    if (one.record === 'node') return `${one.label} ${one.id}`;
    return one.record === 'edge' ? `${one.from.id} -${one.type}-> ${one.to.id}` : `${one.action} ${one.id}`;
  });
}

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export interface Stub {
  readonly baseUrl: string;
  /** `GET /path?query`, in order. */
  readonly requests: string[];
  readonly close: () => Promise<void>;
}

/** A server on loopback that answers as it is told. */
export async function startStub(answer: Answer): Promise<Stub> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push(`${request.method} ${request.url}`);
      answer(request, response, Buffer.concat(chunks).toString('utf8'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { baseUrl: `http://127.0.0.1:${port}`, requests, close };
}

export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}
