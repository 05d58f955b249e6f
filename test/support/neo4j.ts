import neo4j, { type Driver } from 'neo4j-driver';
import { afterAll, beforeAll, inject } from 'vitest';

/** Where the graph of this run is, and a driver for it. */
export interface TestGraph {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
  readonly driver: Driver;
}

/** A new driver for the server that the tests of the project `graph` share; the caller closes it. */
export function testGraph(): TestGraph {
  const { uri, user, password } = inject('graph');
  const driver = neo4j.driver(uri, neo4j.auth.basic(user, password), { disableLosslessIntegers: true });
  return { uri, user, password, driver };
}

/**
 * For the top of a `*.graph.test.ts` file (or of a `describe`): an empty graph, without data, indexes or constraints, before
 * its first test, and a driver that is closed after its last.
 */
export function withEmptyGraph(): TestGraph {
  const graph = testGraph();
  beforeAll(() => wipe(graph.driver));
  afterAll(() => graph.driver.close());
  return graph;
}

/** Removes everything from the graph: nodes and edges in batches, then constraints and indexes. */
export async function wipe(driver: Driver): Promise<void> {
  const session = driver.session();
  try {
    await session.run('MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS');
    await dropAll(driver, 'CONSTRAINT', 'SHOW CONSTRAINTS YIELD name RETURN name');
    await dropAll(driver, 'INDEX', "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name");
  } finally {
    await session.close();
  }
}

async function dropAll(driver: Driver, kind: 'CONSTRAINT' | 'INDEX', show: string): Promise<void> {
  const { records } = await driver.executeQuery(show);
  for (const record of records) await driver.executeQuery(`DROP ${kind} \`${record.get('name')}\` IF EXISTS`);
}
