import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bounded } from './bounded.ts';
import { TiedChild } from './child.ts';
import { classPath, type Distribution, MAIN_CLASS } from './distribution.ts';
import { freePort } from './freePort.ts';
import type { ServerMemory } from './handle.ts';
import type { Java } from './prerequisites.mjs';
import type { ProcessIdentity } from './processes.ts';
import { type ServerProcess, START_TIMEOUT_MS } from './serverProcess.ts';
import { embeddedSettings, toConf } from './settings.ts';

export interface JavaServerOptions {
  readonly java: Java;
  readonly distribution: Distribution;
  /** The data directory; the store is in its folder `graph`. */
  readonly home: string;
  readonly password: string;
  readonly memory: ServerMemory;
  readonly browser: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  /** Told of the child process as soon as there is one. */
  readonly onSpawn: (identity: ProcessIdentity) => void;
  /** JVM options about the class archive; by default the archive is used if it is there. */
  readonly archiveFlags?: readonly string[];
}

/** Starts Neo4j as a child and waits until Bolt listens. Errors: `graph-start-failed`, `graph-timeout`. */
export async function startJavaServer(options: JavaServerOptions): Promise<ServerProcess> {
  const child = await TiedChild.start({
    command: options.java.path,
    args: await javaArguments(options),
    env: options.env,
    logPath: join(options.home, 'server.log'),
    onSpawn: options.onSpawn,
  });
  try {
    child.stdin.write(`${options.password}\n`);
    const { bolt, http } = await bounded(readPorts(child), {
      timeoutMs: START_TIMEOUT_MS,
      what: 'Starting the graph database',
      signal: options.signal,
    });
    return describe(child, bolt, http);
  } catch (error) {
    await child.stop();
    throw error;
  }
}

function describe(child: TiedChild, bolt: string, http: string): ServerProcess {
  return {
    identity: child.identity,
    uri: `bolt://127.0.0.1:${bolt}`,
    ...(http === '0' ? {} : { httpUri: `http://127.0.0.1:${http}/browser/` }),
    ended: child.ended,
    stop: (timeoutMs) => child.stop(timeoutMs),
  };
}

async function javaArguments(options: JavaServerOptions): Promise<string[]> {
  const { distribution, home, memory, browser } = options;
  const graph = join(home, 'graph');
  mkdirSync(graph, { recursive: true, mode: 0o700 });
  const conf = join(home, 'neo4j.conf');
  const browserBoltPort = browser ? await freePort() : undefined;
  writeFileSync(conf, toConf(embeddedSettings(memory, browserBoltPort)), { mode: 0o600 });
  return [
    ...jvmFlags(memory),
    ...archiveFlags(options),
    '-cp',
    classPath(distribution, browser),
    MAIN_CLASS,
    graph,
    conf,
  ];
}

function jvmFlags({ heapMb }: ServerMemory): string[] {
  return [
    `-Xms${heapMb}m`,
    `-Xmx${heapMb}m`,
    // Starts two seconds sooner than G1 and does as well on a small heap; a large one would pause too long.
    heapMb <= 1024 ? '-XX:+UseSerialGC' : '-XX:+UseG1GC',
    '-XX:-UsePerfData',
    // Standard output carries the ready line; what the JVM itself has to say belongs in server.log.
    '-XX:+DisplayVMOutputToStderr',
    '-XX:+ExitOnOutOfMemoryError',
  ];
}

function archiveFlags({ archiveFlags: given, distribution }: JavaServerOptions): readonly string[] {
  // "auto": an archive that does not fit this JVM is left aside, without a word.
  return (
    given ?? ['-Xshare:auto', `-XX:SharedArchiveFile=${distribution.archive}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off']
  );
}

/** The line `ready <bolt port> <http port>`. What else the JVM prints there is of no interest. */
async function readPorts(child: TiedChild): Promise<{ bolt: string; http: string }> {
  const lines = createInterface({ input: child.stdout });
  const closed = once(lines, 'close');
  const ready = new Promise<{ bolt: string; http: string }>((resolve) => {
    lines.on('line', (line) => {
      const [, bolt, http] = /^ready (\d+) (\d+)$/.exec(line) ?? [];
      if (bolt !== undefined && http !== undefined) resolve({ bolt, http });
    });
  });
  const failed = Promise.all([child.ended, closed]).then(() => {
    throw child.failure();
  });
  // The server ends one day, long after this race: that is no unhandled failure.
  failed.catch(() => {});
  return Promise.race([ready, failed]);
}
