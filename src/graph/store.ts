import neo4j, { type Driver, type ManagedTransaction, type Session } from 'neo4j-driver';
import { KeylineError, messageOf } from '../lib/errors.ts';
import { constraintStatements } from '../schema/index.ts';

/** Where a graph is. */
export interface GraphAddress {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
  /** Database name; the server's default when absent. */
  readonly database?: string;
}

export type Row = Readonly<Record<string, unknown>>;
export type Params = Readonly<Record<string, unknown>>;

/** A transaction's one verb: run a text, get its rows. */
export type Run = (text: string, params?: Params) => Promise<Row[]>;

/** A row by position, in the order of RETURN. */
export interface Fields {
  get(position: number): unknown;
}

interface ReadOptions {
  readonly timeoutMs?: number;
  /** Ends it when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Rows under way at a time in `each`: enough that neither side waits for the other. */
const FETCH_ROWS = 20_000;

/** An open graph. Integers are JavaScript numbers in both directions (`int` properties are declared). */
export class Graph {
  readonly #driver: Driver;
  readonly #database: string | undefined;

  constructor(driver: Driver, database: string | undefined) {
    this.#driver = driver;
    this.#database = database;
  }

  /**
   * Reads in one transaction, routed to a reader where there are several; retried on transient errors. A signal ends the
   * transaction in the database: closing the session sends Bolt RESET.
   */
  async read(text: string, params: Params = {}, { timeoutMs, signal }: ReadOptions = {}): Promise<Row[]> {
    signal?.throwIfAborted();
    const session = this.#session(neo4j.session.READ);
    const end = (): void => void session.close();
    signal?.addEventListener('abort', end, { once: true });
    try {
      return await session.executeRead((tx) => runIn(tx)(text, params), timeoutOf(timeoutMs));
    } finally {
      signal?.removeEventListener('abort', end);
      await session.close();
    }
  }

  /** Reads row by row without holding the answer. */
  async *stream(text: string, params: Params = {}): AsyncGenerator<Row> {
    const session = this.#session(neo4j.session.READ);
    try {
      for await (const record of session.run(text, params)) yield record.toObject();
    } finally {
      await session.close();
    }
  }

  /** Calls back with each row of an answer: millions of rows leave little behind. */
  async each(text: string, params: Params, visit: (row: Fields) => void): Promise<void> {
    const session = this.#session(neo4j.session.READ, FETCH_ROWS);
    try {
      await new Promise<void>((resolve, reject) => {
        session.run(text, params).subscribe({ onNext: visit, onCompleted: () => resolve(), onError: reject });
      });
    } finally {
      await session.close();
    }
  }

  /** Does the work in one write transaction; all of it or nothing. Retried on transient errors. */
  async write<T>(work: (run: Run) => Promise<T>): Promise<T> {
    const session = this.#session(neo4j.session.WRITE);
    try {
      return await session.executeWrite((tx) => work(runIn(tx)));
    } finally {
      await session.close();
    }
  }

  /** A session of one's own, for statements with their own rules (analysts' queries). The caller closes it. */
  session(mode: 'READ' | 'WRITE', fetchSize?: number): Session {
    return this.#session(mode === 'READ' ? neo4j.session.READ : neo4j.session.WRITE, fetchSize);
  }

  async close(): Promise<void> {
    await this.#driver.close();
  }

  #session(mode: 'READ' | 'WRITE', fetchSize?: number): Session {
    return this.#driver.session({
      defaultAccessMode: mode,
      ...(this.#database === undefined ? {} : { database: this.#database }),
      ...(fetchSize === undefined ? {} : { fetchSize }),
    });
  }
}

function timeoutOf(milliseconds: number | undefined): { timeout?: number } {
  return milliseconds === undefined ? {} : { timeout: milliseconds };
}

function runIn(tx: ManagedTransaction): Run {
  return async (text, params) => (await tx.run(text, params)).records.map((record) => record.toObject());
}

/** Marks a number as an integer for the wire; the driver sends plain numbers as floats. */
export function integer(value: number): unknown {
  return neo4j.int(value);
}

/** Connects and checks that it answers. Errors: `graph-unreachable`. */
export async function openGraph(address: GraphAddress): Promise<Graph> {
  const driver = neo4j.driver(address.uri, neo4j.auth.basic(address.user, address.password), {
    disableLosslessIntegers: true,
    maxConnectionPoolSize: 50,
    connectionAcquisitionTimeout: 30_000,
    notificationFilter: { minimumSeverityLevel: 'OFF' },
    userAgent: 'keyline',
  });
  try {
    await driver.getServerInfo(address.database === undefined ? {} : { database: address.database });
  } catch (cause) {
    await driver.close();
    throw new KeylineError('graph-unreachable', `Neo4j does not answer: ${messageOf(cause)}`, {
      source: address.uri,
      hint: 'Check NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD, or unset NEO4J_URI to use the embedded server.',
      cause,
    });
  }
  return new Graph(driver, address.database);
}

/** Makes the constraints and indexes that the schema declares, and waits until they answer. Can be run again. */
export async function migrate(graph: Graph): Promise<void> {
  const present = await graph.read(
    'SHOW INDEXES YIELD name, state RETURN collect(name) AS names, all(s IN collect(state) WHERE s = "ONLINE") AS online',
  );
  const names = new Set(present[0]?.['names'] as readonly string[] | undefined);
  const missing = constraintStatements().filter((text) => !names.has(/^CREATE \w+ (\w+)/.exec(text)?.[1] ?? ''));
  for (const text of missing) await createUnlessThere(graph, text);
  if (missing.length > 0 || present[0]?.['online'] !== true)
    await graph.write((run) => run('CALL db.awaitIndexes(300)'));
}

/** Another process may make the same index at the same moment, which IF NOT EXISTS does not forgive. */
async function createUnlessThere(graph: Graph, text: string): Promise<void> {
  try {
    await graph.write((run) => run(text));
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    if (!/Schema\.(EquivalentSchemaRule|Index|Constraint)\w*AlreadyExists$/.test(code)) throw thrown;
  }
}
