import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBAppender, type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { EventRecord } from '../schema/index.ts';

const COLUMNS = [
  'id',
  'occurredAt',
  'source',
  'scope',
  'action',
  'outcome',
  'principal',
  'credential',
  'session',
  'sessionName',
  'person',
  'agent',
  'resources',
  'subjectLabel',
  'subjectId',
  'issued',
  'ip',
  'region',
  'userAgent',
] as const;

/** Resources of one event in one column: keys hold no line feed. */
const RESOURCE_SEPARATOR = '\n';
const WINDOW = 50_000;

export type EventRow = Readonly<Record<string, unknown>>;

/**
 * Audit events in normal form, beside the graph: immutable Parquet files read by DuckDB. An event is known by (source,
 * scope, id) and kept once, however often it is read. Several processes may read and add at the same time: each addition
 * is a file of its own, put in place whole.
 */
export class EventStore {
  readonly #folder: string;
  readonly #connection: DuckDBConnection;
  readonly #instance: DuckDBInstance;
  #appender: DuckDBAppender | undefined;
  #staged = 0;

  private constructor(folder: string, instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#folder = folder;
    this.#instance = instance;
    this.#connection = connection;
  }

  /** Opens the store of a data directory. */
  static async open(home: string): Promise<EventStore> {
    const folder = join(home, 'events');
    mkdirSync(folder, { recursive: true });
    const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '512MB' });
    const connection = await instance.connect();
    await connection.run(`CREATE TABLE staging (${COLUMNS.map((name) => `"${name}" VARCHAR`).join(', ')})`);
    return new EventStore(folder, instance, connection);
  }

  /** Takes events; they are in the store after the next `flush`. */
  async add(events: readonly EventRecord[]): Promise<void> {
    this.#appender ??= await this.#connection.createAppender('staging');
    for (const event of events) append(this.#appender, event);
    this.#staged += events.length;
    if (this.#staged >= WINDOW) await this.flush();
  }

  /** Writes what is new of the events taken so far. Returns how many were new. */
  async flush(): Promise<number> {
    if (this.#staged === 0) return 0;
    this.#appender?.closeSync();
    this.#appender = undefined;
    this.#staged = 0;
    await this.#connection.run(
      'CREATE OR REPLACE TEMP TABLE incoming AS SELECT DISTINCT ON (source, scope, id) * FROM staging',
    );
    await this.#connection.run('DELETE FROM staging');
    if (this.#files() > 0) {
      await this.#connection.run(
        `DELETE FROM incoming i USING read_parquet('${this.#glob()}') k WHERE k.source = i.source AND k.scope = i.scope AND k.id = i.id`,
      );
    }
    const [count] = await this.query('SELECT count(*)::INTEGER AS n FROM incoming');
    const fresh = (count?.['n'] as number | undefined) ?? 0;
    if (fresh > 0) await this.#write();
    return fresh;
  }

  /** Rows of a SELECT over the table `events` (`resources` is a list). Values are text, numbers and lists of text. */
  async query(sql: string): Promise<EventRow[]> {
    const reader = await this.#connection.runAndReadAll(await this.#withEvents(sql));
    return reader.getRowObjectsJson() as EventRow[];
  }

  /** Names what is in the store: it changes when, and only when, events come in or go. */
  async version(): Promise<string> {
    await this.flush();
    return createHash('sha256').update(this.#parquet().sort().join('\n')).digest('hex').slice(0, 16);
  }

  async close(): Promise<void> {
    await this.flush();
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #withEvents(sql: string): Promise<string> {
    if (!/\bevents\b/.test(sql)) return sql;
    await this.flush();
    const from =
      this.#files() > 0 ? `(SELECT DISTINCT ON (source, scope, id) * FROM read_parquet('${this.#glob()}'))` : 'staging';
    return `WITH events AS (SELECT * REPLACE (string_split(resources, '${RESOURCE_SEPARATOR}') AS resources) FROM ${from}) ${sql}`;
  }

  async #write(): Promise<void> {
    const name = `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${randomBytes(4).toString('hex')}`;
    const draft = join(this.#folder, `${name}.writing`);
    await this.#connection.run(
      `COPY (SELECT * FROM incoming ORDER BY occurredAt) TO '${quoted(draft)}' (FORMAT parquet, COMPRESSION zstd)`,
    );
    renameSync(draft, join(this.#folder, `${name}.parquet`));
  }

  #files(): number {
    return this.#parquet().length;
  }

  #parquet(): string[] {
    return readdirSync(this.#folder).filter((name) => name.endsWith('.parquet'));
  }

  #glob(): string {
    return quoted(join(this.#folder, '*.parquet'));
  }
}

function quoted(path: string): string {
  return path.replaceAll("'", "''");
}

function append(appender: DuckDBAppender, event: EventRecord): void {
  const values: readonly (string | undefined)[] = [
    event.id,
    event.at,
    event.source,
    event.scope,
    event.action,
    event.outcome,
    event.principal,
    event.credential,
    event.session,
    event.sessionName,
    event.person,
    event.agent,
    event.resources?.join(RESOURCE_SEPARATOR),
    event.subject?.label,
    event.subject?.id,
    event.issued,
    event.ip,
    event.region,
    event.userAgent,
  ];
  for (const value of values) {
    if (value === undefined) appender.appendNull();
    else appender.appendVarchar(value);
  }
  appender.endRow();
}
