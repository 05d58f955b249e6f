import { rmSync } from 'node:fs';
import neo4j from 'neo4j-driver';
import { onTestFinished } from 'vitest';
import type { OpenServerOptions } from '../../src/graph/server/handle.ts';
import { openServer, type ServerHandle } from '../../src/graph/server/index.ts';
import { temporaryHome } from '../support/graph-server.ts';

/** The environment without what would lead to a server outside the test. */
export const CLEAN_ENV: NodeJS.ProcessEnv = { ...process.env, NEO4J_URI: '' };

/** An empty data directory, removed after the test. */
export function newHome(): string {
  const home = temporaryHome('server');
  onTestFinished(() => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  return home;
}

/** Opens the server of a data directory and stops it after the test. */
export async function open(home: string, options: Partial<OpenServerOptions> = {}): Promise<ServerHandle> {
  const server = await openServer({ home, env: CLEAN_ENV, ...options });
  onTestFinished(() => server.stop());
  return server;
}

/** The value `x` of the only row of a statement. */
export async function ask({ uri, user, password }: ServerHandle, statement: string): Promise<unknown> {
  const driver = neo4j.driver(uri, neo4j.auth.basic(user, password), { disableLosslessIntegers: true });
  try {
    return (await driver.executeQuery(statement)).records[0]?.get('x');
  } finally {
    await driver.close();
  }
}
