import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeylineError } from '../../lib/errors.ts';
import { bounded, timeoutError } from './bounded.ts';
import { startContainerServer } from './containerServer.ts';
import { isProvisioned, locateDistribution } from './distribution.ts';
import type { OpenServerOptions, ServerHandle } from './handle.ts';
import { startJavaServer } from './javaServer.ts';
import { type Lock, tryLock } from './lock.ts';
import { loadPassword } from './password.ts';
import { chooseGraphEngine } from './prerequisites.mjs';
import { type ProcessIdentity, thisProcess, waitForEnd } from './processes.ts';
import { provision } from './provision.ts';
import { isServing, readRecord, removeRecord, type ServerRecord, type ServingRecord, writeRecord } from './record.ts';
import { type ServerProcess, STOP_TIMEOUT_MS } from './serverProcess.ts';
import { memoryOf } from './settings.ts';

/** Longer than a start: the one we wait for may be fetching Neo4j first. */
const ATTACH_TIMEOUT_MS = 10 * 60_000;
const POLL_MS = 50;

/** Attaches to the server of a data directory, or starts it and owns it. */
export async function openEmbedded(options: OpenServerOptions): Promise<ServerHandle> {
  const home = resolve(options.home);
  mkdirSync(home, { recursive: true });
  const deadline = Date.now() + ATTACH_TIMEOUT_MS;
  let told = false;
  for (;;) {
    options.signal?.throwIfAborted();
    const record = readRecord(home);
    if (record !== undefined && isServing(record)) return attach(home, record);
    const lock = tryLock(join(home, 'server.lock'));
    if ('release' in lock) return startOwned(home, lock, options);
    if (!told) options.onProgress?.(`Waiting for process ${lock.heldBy.pid}, which is starting or stopping the graph`);
    told = true;
    if (Date.now() > deadline) throw timeoutError('Another process starting the graph', ATTACH_TIMEOUT_MS);
    await sleep(POLL_MS);
  }
}

function attach(home: string, record: ServingRecord): ServerHandle {
  return {
    uri: record.uri,
    user: 'neo4j',
    password: loadPassword(home, true),
    owned: false,
    ...(record.httpUri === undefined ? {} : { httpUri: record.httpUri }),
    stop: () => Promise.resolve(),
    whyUnreachable: () => (isServing(record) ? undefined : ownerStopped(record)),
  };
}

function ownerStopped({ owner }: ServerRecord): KeylineError {
  return new KeylineError(
    'graph-server-gone',
    `The graph server was stopped by process ${owner.pid}, which had started it`,
    {
      hint: 'Run the command again: it starts a server of its own.',
    },
  );
}

async function startOwned(home: string, lock: Lock, options: OpenServerOptions): Promise<ServerHandle> {
  try {
    await endOrphan(home);
    const password = loadPassword(home, existsSync(join(home, 'graph')));
    const server = await startServer(home, password, options);
    return own({ home, lock, password, server });
  } catch (error) {
    removeRecord(home);
    lock.release();
    throw error;
  }
}

/** The server of a killed owner is on its way out; the store is locked until it has gone. */
async function endOrphan(home: string): Promise<void> {
  const record = readRecord(home);
  if (record !== undefined && !(await waitForEnd(record.server, STOP_TIMEOUT_MS))) {
    process.kill(record.server.pid, 'SIGKILL');
    await waitForEnd(record.server, STOP_TIMEOUT_MS);
  }
  removeRecord(home);
}

/** Error: `graph-engine-missing`, one sentence that says what to install. */
async function startServer(home: string, password: string, options: OpenServerOptions): Promise<ServerProcess> {
  const { signal, browser = false, env = process.env, onProgress = () => {} } = options;
  // On record from its first moment: if we are killed now, the next process waits for the end of this one.
  const onSpawn = (server: ProcessIdentity) => writeRecord(home, { server, owner: thisProcess() });
  const common = { home, password, browser, env, signal, onSpawn, memory: memoryOf(options.memory, env) };
  const engine = chooseGraphEngine(env, isProvisioned(locateDistribution()));
  if (engine.kind === 'java') {
    const distribution = await provision({ java: engine.java, env, browser, onProgress, signal });
    onProgress('Starting Neo4j');
    return startJavaServer({ ...common, java: engine.java, distribution });
  }
  if (engine.kind === 'container') {
    onProgress('Starting Neo4j in a container (the first time its image is fetched)');
    return startContainerServer({ ...common, docker: engine.docker });
  }
  throw new KeylineError('graph-engine-missing', engine.kind === 'missing' ? engine.sentence : 'NEO4J_URI is set');
}

interface Owned {
  readonly home: string;
  readonly lock: Lock;
  readonly password: string;
  readonly server: ServerProcess;
}

function own({ home, lock, password, server }: Owned): ServerHandle {
  let alive = true;
  // Not earlier, not even when this process exits: until the server has ended, the store is locked.
  void server.ended.then(() => {
    alive = false;
    removeRecord(home);
    lock.release();
  });
  const httpUri = server.httpUri === undefined ? {} : { httpUri: server.httpUri };
  writeRecord(home, { server: server.identity, owner: thisProcess(), uri: server.uri, ...httpUri });
  return {
    uri: server.uri,
    user: 'neo4j',
    password,
    owned: true,
    ...httpUri,
    async stop() {
      // First the record: nobody may attach to a server that is going down.
      if (alive) removeRecord(home);
      await bounded(server.stop(), { timeoutMs: STOP_TIMEOUT_MS + 1000, what: 'Stopping the graph database' });
    },
    whyUnreachable: () => (alive ? undefined : serverDied(home)),
  };
}

function serverDied(home: string): KeylineError {
  return new KeylineError('graph-server-gone', 'The graph server has ended', {
    source: join(home, 'server.log'),
    hint: 'Unless it was stopped on purpose, the log says why (memory: KEYLINE_NEO4J_HEAP_MB).',
  });
}
