import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/**
 * Starts the service as `npm start` does, in an empty folder with the demo company, posts a signed departure signal (RFC 8935) for an owner,
 * and measures the time until the findings are answered over GraphQL. Exit code 1 when that takes longer than 5 s.
 */
const LIMIT_MS = 5_000;
const ISSUER = 'https://idp.brightwater.example';
const AUDIENCE = 'https://keyline.brightwater.example';
const LEAVER = process.argv[2] ?? 'lucjan.mroczek@brightwater.example';

const folder = mkdtempSync(join(tmpdir(), 'keyline-departure-'));
const { publicKey, privateKey } = await generateKeyPair('ES256');
const started = { child: undefined as ChildProcess | undefined };
try {
  process.exitCode = (await measure()) <= LIMIT_MS ? 0 : 1;
} finally {
  started.child?.kill('SIGTERM');
  if (started.child?.exitCode === null) await once(started.child, 'close');
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<number> {
  const url = await startService();
  const before = await findings(url);
  const begun = performance.now();
  const answer = await fetch(new URL('/signals/events', url), {
    method: 'POST',
    headers: { 'content-type': 'application/secevent+jwt', accept: 'application/json' },
    body: await departure(),
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
          leaver: LEAVER,
          acceptedMs: Math.round(acceptedMs),
          findings: fresh.length,
          foundMs: Math.round(foundMs),
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
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
    for (const line of String(chunk).split('\n')) if (/follow/.test(line)) console.log(line);
  });
  while (!said.includes('Serving until stopped')) {
    if (child.exitCode !== null) throw new Error(`the service ended:\n${said}`);
    await sleep(100);
  }
  return /GraphQL: (\S+)/.exec(said)?.[1] ?? '';
}

function departure(): Promise<string> {
  return new SignJWT({
    sub_id: { format: 'email', email: LEAVER },
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
