import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import neo4j, { type Driver, type QueryResult } from 'neo4j-driver';
import type { CompanySummary } from '../../src/demo/index.ts';
import { constraintStatements } from '../../src/schema/index.ts';

/** A property map; whole numbers are bigint, so that they stay whole. */
type Properties = Readonly<Record<string, unknown>>;

interface GraphContents {
  /** By label. */
  readonly nodes: ReadonlyMap<string, Properties[]>;
  /** By type and labels of both ends. */
  readonly edges: ReadonlyMap<string, { type: string; from: string; to: string; rows: EdgeRow[] }>;
}

interface EdgeRow {
  readonly from: string;
  readonly to: string;
  readonly p: Properties;
}

interface EdgeRowAsRead extends EdgeRow {
  readonly type: string;
  readonly fromLabel: string;
  readonly toLabel: string;
}

/** The loaded company as one test file leaves it to the next ones. */
export interface CompanySnapshot {
  readonly company: CompanySummary & { readonly out: string };
  /** The moment of the clock, milliseconds since 1970. */
  readonly at: number;
  /** What was logged while it was loaded. */
  readonly logged: string;
}

/** What a snapshot needs to know of the graph it comes from or goes to. */
interface Address {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
}

const BATCH = 5_000;

/** Writes graph, data directory and exports below `folder`, where nothing is until all is. */
export async function saveSnapshot(
  folder: string,
  address: Address,
  home: string,
  snapshot: CompanySnapshot,
): Promise<void> {
  const parts = mkdtempSync(`${folder}-`);
  await withDriver(address, async (driver) => {
    writeFileSync(join(parts, 'graph'), serialize(await readContents(driver)));
  });
  cpSync(home, join(parts, 'home'), { recursive: true });
  cpSync(snapshot.company.out, join(parts, 'out'), { recursive: true });
  writeFileSync(join(parts, 'snapshot'), serialize(snapshot));
  renameSync(parts, folder);
}

/** Puts a snapshot into an empty graph, its data directory to `home` and its exports into a folder of their own; `undefined` where none is. */
export async function restoreSnapshot(
  folder: string,
  address: Address,
  home: string,
): Promise<CompanySnapshot | undefined> {
  if (!existsSync(folder)) return undefined;
  const snapshot = deserialize(readFileSync(join(folder, 'snapshot'))) as CompanySnapshot;
  const contents = deserialize(readFileSync(join(folder, 'graph'))) as GraphContents;
  await withDriver(address, (driver) => writeContents(driver, contents));
  mkdirSync(home, { recursive: true });
  cpSync(join(folder, 'home'), home, { recursive: true });
  const out = mkdtempSync(join(tmpdir(), 'keyline-company-'));
  cpSync(join(folder, 'out'), out, { recursive: true, preserveTimestamps: true });
  return { ...snapshot, company: moved(snapshot.company, out) };
}

/** The company's paths, in another folder. */
function moved(company: CompanySnapshot['company'], out: string): CompanySnapshot['company'] {
  return JSON.parse(JSON.stringify(company).replaceAll(company.out, out)) as CompanySnapshot['company'];
}

async function withDriver(address: Address, work: (driver: Driver) => Promise<void>): Promise<void> {
  const driver = neo4j.driver(address.uri, neo4j.auth.basic(address.user, address.password), { useBigInt: true });
  try {
    await work(driver);
  } finally {
    await driver.close();
  }
}

async function readContents(driver: Driver): Promise<GraphContents> {
  const nodes = new Map<string, Properties[]>();
  for (const { label, p } of await rowsOf(driver, 'MATCH (n) RETURN labels(n)[0] AS label, properties(n) AS p'))
    put(nodes, label as string, p as Properties);
  const edges = new Map<string, { type: string; from: string; to: string; rows: EdgeRow[] }>();
  const text = `MATCH (a)-[r]->(b) RETURN type(r) AS type, labels(a)[0] AS fromLabel, labels(b)[0] AS toLabel,
                a.id AS from, b.id AS to, properties(r) AS p`;
  for (const row of await rowsOf(driver, text)) {
    const { type, fromLabel, toLabel, from, to, p } = row as unknown as EdgeRowAsRead;
    const key = `${type} ${fromLabel} ${toLabel}`;
    const kind = edges.get(key) ?? { type, from: fromLabel, to: toLabel, rows: [] };
    kind.rows.push({ from, to, p });
    edges.set(key, kind);
  }
  return { nodes, edges };
}

function put(map: Map<string, Properties[]>, key: string, value: Properties): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

async function writeContents(driver: Driver, { nodes, edges }: GraphContents): Promise<void> {
  for (const statement of constraintStatements()) await driver.executeQuery(statement);
  await driver.executeQuery('CALL db.awaitIndexes(60)');
  for (const [label, all] of nodes)
    for (const rows of batchesOf(all))
      await driver.executeQuery(`UNWIND $in.rows AS p CREATE (n:${label}) SET n = p`, { in: { rows } });
  for (const { type, from, to, rows: all } of edges.values())
    for (const rows of batchesOf(all))
      await driver.executeQuery(
        `UNWIND $in.rows AS row MATCH (a:${from} {id: row.from}) MATCH (b:${to} {id: row.to}) CREATE (a)-[r:${type}]->(b) SET r = row.p`,
        { in: { rows } },
      );
}

function batchesOf<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, i) => rows.slice(i * BATCH, (i + 1) * BATCH));
}

async function rowsOf(driver: Driver, text: string): Promise<Properties[]> {
  const { records }: QueryResult = await driver.executeQuery(text);
  return records.map((record) => record.toObject());
}
