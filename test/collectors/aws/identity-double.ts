import { globSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

const MODELS = resolve(import.meta.dirname, '../../../.keyline-test/venv/lib/python3*/site-packages/botocore/data');

interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly member?: { readonly shape: string };
  readonly value?: { readonly shape: string };
}

interface Model {
  readonly metadata: { readonly protocol: string; readonly targetPrefix?: string };
  readonly operations: Readonly<
    Record<string, { readonly input?: { readonly shape: string }; readonly output?: { readonly shape: string } }>
  >;
  readonly shapes: Readonly<Record<string, Shape>>;
}

type Fields = Readonly<Record<string, unknown>>;

/** An AWS error answer, or any other HTTP answer (`body`). */
export interface Fault {
  readonly fault: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Answer = Fields | Fault;
export type Operations = Readonly<Record<string, (input: Fields, call: number) => Answer>>;

export interface Double {
  readonly url: string;
  /** Operations called, in order, with their input. */
  readonly calls: { readonly operation: string; readonly input: Fields }[];
}

/**
 * A service of AWS on loopback whose contract is botocore's service model: an answer with a field that the model does not
 * have, or without one that it requires, is an error of the test (HTTP 599), as is an input the model does not know.
 * Speaks the query protocol (IAM) and JSON 1.1 (Organizations, Identity Center).
 */
export async function awsDouble(service: string, operations: Operations): Promise<Double> {
  const model = modelOf(service);
  const calls: Double['calls'] = [];
  const server = createServer((request, response) => {
    void serve(request, response, model, operations, calls);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

function modelOf(service: string): Model {
  const file = globSync(join(MODELS, service, '*', 'service-2.json.gz'))[0];
  if (file === undefined)
    throw new Error(`botocore's model of ${service} is not installed: run the tests with npm test`);
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Model;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  model: Model,
  operations: Operations,
  calls: Double['calls'],
): Promise<void> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  try {
    const { operation, input } = parsed(request, body, model);
    calls.push({ operation, input });
    const spec = model.operations[operation];
    const answer = operations[operation];
    if (spec === undefined || answer === undefined) throw new Error(`${operation} is not played`);
    check(model, spec.input?.shape, input, operation);
    const output = answer(input, calls.filter((one) => one.operation === operation).length);
    if (isFault(output)) return fail(response, model, output);
    check(model, spec.output?.shape, output, operation);
    send(response, 200, model, operation, output);
  } catch (thrown) {
    response.writeHead(599).end(String(thrown));
  }
}

function isFault(answer: Answer): answer is Fault {
  return typeof (answer as Fault).fault === 'string';
}

function parsed(request: IncomingMessage, body: string, model: Model): { operation: string; input: Fields } {
  if (model.metadata.protocol === 'json') {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    return { operation, input: JSON.parse(body) as Fields };
  }
  const form = new URLSearchParams(body);
  const input: Record<string, unknown> = {};
  for (const [key, value] of form) {
    const [name, member] = key.split('.');
    if (name === undefined || name === 'Action' || name === 'Version') continue;
    input[name] = member === undefined ? value : [...((input[name] as string[] | undefined) ?? []), value];
  }
  return { operation: form.get('Action') ?? '', input };
}

/** Does the value have the shape? Errors: the first field that is unknown or missing. */
function check(model: Model, shapeName: string | undefined, value: unknown, place: string): void {
  const shape = shapeName === undefined ? undefined : model.shapes[shapeName];
  if (shape?.type === 'structure') {
    const fields = value as Fields;
    for (const name of shape.required ?? [])
      if (fields[name] === undefined) throw new Error(`${place}.${name} is required`);
    for (const [name, one] of Object.entries(fields)) {
      const member = shape.members?.[name];
      if (member === undefined) throw new Error(`${place}.${name} is not in the model`);
      if (one !== undefined) check(model, member.shape, one, `${place}.${name}`);
    }
  } else if (shape?.type === 'list') {
    for (const one of value as readonly unknown[]) check(model, shape.member?.shape, one, `${place}[]`);
  }
}

function send(response: ServerResponse, status: number, model: Model, operation: string, output: Fields): void {
  if (model.metadata.protocol === 'json') {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(output));
    return;
  }
  const result = `<${operation}Result>${xml(output)}</${operation}Result>`;
  response
    .writeHead(status, { 'content-type': 'text/xml' })
    .end(`<${operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/">${result}</${operation}Response>`);
}

function fail(response: ServerResponse, model: Model, fault: Fault): void {
  const status = fault.status ?? 400;
  if (fault.body !== undefined) {
    response.writeHead(status, fault.headers).end(fault.body);
  } else if (model.metadata.protocol === 'json') {
    response
      .writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...fault.headers })
      .end(JSON.stringify({ __type: fault.fault, message: 'played' }));
  } else {
    const error = `<Error><Type>Sender</Type><Code>${fault.fault}</Code><Message>played</Message></Error>`;
    response
      .writeHead(status, { 'content-type': 'text/xml', ...fault.headers })
      .end(`<ErrorResponse>${error}<RequestId>r-1</RequestId></ErrorResponse>`);
  }
}

function xml(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => `<member>${xml(one)}</member>`).join('');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, one]) => `<${name}>${xml(one)}</${name}>`)
      .join('');
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
