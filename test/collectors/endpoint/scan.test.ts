import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ScanDocument } from '../../../src/collectors/endpoint/document.ts';
import { mapScan } from '../../../src/collectors/endpoint/map.ts';
import { readDocument } from '../../../src/collectors/endpoint/read-document.ts';
import { fingerprintsOf } from '../../../src/collectors/endpoint/scan/fingerprints.ts';
import type { Platform } from '../../../src/collectors/endpoint/scan/places.ts';
import { testRunContext } from '../../support/memory-sink.ts';
import type { Canary } from './canaries.ts';
import { KEY, TestHome } from './home.ts';
import { plantClients } from './plant.ts';
import { plantCredentials } from './plant-credentials.ts';

const context = { scope: 's', at: '2026-11-20T09:30:00.000Z', fingerprint: testRunContext().fingerprint };

function everythingOf(scan: ScanDocument): string {
  return JSON.stringify([scan, mapScan(scan, context)]);
}

function expectRead(scan: ScanDocument, { secret, place }: Canary): void {
  const [print = ''] = fingerprintsOf(KEY, secret);
  const here = scan.credentials.filter((one) => one.place === place);
  expect(
    here.flatMap(({ fingerprints }) => fingerprints),
    `${place} …${secret.slice(-6)}`,
  ).toContain(print);
}

/** No part of a secret of ten letters or more may be found. */
function expectNowhere(text: string, { secret, place }: Canary): void {
  for (let at = 0; at + 10 <= secret.length; at += 5) {
    const part = secret.slice(at, at + 10);
    if (/-----|PRIVATE|github_pat/.test(part)) continue;
    expect(text.includes(part), `a part of the secret in ${place}`).toBe(false);
  }
}

describe.each<Platform>(['darwin', 'linux', 'win32'])('a home on %s', (platform) => {
  it('every client is read, every secret becomes a fingerprint, none is told', async () => {
    const home = new TestHome();
    const canaries = [...plantClients(home, platform), ...plantCredentials(home, platform)];
    const scan = await home.scan(platform);
    expect(scan.problems).toEqual([]);
    for (const canary of canaries) expectRead(scan, canary);
    const text = everythingOf(scan);
    for (const canary of canaries) expectNowhere(text, canary);
    expect(scan.clients.map(({ client }) => client).sort()).toEqual([
      'claude-code',
      'claude-desktop',
      'cline',
      'codex',
      'copilot-cli',
      'copilot-jetbrains',
      'cursor',
      'gemini-cli',
      'junie',
      'roo-code',
      'vscode',
      'windsurf',
      'zed',
    ]);
    expect(text).not.toContain(home.home);
    expect(readDocument(JSON.parse(JSON.stringify(scan)))).toMatchObject({ faults: [], scan: { device: scan.device } });
    expect(await home.scan(platform)).toEqual(scan);
  });
});

