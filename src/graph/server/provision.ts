import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KeylineError } from '../../lib/errors.ts';
import { archiveClasses } from './archive.ts';
import { type Distribution, locateDistribution, MAIN_SOURCE, POM, partStamps } from './distribution.ts';
import { tryLock } from './lock.ts';
import type { Java } from './prerequisites.mjs';
import { findCommand } from './prerequisites.mjs';
import { runTool } from './tool.ts';

export interface ProvisionOptions {
  readonly java: Java;
  readonly env: NodeJS.ProcessEnv;
  readonly browser: boolean;
  readonly onProgress: (message: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Neo4j's files, ready to run: fetched with Maven, with our main class compiled and the JVM's class archive made. Each part
 * is made once and again when what it is made from changes; when nothing changed this reads a few small files.
 * Errors: `graph-fetch-failed`, `graph-compile-failed`.
 */
export async function provision(options: ProvisionOptions): Promise<Distribution> {
  const distribution = locateDistribution();
  if (isComplete(distribution, options)) return distribution;
  mkdirSync(distribution.folder, { recursive: true });
  const lock = await waitForLock(join(distribution.folder, 'lock'), options);
  try {
    if (!isComplete(distribution, options)) await makeParts(distribution, options);
  } finally {
    lock.release();
  }
  return distribution;
}

function isComplete(distribution: Distribution, { java, browser }: ProvisionOptions): boolean {
  const stamps = partStamps(java);
  return (
    isStamped(distribution, 'lib', stamps.lib) &&
    isStamped(distribution, 'main', stamps.main) &&
    isStamped(distribution, 'archive', stamps.main) &&
    (!browser || isStamped(distribution, 'browser', stamps.lib))
  );
}

/** Another process may be making the same files. That takes minutes at most, and its lock is void when it dies. */
async function waitForLock(path: string, { onProgress, signal }: ProvisionOptions): Promise<{ release(): void }> {
  for (let tries = 0; ; tries++) {
    const lock = tryLock(path);
    if ('release' in lock) return lock;
    if (tries === 0) onProgress(`Waiting for process ${lock.heldBy.pid}, which is fetching Neo4j`);
    await sleep(200, undefined, signal === undefined ? {} : { signal });
  }
}

async function makeParts(distribution: Distribution, options: ProvisionOptions): Promise<void> {
  const { java, browser, onProgress } = options;
  const stamps = partStamps(java);
  await makePart(distribution, 'lib', stamps.lib, () => {
    onProgress(`Fetching Neo4j ${distribution.version} with Maven (124 MB, once)`);
    return fetchJars(distribution.lib, [], options);
  });
  await makePart(distribution, 'main', stamps.main, () => compileMain(distribution, options));
  await makePart(distribution, 'archive', stamps.main, () => {
    onProgress('Preparing Neo4j for quick starts (half a minute, once)');
    return archiveClasses(distribution, options);
  });
  if (!browser) return;
  await makePart(distribution, 'browser', stamps.lib, () => {
    onProgress('Fetching the Neo4j Browser with Maven');
    return fetchJars(distribution.browserLib, ['-Pbrowser', '-DincludeGroupIds=org.neo4j.client'], options);
  });
}

type Part = 'lib' | 'main' | 'archive' | 'browser';

async function makePart(
  distribution: Distribution,
  part: Part,
  stamp: string,
  make: () => Promise<void>,
): Promise<void> {
  if (isStamped(distribution, part, stamp)) return;
  rmSync(stampPath(distribution, part), { force: true });
  await make();
  writeFileSync(stampPath(distribution, part), stamp);
}

function stampPath(distribution: Distribution, part: Part): string {
  return join(distribution.folder, `${part}.stamp`);
}

function isStamped(distribution: Distribution, part: Part, stamp: string): boolean {
  const path = stampPath(distribution, part);
  return existsSync(path) && readFileSync(path, 'utf8') === stamp;
}

async function fetchJars(folder: string, args: readonly string[], { env, signal }: ProvisionOptions): Promise<void> {
  const maven = findCommand('mvn', env);
  if (maven === undefined) {
    throw new KeylineError('graph-fetch-failed', 'Maven (mvn) is needed to fetch Neo4j, and is not installed');
  }
  rmSync(folder, { recursive: true, force: true });
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'];
  await runTool(maven, ['-B', '-ntp', '-q', '-f', POM, ...args, ...goal], {
    env,
    signal,
    code: 'graph-fetch-failed',
    failure: 'Maven could not fetch Neo4j',
  });
}

async function compileMain(
  { folder, lib, mainJar }: Distribution,
  { java, env, signal }: ProvisionOptions,
): Promise<void> {
  const classes = join(folder, 'classes');
  const tool = (name: string) => jdkTool(java, name, env);
  const outcome = { env, signal, code: 'graph-compile-failed', failure: 'The Neo4j main class could not be compiled' };
  rmSync(classes, { recursive: true, force: true });
  await runTool(tool('javac'), ['-cp', `${lib}/*`, '-d', classes, MAIN_SOURCE], outcome);
  // Class archives take classes from jars only.
  await runTool(tool('jar'), ['--create', '--file', mainJar, '-C', classes, '.'], outcome);
}

/** The tool beside the java that will run its output, else the one of PATH. Error: `graph-compile-failed`. */
function jdkTool(java: Java, name: string, env: NodeJS.ProcessEnv): string {
  const beside = join(dirname(java.path), name);
  const path = existsSync(beside) ? beside : findCommand(name, env);
  if (path !== undefined) return path;
  throw new KeylineError('graph-compile-failed', `The Java that was found has no ${name}: a JDK is needed, not a JRE`);
}
