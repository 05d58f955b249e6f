import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test, vi } from 'vitest';

// On an idle machine the first start takes half a minute; the machine of the tests is seldom idle.
vi.setConfig({ testTimeout: 900_000 });

const MAIN = resolve(import.meta.dirname, '../../src/main.ts');
const CLI = resolve(import.meta.dirname, '../../src/cli.ts');
const folder = mkdtempSync(join(tmpdir(), 'keyline-start-'));
const home = join(folder, '.keyline');
const running = new Set<ChildProcess>();

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
  /** Standard output alone. */
  readonly printed: () => string;
  readonly ended: Promise<number | null>;
}

/** What `npm start` runs, in an empty folder, with nothing configured. */
function start(program: string, ...argv: readonly string[]): Started {
  const { NEO4J_URI: _uri, KEYLINE_HOME: _home, KEYLINE_CONFIG: _config, ...env } = process.env;
  const child = spawn(process.execPath, [program, ...argv], { cwd: folder, env });
  running.add(child);
  let said = '';
  let printed = '';
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
    printed += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  return { child, said: () => said, printed: () => printed, ended };
}

async function keyline(...argv: readonly string[]): Promise<string> {
  const run = start(CLI, ...argv);
  expect(await run.ended, run.said()).toBe(0);
  return run.printed();
}

/** Processes that have the folder in their command line: the graph server, whoever started it. */
function processesOf(place: string): string[] {
  return execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(place) && !line.includes('ps -eo'));
}

async function expectNothingLeft(): Promise<void> {
  for (let tries = 0; tries < 100 && processesOf(folder).length > 0; tries += 1) await sleep(100);
  expect(processesOf(folder)).toEqual([]);
  expect(readdirSync(home).filter((name) => /lock|server\.json/.test(name))).toEqual([]);
}

/** Everything in the graph but Run and Step records, counted by kind. */
async function contents(): Promise<readonly Record<string, unknown>[]> {
  const query = `CALL () {
    MATCH (n) WHERE NOT n:Run AND NOT n:Step RETURN labels(n)[0] AS kind, count(n) AS count, sum(size(keys(n))) AS properties
    UNION ALL
    MATCH ()-[r]->() RETURN type(r) AS kind, count(r) AS count, sum(size(keys(r))) AS properties
  } RETURN kind, count, properties ORDER BY kind`;
  return JSON.parse(await keyline('cypher', query, '--format', 'json')) as readonly Record<string, unknown>[];
}

/** What the demo must tell: the kind, words of its sentence, and steps of its path. */
const TOLD: readonly (readonly [kind: string, sentence: RegExp, path: RegExp])[] = [
  [
    'departed owner',
    /left on .* and their agent .* is still consuming/,
    /-OWNS-> Agent .*-USES-> Credential .*-(CAN|GRANTED_ON)-> Resource/,
  ],
  ['orphan', /Nobody is known to answer for the agent/, /Agent .* no evidence names a person we know/],
  [
    'over-broad token',
    /uses a pat-classic over all \d+ repositories/,
    /-SAME_AS-> Credential .*-GRANTED_ON .*-> Resource/,
  ],
  [
    'secret chain',
    /can read .*, which holds the credential of/,
    /-CAN read-> Resource .*-holds-> Credential .*-CAN-> /,
  ],
  ['reuse', /The same .* lies in 3 places/, /-STORED_IN-> .*\.env.*-STORED_IN-> /],
];

describe('npm start', () => {
  let before: Awaited<ReturnType<typeof contents>> = [];

  test('--once in an empty folder: loads the demo company, prints its findings with their paths, and leaves nothing behind', async () => {
    const run = start(MAIN, '--once');
    expect(await run.ended, run.said()).toBe(0);
    expect(run.said()).toContain('demo company');
    const lines = run.printed().split('\n');
    for (const [kind, sentence, path] of TOLD) {
      const at = lines.findIndex((line) => sentence.test(line));
      expect(at, `the ${kind} finding in:\n${run.printed()}`).toBeGreaterThan(-1);
      expect(lines[at], kind).toMatch(/^(CRITICAL|HIGH|MEDIUM|LOW)/);
      expect(lines[at + 1], kind).toMatch(path);
    }
    expect(run.printed()).toMatch(/GraphQL: http:\/\/127\.0\.0\.1:\d+\/graphql/);
    expect(run.said()).not.toMatch(/CANARY|undefined|\[object/);
    await expectNothingLeft();
    before = await contents();
    expect(before.length).toBeGreaterThan(30);
    await expectNothingLeft();
  });

  test('again: it finds the same, changes nothing but Run and Step records, and answers; Ctrl-C ends it and leaves nothing behind', async () => {
    const run = start(MAIN, '--port', '0');
    const url = await served(run);
    expect(run.said()).toContain('Brightwater (0 facts changed)');
    expect(run.said()).toContain('Nothing new to derive from');
    for (const [kind, sentence] of TOLD) expect(run.printed(), kind).toMatch(sentence);
    expect(await contents()).toEqual(before);
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ coverage { line } agents(first: 1) { totalCount } }' }),
    });
    expect(await response.json()).toMatchObject({
      data: { coverage: { line: expect.stringMatching(/^all \d+ sources complete$/) } },
    });
    const begun = performance.now();
    run.child.kill('SIGINT');
    expect(await run.ended, run.said()).not.toBeNull();
    console.log(`stopped within ${Math.round(performance.now() - begun)} ms`);
    await expectNothingLeft();
    expect(existsSync(join(home, 'graph'))).toBe(true);
    await expect(fetch(url)).rejects.toThrow();
  });
});

/** Waits until it says that it serves, and gives the address. */
async function served(run: Started): Promise<string> {
  let code: number | null | undefined;
  void run.ended.then((ended) => {
    code = ended;
  });
  while (!run.printed().includes('Serving until stopped')) {
    if (code !== undefined) throw new Error(`it ended with ${code}:\n${run.said()}`);
    await sleep(100);
  }
  const url = /GraphQL: (\S+)/.exec(run.printed())?.[1];
  if (url === undefined) throw new Error(`it does not say where:\n${run.printed()}`);
  return url;
}