describe('what is told', async () => {
  const home = new TestHome();
  plantClients(home, 'linux');
  plantCredentials(home, 'linux');
  const scan = await home.scan('linux');
  const credential = (place: string, as?: string) =>
    scan.credentials.find((one) => one.place === place && (as === undefined || one.as === as));
  const server = (key: string) => scan.mcpServers.find((one) => one.key.startsWith(key));

  it('device and people', () => {
    expect(scan.device).toEqual({
      id: expect.stringMatching(/^[\w-]{22}$/) as unknown,
      name: 'wren-laptop',
      os: 'linux',
      user: 'wren',
      emails: ['wren.odell@example.com', 'wren.odell@finch.example.com'],
    });
  });

  it('servers: package, version, transport, names of variables', () => {
    expect(server('cursor/cursor-env')).toMatchObject({
      transport: 'stdio',
      command: 'npx',
      package: { ecosystem: 'npm', name: '@cursor/mcp', version: '1.2.3', pinned: true },
      env: ['GITHUB_TOKEN', 'LOG'],
      scope: 'user',
      file: '~/.cursor/mcp.json',
    });
    expect(server('cursor/cursor-url')).toMatchObject({
      transport: 'http',
      url: 'https://cursor.example.com/mcp',
      headers: ['Authorization'],
    });
    expect(server('claude-code/ccproj-arg@')).toMatchObject({ scope: 'project', command: 'db-mcp' });
    expect(server('codex/tea')?.package).toEqual({
      ecosystem: 'docker',
      name: 'ghcr.example.com/tea/mcp',
      version: '1.0.0',
      pinned: false,
    });
    expect(server('codex/pot')).toMatchObject({ references: ['POT_TOKEN'], risks: ['inline-bearer-token'] });
    expect(server('vscode/boxed')).toMatchObject({
      autoApprove: true,
      package: { ecosystem: 'pypi', name: 'box-mcp', version: '2.0.1', pinned: true },
    });
  });

  it('risks of settings', () => {
    const risks = (name: string) => scan.clients.find(({ client }) => client === name)?.risks;
    expect(risks('claude-code')).toEqual(['auto-approve', 'custom-model-endpoint']);
    expect(risks('codex')).toEqual(['sandbox-off', 'auto-approve', 'custom-model-endpoint']);
    expect(risks('vscode')).toEqual(['auto-approve']);
  });

  it('public ids and what is no secret', () => {
    expect(credential('~/.aws/credentials', 'profile shop.prod')).toMatchObject({
      id: expect.stringMatching(/^AKIA/) as unknown,
      kind: 'aws-access-key',
    });
    expect(credential('~/.aws/config', 'profile deploy')).toMatchObject({
      principal: { id: 'arn:aws:iam::444455556666:role/heron-deploy' },
      tenant: '444455556666',
    });
    expect(credential('~/.aws/config', 'profile sso-dev')).toMatchObject({
      tenant: '777788889999',
      notes: ['Developer', 'finch'],
    });
    expect(credential('~/.aws/config', 'profile proc')).toMatchObject({ notes: ['process vend'] });
    expect(credential('~/.aws/cli/cache/cd34.json')).toMatchObject({
      kind: 'role-session',
      expiresAt: '2026-11-20T12:00:00.000Z',
    });
    expect(credential(`${home.workspace}/deploy/service-account.json`)).toMatchObject({
      id: 'a1b2c3d4e5',
      principal: { id: 'robin@finch-1.iam.example.com' },
    });
    expect(credential('~/.kube/config', 'user tok')).toMatchObject({
      issuer: 'https://idp.example.com',
      subject: 'job-kube',
      notes: ['context ctx'],
      host: 'https://k8s.example.com:6443',
    });
    expect(credential('~/.docker/config.json', 'h.example.com')).toMatchObject({ notes: ['helper osxkeychain'] });
    const blob = readFileSync(home.at('~/.ssh/id_ed25519.pub'), 'utf8').split(' ')[1] ?? '';
    const digest = `SHA256:${createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64').replace(/=+$/, '')}`;
    expect(credential('~/.ssh/id_ed25519')).toMatchObject({
      id: `ssh:${digest}`,
      notes: ['not encrypted', 'wren@finch'],
    });
    expect(credential('~/.ssh/id_old')).toMatchObject({ notes: ['encrypted', expect.any(String) as unknown] });
  });

  it('references, placeholders, prompts and comments are no credentials', () => {
    const names = scan.credentials.map((one) => `${one.place} ${one.as}`).join('\n');
    expect(names).not.toMatch(/SESSION_SECRET|VAULT_REF|DYNAMIC|asks|other\.example\.com/);
    expect(scan.credentials.filter(({ place }) => place === '~/.zshrc').map(({ as }) => as)).toEqual([
      'OPENAI_API_KEY',
      'POT_TOKEN',
    ]);
  });

  it('GitHub tokens carry the fingerprint that joins the audit log', () => {
    const prints = scan.credentials.find(({ kind }) => kind === 'pat-fine-grained')?.fingerprints;
    expect(prints).toHaveLength(2);
  });
});
