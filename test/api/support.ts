import { afterAll, beforeAll } from 'vitest';
import { type ApiOptions, type RunningApi, startApi } from '../../src/api/server.ts';
import type { Graph } from '../../src/graph/index.ts';
import { createLogger } from '../../src/lib/log.ts';
import type { LoaderBench } from '../support/loader.ts';

export interface Reply {
  readonly status: number;
  readonly data: Record<string, unknown>;
  readonly errors: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string; readonly hint?: string };
  }[];
}

export interface ApiBench {
  readonly url: () => string;
  /** Everything the service logged. */
  readonly logged: () => string;
  /** Asks over HTTP. */
  readonly ask: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Reply>;
  /** Asks, and fails on errors. */
  readonly data: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Tree>;
  /** How many Cypher statements the work took. */
  readonly statements: (work: () => Promise<unknown>) => Promise<number>;
}

/** An answer, to be picked at. */
export interface Tree {
  at(...path: readonly (string | number)[]): unknown;
  list(...path: readonly (string | number)[]): readonly Tree[];
}

export function treeOf(value: unknown): Tree {
  const at = (...path: readonly (string | number)[]): unknown =>
    path.reduce<unknown>((found, step) => (found as Record<string, unknown> | undefined)?.[step], value);
  return { at, list: (...path) => (at(...path) as readonly unknown[]).map(treeOf) };
}

/** The API over a bench's graph, on a free port, for the tests of one file. */
export function apiBench(bench: LoaderBench, options: Partial<ApiOptions> = {}): ApiBench {
  let api: RunningApi | undefined;
  let log = '';
  beforeAll(async () => {
    const stream = { write: (line: string) => (log += line) };
    api = await startApi({
      graph: bench.graph(),
      clock: bench.clock,
      log: createLogger({ level: 'info', stream: stream as never }),
      ...options,
    });
  });
  afterAll(() => api?.close());
  const url = (): string => api?.url ?? '';
  const ask = (query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Reply> =>
    post(url(), { query, variables });
  return {
    url,
    logged: () => log,
    ask,
    data: async (query, variables) => {
      const reply = await ask(query, variables);
      if (reply.errors.length > 0) throw new Error(JSON.stringify(reply.errors));
      return treeOf(reply.data);
    },
    statements: (work) => countReads(bench.graph(), work),
  };
}

export async function post(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const json = (text.startsWith('{') ? JSON.parse(text) : {}) as Partial<Reply>;
  return { status: response.status, data: json.data ?? {}, errors: json.errors ?? [] };
}

async function countReads(graph: Graph, work: () => Promise<unknown>): Promise<number> {
  const read = graph.read.bind(graph);
  let count = 0;
  graph.read = (...args) => {
    count += 1;
    return read(...args);
  };
  try {
    await work();
  } finally {
    graph.read = read;
  }
  return count;
}
