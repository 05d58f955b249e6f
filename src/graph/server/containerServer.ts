import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import neo4j from 'neo4j-driver';
import { bounded } from './bounded.ts';
import { TiedChild } from './child.ts';
import { freePort } from './freePort.ts';
import type { ServerMemory } from './handle.ts';
import type { ProcessIdentity } from './processes.ts';
import { type ServerProcess, START_TIMEOUT_MS } from './serverProcess.ts';
import { neo4jSettings, toContainerVariables } from './settings.ts';

const IMAGE = 'neo4j:5.26';

/** Neo4j beside a reader of standard input: whichever ends first ends the container. */
const UNTIL_STDIN_CLOSES = [
  'exec 3<&0',
  '/startup/docker-entrypoint.sh neo4j & server=$!',
  'cat <&3 >/dev/null & wait -n',
  'kill -TERM $server 2>/dev/null; wait $server',
].join('\n');

export interface ContainerServerOptions {
  readonly docker: string;
  readonly home: string;
  readonly password: string;
  readonly memory: ServerMemory;
  readonly browser: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  /** Told of the child process as soon as there is one. */
  readonly onSpawn: (identity: ProcessIdentity) => void;
}

/** The official image, for machines without Java; same life as the Java child. Errors: `graph-start-failed`, `graph-timeout`. */
export async function startContainerServer(options: ContainerServerOptions): Promise<ServerProcess> {
  const bolt = await freePort();
  const http = options.browser ? await freePort() : undefined;
  const child = await TiedChild.start({
    command: options.docker,
    args: dockerArguments(options, bolt, http),
    // The password goes through the environment: arguments are there for every user of the machine to read.
    env: { ...options.env, NEO4J_AUTH: `neo4j/${options.password}` },
    logPath: join(options.home, 'server.log'),
    onSpawn: options.onSpawn,
  });
  const uri = `bolt://127.0.0.1:${bolt}`;
  try {
    await bounded(untilAnswering(child, uri, options.password), {
      timeoutMs: START_TIMEOUT_MS,
      what: `Starting the container ${IMAGE}`,
      signal: options.signal,
    });
  } catch (error) {
    await child.stop();
    throw error;
  }
  const httpUri = http === undefined ? {} : { httpUri: `http://127.0.0.1:${http}/browser/` };
  return { identity: child.identity, uri, ...httpUri, ended: child.ended, stop: (timeoutMs) => child.stop(timeoutMs) };
}

function dockerArguments({ home, memory }: ContainerServerOptions, bolt: number, http: number | undefined): string[] {
  // The same files as the Java server's, so that a machine that loses its Java keeps its graph.
  const data = join(home, 'graph/data');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const settings = {
    ...neo4jSettings(memory),
    'server.memory.heap.initial_size': `${memory.heapMb}m`,
    'server.memory.heap.max_size': `${memory.heapMb}m`,
    'server.bolt.advertised_address': `127.0.0.1:${bolt}`,
  };
  const variables = Object.entries(toContainerVariables(settings)).flatMap(([name, value]) => [
    '--env',
    `${name}=${value}`,
  ]);
  const ports = [
    '--publish',
    `127.0.0.1:${bolt}:7687`,
    ...(http === undefined ? [] : ['--publish', `127.0.0.1:${http}:7474`]),
  ];
  const entry = ['--entrypoint', '/bin/bash', IMAGE, '-c', UNTIL_STDIN_CLOSES];
  return [
    'run',
    '--rm',
    '--interactive',
    '--init',
    ...asThisUser(),
    ...ports,
    '--volume',
    `${data}:/data`,
    '--env',
    'NEO4J_AUTH',
    ...variables,
    ...entry,
  ];
}

/** Files in the data directory stay ours. */
function asThisUser(): string[] {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  return uid === undefined || gid === undefined || uid === 0 ? [] : ['--user', `${uid}:${gid}`];
}

/** The first start pulls the image; a container that ended will never answer. */
async function untilAnswering(child: TiedChild, uri: string, password: string): Promise<void> {
  let ended = false;
  void child.ended.then(() => {
    ended = true;
  });
  const driver = neo4j.driver(uri, neo4j.auth.basic('neo4j', password));
  try {
    while (!(await isAnswering(driver))) {
      if (ended) throw child.failure();
      await sleep(250);
    }
  } finally {
    await driver.close();
  }
}

async function isAnswering(driver: ReturnType<typeof neo4j.driver>): Promise<boolean> {
  return driver.verifyConnectivity().then(
    () => true,
    () => false,
  );
}
