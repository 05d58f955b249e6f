import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openServer } from '../../src/graph/server/index.ts';
import { findContainerEngine } from '../../src/graph/server/prerequisites.mjs';

export interface TestGraphServer {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
  stop(): Promise<void>;
}

/** The server of `NEO4J_URI`, else a container where an engine answers, else the embedded server on an empty directory. */
export async function startTestGraph(env: NodeJS.ProcessEnv = process.env): Promise<TestGraphServer> {
  if (!env['NEO4J_URI'] && findContainerEngine(env) !== undefined) return startContainer();
  return startEmbedded(env);
}

async function startContainer(): Promise<TestGraphServer> {
  // Loaded here: the package takes a second, which only this way needs.
  const { Neo4jContainer } = await import('@testcontainers/neo4j');
  const container = await new Neo4jContainer('neo4j:5.26').start();
  return {
    uri: container.getBoltUri(),
    user: container.getUsername(),
    password: container.getPassword(),
    stop: async () => void (await container.stop()),
  };
}

async function startEmbedded(env: NodeJS.ProcessEnv): Promise<TestGraphServer> {
  const home = temporaryHome('graph');
  const server = await openServer({ home, env, onProgress: (message) => console.error(message) });
  const { uri, user, password } = server;
  return {
    uri,
    user,
    password,
    async stop() {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A new, empty data directory under .keyline-test/. */
export function temporaryHome(name: string): string {
  const parent = resolve(import.meta.dirname, '../../.keyline-test');
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, `${name}-`));
}
