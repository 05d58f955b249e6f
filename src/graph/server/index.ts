import { isProvisioned, locateDistribution } from './distribution.ts';
import { openEmbedded } from './embedded.ts';
import type { OpenServerOptions, ServerHandle } from './handle.ts';
import { chooseGraphEngine } from './prerequisites.mjs';
import { provision } from './provision.ts';

export type { OpenServerOptions, ServerHandle, ServerMemory } from './handle.ts';

/**
 * Where the graph is: the server of `NEO4J_URI` when that is set, else the running server of the data directory, else one
 * that is started now and owned by this process (an embedded Neo4j, or the official image where Java is missing).
 *
 * An owned server ends with `stop`, and with this process however that ends. When the owner stops while others are
 * attached, their next statement fails; `whyUnreachable` of their handle explains it.
 *
 * Errors: `graph-engine-missing` (one sentence: what to install), `graph-fetch-failed`, `graph-compile-failed`,
 * `graph-start-failed`, `graph-timeout`, `graph-password-missing`, `bad-memory-setting`.
 */
export async function openServer(options: OpenServerOptions): Promise<ServerHandle> {
  const env = options.env ?? process.env;
  const uri = env['NEO4J_URI'];
  return uri ? named(uri, env) : openEmbedded(options);
}

function named(uri: string, env: NodeJS.ProcessEnv): ServerHandle {
  return {
    uri,
    user: env['NEO4J_USER'] || 'neo4j',
    password: env['NEO4J_PASSWORD'] ?? '',
    owned: false,
    stop: () => Promise.resolve(),
    whyUnreachable: () => undefined,
  };
}

/** Does ahead of time what the first start would take minutes for: fetches Neo4j, when it is what would be started. */
export async function prepareServer(options: Pick<OpenServerOptions, 'onProgress' | 'signal' | 'env'>): Promise<void> {
  const { env = process.env, onProgress = () => {}, signal } = options;
  const engine = chooseGraphEngine(env, isProvisioned(locateDistribution()));
  if (engine.kind === 'java') await provision({ java: engine.java, env, browser: false, onProgress, signal });
}
