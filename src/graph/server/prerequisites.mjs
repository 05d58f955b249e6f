/**
 * What an embedded graph database needs from the machine. Plain JavaScript for Node 20, because scripts/bootstrap.mjs asks
 * before any dependency (and so before Node 24) is installed; the types are in prerequisites.d.mts.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const MINIMUM_JAVA = 17;

export const MISSING_GRAPH_ENGINE =
  'Keyline needs a graph database: install a JDK 17 or newer and Maven (Debian: apt-get install openjdk-17-jdk-headless maven; ' +
  'macOS: brew install openjdk@17 maven), or start Docker, or set NEO4J_URI to a Neo4j 5.26 server.';

/** @param {string} name @param {NodeJS.ProcessEnv} env */
export function findCommand(name, env) {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    if (folder !== '' && existsSync(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

/** @param {NodeJS.ProcessEnv} env */
export function findJava(env) {
  const home = env.JAVA_HOME;
  const path =
    home !== undefined && existsSync(join(home, 'bin', 'java')) ? join(home, 'bin', 'java') : findCommand('java', env);
  if (path === undefined) return undefined;
  const { stderr, status } = spawnSync(path, ['-version'], { env, encoding: 'utf8', timeout: 10_000 });
  const version = /version "([^"]+)"/.exec(stderr ?? '')?.[1];
  if (status !== 0 || version === undefined) return undefined;
  return { path, version, major: Number.parseInt(version, 10) };
}

/** @param {NodeJS.ProcessEnv} env */
export function findContainerEngine(env) {
  const path = findCommand('docker', env);
  if (path === undefined) return undefined;
  // The command alone says nothing: the engine behind it must answer.
  return spawnSync(path, ['info'], { env, stdio: 'ignore', timeout: 10_000 }).status === 0 ? path : undefined;
}

/** @param {NodeJS.ProcessEnv} env @param {boolean} provisioned */
export function chooseGraphEngine(env, provisioned) {
  if (env.NEO4J_URI) return { kind: 'uri' };
  const java = findJava(env);
  if (java !== undefined && java.major >= MINIMUM_JAVA && (provisioned || canProvision(java.path, env))) {
    return { kind: 'java', java };
  }
  const docker = findContainerEngine(env);
  return docker === undefined ? { kind: 'missing', sentence: missingSentence(java) } : { kind: 'container', docker };
}

/** @param {string} javaPath @param {NodeJS.ProcessEnv} env */
function canProvision(javaPath, env) {
  const compiler = existsSync(`${javaPath}c`) || findCommand('javac', env) !== undefined;
  return compiler && findCommand('mvn', env) !== undefined;
}

/** @param {{ version: string, major: number } | undefined} java */
function missingSentence(java) {
  if (java === undefined || java.major >= MINIMUM_JAVA) return MISSING_GRAPH_ENGINE;
  return `Java ${java.version} is too old: ${MISSING_GRAPH_ENGINE}`;
}
