import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openServer } from '../../src/graph/server/index.ts';
import { chooseGraphEngine } from '../../src/graph/server/prerequisites.mjs';
import { CLEAN_ENV, newHome, open } from './homes.ts';

const BOOTSTRAP = resolve(import.meta.dirname, '../../scripts/bootstrap.mjs');

/** An environment whose PATH holds only the given commands, each a shell script. */
function withCommands(scripts: Record<string, string>): NodeJS.ProcessEnv {
  const folder = join(newHome(), 'bin');
  mkdirSync(folder);
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return { PATH: folder };
}

const JAVA_11 = `echo 'openjdk version "11.0.2" 2019-01-15' >&2`;
const JAVA_21 = `echo 'openjdk version "21.0.9" 2025-10-21' >&2`;

test('NEO4J_URI is used as it is: nothing is started, nothing is written', async () => {
  const home = join(newHome(), 'absent');
  const env = { NEO4J_URI: 'neo4j://graph.example:7687', NEO4J_USER: 'reader', NEO4J_PASSWORD: 'odd' };
  const server = await openServer({ home, env });
  expect(server).toMatchObject({ uri: 'neo4j://graph.example:7687', user: 'reader', password: 'odd', owned: false });
  await server.stop();
  expect(existsSync(home)).toBe(false);
});

test('without Java and without containers, one sentence says what to install', async () => {
  const opening = openServer({ home: newHome(), env: withCommands({}) });
  await expect(opening).rejects.toMatchObject({
    code: 'graph-engine-missing',
    message: expect.stringMatching(/^Keyline needs a graph database: install a JDK 17 .* NEO4J_URI .*\.$/),
  });
});

test('a Java that is too old is named', () => {
  expect(chooseGraphEngine(withCommands({ java: JAVA_11, javac: '', mvn: '' }), false)).toMatchObject({
    kind: 'missing',
    sentence: expect.stringMatching(/^Java 11\.0\.2 is too old: /),
  });
});

test.for<[string, Record<string, string>, boolean, string]>([
  ['Java with Maven', { java: JAVA_21, javac: '', mvn: '' }, false, 'java'],
  ['Java without Maven', { java: JAVA_21, javac: '' }, false, 'missing'],
  ['Java without a compiler', { java: JAVA_21, mvn: '' }, false, 'missing'],
  ['Java alone, Neo4j fetched before', { java: JAVA_21 }, true, 'java'],
  ['an old Java beside Docker', { java: JAVA_11, docker: '' }, false, 'container'],
  ['Docker whose engine does not answer', { docker: 'exit 1' }, false, 'missing'],
])('%s', ([_what, scripts, provisioned, kind]) => {
  expect(chooseGraphEngine(withCommands(scripts), provisioned).kind).toBe(kind);
});

test('npm start on a machine without Java ends with that sentence alone', () => {
  const env = withCommands({});
  const { status, stdout, stderr } = spawnSync(process.execPath, [BOOTSTRAP, 'start'], { env, encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^Keyline needs a graph database: [^\n]+\.\n$/);
});

test('a JVM that cannot start says why', async () => {
  const opening = open(newHome(), { memory: { heapMb: 900_000_000, pageCacheMb: 64 } });
  await expect(opening).rejects.toMatchObject({ code: 'graph-start-failed', message: expect.stringMatching(/heap/i) });
});

test('a memory setting that is no number is bad input', async () => {
  const opening = openServer({ home: newHome(), env: { ...CLEAN_ENV, KEYLINE_NEO4J_HEAP_MB: '2g' } });
  await expect(opening).rejects.toMatchObject({ code: 'bad-memory-setting', exitCode: 2 });
});

test('a container gets the settings and the password, and its failure is quoted', async () => {
  const seen = join(newHome(), 'seen');
  const docker = `[ "$1" = info ] && exit 0\necho "$NEO4J_AUTH $*" > ${seen}\necho 'pull access denied' >&2\nexit 125`;
  const opening = openServer({ home: newHome(), env: withCommands({ docker }) });
  await expect(opening).rejects.toMatchObject({ message: expect.stringContaining('pull access denied') });

  const [auth = '', command] = readFileSync(seen, 'utf8').split(/ (.*)/s);
  const password = auth.replace('neo4j/', '');
  expect(password).toMatch(/^[0-9a-f]{48}$/);
  expect(command).not.toContain(password);
  expect(command).toMatch(/--publish 127\.0\.0\.1:\d+:7687 /);
  expect(command).toContain('--env NEO4J_db_tx__log_rotation_retention__policy=256M size');
});

test('a password file that was lost is reported, not replaced', async () => {
  const home = newHome();
  mkdirSync(join(home, 'graph'));
  await expect(openServer({ home, env: CLEAN_ENV })).rejects.toMatchObject({ code: 'graph-password-missing' });
  expect(existsSync(join(home, 'server.lock'))).toBe(false);
});
