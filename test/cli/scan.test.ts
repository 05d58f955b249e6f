import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { receiver } from '../report/server.ts';
import { runCommand } from './support.ts';

const CANARY = `ghp_${'Cn7'.repeat(13)}`;
const environment = { ...process.env };
let place = '';
let home = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'keyline-scan-'));
  home = join(place, 'wren');
  process.env['KEYLINE_HOME'] = join(place, 'data');
  mkdirSync(join(home, '.cursor'), { recursive: true });
  const servers = { reed: { command: 'npx', args: ['-y', '@odd/reed@1.2.3'], env: { GITHUB_TOKEN: CANARY } } };
  writeFileSync(join(home, '.cursor', 'mcp.json'), JSON.stringify({ mcpServers: servers }));
});
afterEach(() => {
  process.env = { ...environment };
  rmSync(place, { recursive: true, force: true });
});

interface Scan {
  readonly keylineScan: number;
  readonly device: { readonly user: string };
  readonly credentials: readonly { readonly fingerprints: readonly string[] }[];
}

it('prints the document: the secret is a fingerprint, and appears nowhere', async () => {
  const { code, stdout, stderr } = await runCommand(['scan', '--home', home]);
  expect(code).toBe(0);
  const found = JSON.parse(stdout) as Scan;
  expect(found).toMatchObject({ keylineScan: 1, device: { user: 'wren' } });
  expect(found.credentials[0]?.fingerprints[0]).toMatch(/^fp:/);
  expect(stdout + stderr).not.toContain(CANARY);
  expect(stderr).toContain('A new fingerprint key is made');
  expect(stderr).toContain('1 clients, 1 MCP servers, 1 credentials, 0 problems');
});

it('--out writes a file for its owner only, the same each time with the same key', async () => {
  const path = join(place, 'out', 'scan.json');
  const { code, stdout, stderr } = await runCommand(['scan', '--home', home, '--out', path]);
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toContain(`written to ${path}`);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const first = JSON.parse(readFileSync(path, 'utf8')) as Scan;
  await runCommand(['scan', '--home', home, '--out', path]);
  expect((JSON.parse(readFileSync(path, 'utf8')) as Scan).credentials).toEqual(first.credentials);
});

it('--post sends it, with the bearer token of the environment', async () => {
  const to = await receiver((_before, response) => response.writeHead(202).end());
  process.env['KEYLINE_TOKEN'] = 'odd-token';
  const { code, stdout, stderr } = await runCommand(['scan', '--home', home, '--post', `${to.url}/scan`]);
  await to.close();
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toContain(`sent to ${to.url}`);
  expect(stderr).not.toContain('odd-token');
  expect(to.received[0]?.headers).toMatchObject({
    authorization: 'Bearer odd-token',
    'content-type': 'application/json',
  });
  expect(JSON.parse(to.received[0]?.body ?? '')).toMatchObject({ keylineScan: 1 });
  expect(to.received[0]?.body).not.toContain(CANARY);
});

it.each([
  [['--post', 'http://keyline.example.com/scan'], 'Nothing is sent there'],
  [['--post', 'https://169.254.169.254/scan'], 'Nothing is sent there'],
  [['--post', 'https://keyline.example.com/', '--out', 'x'], 'not both'],
  [['--workspace', '/not/there'], 'There is no folder /not/there'],
])('%j is bad input', async (argv, says) => {
  const { code, stdout, stderr } = await runCommand(['scan', '--home', home, ...argv]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(says);
});

it('a service that refuses is a failure', async () => {
  const to = await receiver((_before, response) => response.writeHead(403).end());
  const { code, stderr } = await runCommand(['scan', '--home', home, '--post', `${to.url}/scan`]);
  await to.close();
  expect(code).toBe(1);
  expect(stderr).toContain('It could not be sent: it answered 403');
});
