import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { type AwsClient, awsClient } from '../../../src/collectors/aws/client.ts';

const LIBRARY = resolve(import.meta.dirname, '../../../.keyline-test/venv/lib');

interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string; readonly locationName?: string }>>;
  readonly required?: readonly string[];
  readonly member?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly enum?: readonly string[];
  readonly timestampFormat?: string;
}

interface Operation {
  readonly name: string;
  readonly http: { readonly method: string; readonly requestUri: string };
  readonly output?: { readonly shape: string };
}

/** A vendor's own description of a service, as botocore ships it. */
interface Model {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** botocore's model of a service, from the Python environment of the tests. */
function modelOf(service: string): Model {
  const python = readdirSync(LIBRARY).find((name) => name.startsWith('python3')) ?? 'python3';
  const data = join(LIBRARY, python, 'site-packages/botocore/data', service);
  const version = readdirSync(data).sort().at(-1) ?? '';
  return JSON.parse(gunzipSync(readFileSync(join(data, version, 'service-2.json.gz'))).toString('utf8')) as Model;
}

/** What an operation is asked with: path, query and body parameters. */
export type Input = Readonly<Record<string, unknown>>;

export type Answer =
  | { readonly body: Readonly<Record<string, unknown>> }
  | { readonly status: number; readonly error: string; readonly headers?: Readonly<Record<string, string>> }
  /** Sent as it is, unchecked: a malformed answer. */
  | { readonly text: string };

export interface Double {
  readonly client: AwsClient;
  /** `<operation>` of every request, in order, with its input. */
  readonly calls: { readonly operation: string; readonly input: Input }[];
}

export interface DoubleOptions {
  readonly service: 'cloudtrail' | 'bedrock-agentcore-control' | 'secretsmanager';
  readonly account: string;
  readonly regions: readonly string[];
  readonly answers: Readonly<Record<string, (input: Input) => Answer>>;
}

/**
 * A double of one service on loopback. Routes come from botocore's model, and every answer is held to the model's output
 * shape: an unknown member, a missing required one or a value outside an enumeration fails the test.
 */
export async function startDouble({ service, account, regions, answers }: DoubleOptions): Promise<Double> {
  const model = modelOf(service);
  const calls: { operation: string; input: Input }[] = [];
  const server = createServer((request, response) => {
    void handle(request, response, model, answers, calls);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = clientFor(url, account, regions);
  onTestFinished(async () => {
    await client.close();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return { client, calls };
}

/** A client of the collector's own making that talks to an endpoint. */
export function clientFor(endpoint: string, account: string, regions: readonly string[]): AwsClient {
  const credentials = () =>
    Promise.resolve({ accessKeyId: 'AKIAQ7DOUBLE00000001', secretAccessKey: 'not-a-secret-of-anybody' });
  return awsClient({ account, regions, credentials, config: { accounts: [], regions: [], endpoint }, env: {} });
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  model: Model,
  answers: DoubleOptions['answers'],
  calls: Double['calls'],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  const { operation, input } = routed(request, body, model);
  calls.push({ operation, input });
  const answer = answers[operation]?.(input) ?? { status: 400, error: 'UnknownOperationException' };
  send(response, model, operation, answer);
}

function send(response: ServerResponse, model: Model, operation: string, answer: Answer): void {
  response.setHeader('content-type', 'application/json');
  if ('text' in answer) {
    response.end(answer.text);
  } else if ('error' in answer) {
    response.writeHead(answer.status, { 'x-amzn-errortype': answer.error, ...answer.headers });
    response.end(JSON.stringify({ __type: answer.error, message: 'no' }));
  } else {
    const fault = faultOf(model, model.operations[operation]?.output?.shape, answer.body, operation);
    // A double that answers what the service cannot answer proves nothing: the SDK sees a failure, the test fails.
    if (fault !== undefined) response.writeHead(418, { 'x-amzn-errortype': `DoubleIsWrong ${fault}` });
    response.end(JSON.stringify(answer.body));
  }
}

function routed(request: IncomingMessage, body: string, model: Model): { operation: string; input: Input } {
  const parsed = body === '' ? {} : (JSON.parse(body) as Input);
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return { operation: target.split('.').at(-1) ?? '', input: parsed };
  const url = new URL(request.url ?? '/', 'http://loopback');
  for (const operation of Object.values(model.operations)) {
    const names: string[] = [];
    const pattern = operation.http.requestUri
      .replace(/\?.*$/, '')
      .replace(/\/$/, '')
      .replace(/\{([^}+]+)\+?\}/g, (_match, name: string) => {
        names.push(name);
        return '(.+?)';
      });
    const found = new RegExp(`^${pattern}/?$`).exec(url.pathname);
    if (found === null || operation.http.method !== request.method) continue;
    if (
      names.length === 1 &&
      /[/]/.test(decodeURIComponent(found[1] ?? '')) &&
      !/\+\}|arn/i.test(operation.http.requestUri + (names[0] ?? ''))
    )
      continue;
    const path = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]));
    return { operation: operation.name, input: { ...path, ...Object.fromEntries(url.searchParams), ...parsed } };
  }
  return { operation: `${request.method} ${url.pathname}`, input: parsed };
}

const PRIMITIVES: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'boolean',
  integer: 'number',
  long: 'number',
  timestamp: 'number',
};

/** What is wrong with a value by its shape, or `undefined`. */
function faultOf(model: Model, name: string | undefined, value: unknown, place: string): string | undefined {
  const shape = name === undefined ? undefined : model.shapes[name];
  if (shape === undefined || value === undefined || value === null) return undefined;
  if (shape.enum !== undefined && !shape.enum.includes(String(value)))
    return `${place}: ${String(value)} is not in ${name}`;
  if (shape.type === 'structure') return structureFault(model, shape, value, place);
  if (shape.type === 'list')
    return Array.isArray(value)
      ? firstFault(value.map((one, index) => faultOf(model, shape.member?.shape, one, `${place}[${index}]`)))
      : `${place} is no list`;
  if (shape.type === 'map')
    return firstFault(
      Object.entries(value).map(([key, one]) => faultOf(model, shape.value?.shape, one, `${place}.${key}`)),
    );
  const wanted = shape.timestampFormat === 'iso8601' ? 'string' : PRIMITIVES[shape.type];
  return wanted !== undefined && typeof value !== wanted ? `${place} is no ${shape.type}` : undefined;
}

function structureFault(model: Model, shape: Shape, value: unknown, place: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${place} is no structure`;
  const bag = value as Readonly<Record<string, unknown>>;
  const missing = shape.required?.find((name) => bag[name] === undefined);
  if (missing !== undefined) return `${place}.${missing} is required`;
  return firstFault(
    Object.entries(bag).map(([key, one]) => {
      const member = shape.members?.[key];
      return member === undefined ? `${place}.${key} is unknown` : faultOf(model, member.shape, one, `${place}.${key}`);
    }),
  );
}

function firstFault(faults: readonly (string | undefined)[]): string | undefined {
  return faults.find((fault) => fault !== undefined);
}
