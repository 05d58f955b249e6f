import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { readRecord } from '../src/graph/server/record.ts';

/**
 * Starts the service as `npm start` does, in an empty folder with the demo company, posts a signed departure signal (RFC 8935) for an owner
 * as soon as it serves, and for another when it is at rest, and measures the time until the findings of each are answered over GraphQL, with what
 * each stage took: wall time, CPU time of the service and of Neo4j. Exit code 1 when one takes longer than 5 s.
 */
const LIMIT_MS = 5_000;
const ISSUER = 'https://idp.brightwater.example';
const AUDIENCE = 'https://keyline.brightwater.example';
const [FIRST = 'lucjan.mroczek@brightwater.example', SECOND = 'sunniva.achterberg@brightwater.example'] =
  process.argv.slice(2);

const TICKS_PER_SECOND = 100;

const folder = mkdtempSync(join(tmpdir(), 'keyline-departure-'));
const { publicKey, privateKey } = await generateKeyPair('ES256');
const warm = Promise.withResolvers<void>();
const started = { child: undefined as ChildProcess | undefined };
/** What following the signal took, as the service tells it. */
const stages: object[] = [];
try {
  const url = await startService();
  const atStart = await measure(url, FIRST, 'as soon as it serves');
  await warm.promise;
  const atRest = await measure(url, SECOND, 'at rest');
  process.exitCode = Math.max(atStart, atRest) <= LIMIT_MS ? 0 : 1;
} finally {
  started.child?.kill('SIGTERM');
  if (started.child?.exitCode === null) await once(started.child, 'close');
  rmSync(folder, { recursive: true, force: true });
}

async function measure(url: string, leaver: string, when: string): Promise<number> {
  const before = await findings(url);
  stages.length = 0;
  const cpu = cpuSeconds();
  const begun = performance.now();
  const answer = await fetch(new URL('/signals/events', url), {
    method: 'POST',
    headers: { 'content-type': 'application/secevent+jwt', accept: 'application/json' },
    body: await departure(leaver),
  });
  if (answer.status !== 202) throw new Error(`refused with ${answer.status}: ${await answer.text()}`);
  const acceptedMs = performance.now() - begun;
  for (;;) {
    const now = await findings(url);
    const fresh = [...now.values()].filter(({ id }) => !before.has(id));
    const foundMs = performance.now() - begun;
    if (fresh.length > 0) {
      for (const { sentence, routedTo, route } of fresh)
        console.log(`${sentence} → ${routedTo ?? 'nobody'} (${route})`);
      console.log(
        JSON.stringify({
          leaver,
          when,
          acceptedMs: Math.round(acceptedMs),
          findings: fresh.length,
          foundMs: Math.round(foundMs),
          serviceCpuMs: Math.round((cpuSeconds().service - cpu.service) * 1_000),
          neo4jCpuMs: Math.round((cpuSeconds().neo4j - cpu.neo4j) * 1_000),
          stages,
          cores: cpus().length,
          load: loadavg()[0],
        }),
      );
      return foundMs;
    }
    if (foundMs > 60_000) throw new Error('there is no finding after a minute');
    await sleep(200);
  }
}

async function startService(): Promise<string> {
  const jwk = { ...(await exportJWK(publicKey)), kid: 'demo-1', alg: 'ES256' };
  writeFileSync(join(folder, 'jwks.json'), JSON.stringify({ keys: [jwk] }));
  const config = {
    signals: { streams: [{ issuer: ISSUER, audience: AUDIENCE, jwksFile: join(folder, 'jwks.json') }] },
  };
  writeFileSync(join(folder, 'keyline.config.yaml'), JSON.stringify(config));
  const { NEO4J_URI: _uri, KEYLINE_HOME: _home, KEYLINE_CONFIG: _config, ...env } = process.env;
  const main = resolve(import.meta.dirname, '../src/main.ts');
  const child = spawn(process.execPath, [main, '--port', '0'], { cwd: folder, env: { ...env, KEYLINE_LOG: 'debug' } });
  started.child = child;
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    said += `${line}\n`;
    note(line);
  });
  while (!said.includes('Serving until stopped')) {
    if (child.exitCode !== null) throw new Error(`the service ended:\n${said}`);
    await sleep(100);
  }
  return /GraphQL: (\S+)/.exec(said)?.[1] ?? '';
}

/** Keeps what the service logs of a stage; the database has made its plans when it has followed nothing yet. */
function note(line: string): void {
  if (!line.startsWith('{')) return;
  const { msg, stage, ms, cpuMs, what } = JSON.parse(line) as Readonly<Record<string, unknown>>;
  if (msg === 'following signals') stages.push({ stage, ms, cpuMs });
  if (msg === 'followed' && what === 'nothing yet') warm.resolve();
}

/** CPU seconds so far of the service and of its Neo4j; 0 where the system does not say. */
function cpuSeconds(): { readonly service: number; readonly neo4j: number } {
  const of = (pid: number | undefined): number => {
    try {
      const fields =
        readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8')
          .split(') ')
          .at(-1)
          ?.split(' ') ?? [];
      return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND;
    } catch {
      return 0;
    }
  };
  return { service: of(started.child?.pid), neo4j: of(readRecord(join(folder, '.keyline'))?.server.pid) };
}

function departure(leaver: string): Promise<string> {
  return new SignJWT({
    sub_id: { format: 'email', email: leaver },
    events: { 'https://schemas.openid.net/secevent/risc/event-type/account-disabled': {} },
  })
    .setProtectedHeader({ alg: 'ES256', kid: 'demo-1', typ: 'secevent+jwt' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setJti(`demo-${Date.now()}`)
    .sign(privateKey);
}

interface Told {
  readonly id: string;
  readonly sentence: string;
  readonly route: string | null;
  readonly routedTo: string | null;
}

async function findings(url: string): Promise<ReadonlyMap<string, Told>> {
  const query =
    '{ findings(first: 100, filter: { situation: "S8" }) { edges { node { id sentence route routedTo } } } }';
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const told = (await answer.json()) as { data?: { findings: { edges: readonly { node: Told }[] } }; errors?: unknown };
  if (told.data === undefined) throw new Error(JSON.stringify(told.errors));
  return new Map(told.data.findings.edges.map(({ node }) => [node.id, node]));
}
