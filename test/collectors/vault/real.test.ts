import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brief, run } from './support.ts';

/**
 * Against a real Vault: the one on loopback that VAULT_ADDR and VAULT_TOKEN name, else a dev server in a container where
 * there is a container engine, else not at all. What the test makes has names of its own and is removed again.
 */
const LOOPBACK = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/?$/;
const named = LOOPBACK.test(process.env['VAULT_ADDR'] ?? '') && process.env['VAULT_TOKEN'] !== undefined;
const engine = process.env['DOCKER_HOST'] !== undefined || existsSync('/var/run/docker.sock');

const tag = `kl${randomBytes(4).toString('hex')}`;
const ROLE = `mcp-${tag}`;
let address = '';
let token = '';
let stop: (() => Promise<unknown>) | undefined;

async function call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${address}/v1/${path}`, {
    method,
    headers: { 'x-vault-token': token },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
}

async function startContainer(): Promise<void> {
  const { GenericContainer, Wait } = await import('testcontainers');
  token = `root-${tag}`;
  const container = await new GenericContainer('hashicorp/vault:1.21')
    .withEnvironment({ VAULT_DEV_ROOT_TOKEN_ID: token })
    .withExposedPorts(8200)
    .withWaitStrategy(Wait.forHttp('/v1/sys/health', 8200))
    .start();
  address = `http://127.0.0.1:${container.getMappedPort(8200)}`;
  stop = () => container.stop();
}

describe.skipIf(!named && !engine)('a real Vault', () => {
  beforeAll(async () => {
    if (named) {
      address = (process.env['VAULT_ADDR'] ?? '').replace(/\/$/, '');
      token = process.env['VAULT_TOKEN'] ?? '';
    } else await startContainer();
    await call('POST', `sys/mounts/${tag}`, { type: 'kv', options: { version: '2' } });
    await call('POST', `sys/auth/${tag}`, { type: 'approle' });
    await call('PUT', `sys/policies/acl/${tag}`, { policy: `path "${tag}/data/app/*" { capabilities = ["read"] }` });
    await call('POST', `${tag}/data/app/db`, { data: { password: 'CANARY-real-vault' } });
    await call('POST', `${tag}/metadata/app/db`, { custom_metadata: { owner: 'odd@umbra-kiln.example' } });
    await call('POST', `auth/${tag}/role/${ROLE}`, { token_policies: tag, token_ttl: '5m' });
    await call('POST', `auth/${tag}/role/${ROLE}/secret-id`, {});
    await call('POST', 'auth/token/create', { policies: [tag], ttl: '5m', display_name: tag });
  }, 120_000);

  afterAll(async () => {
    if (address === '') return;
    await call('DELETE', `sys/mounts/${tag}`).catch(() => undefined);
    await call('DELETE', `sys/auth/${tag}`).catch(() => undefined);
    await call('DELETE', `sys/policies/acl/${tag}`).catch(() => undefined);
    await stop?.();
  });

  test.each([
    ['mounts', `server -CONTAINS-> mount:${tag}`],
    ['auth-methods', `server -CONTAINS-> mount:auth/${tag}`],
    ['auth-roles', `role:${tag}/${ROLE} -MEMBER_OF-> policy:${tag}`],
    ['policies', `policy:${tag} -CAN-> folder:${tag}/app/`],
    ['kv-metadata', `folder:${tag}/app/ -CONTAINS-> secret:${tag}/app/db`],
  ])('%s', async (step, expected) => {
    const { outcome, records } = await run(address, step, { token, accessorToken: token });
    expect(outcome.problems).toEqual([]);
    expect(brief(records, new URL(address).hostname)).toContain(expected);
    expect(JSON.stringify(records)).not.toContain('CANARY');
  });

  test('tokens and secret ids', async () => {
    const tokens = await run(address, 'token-accessors', { token, accessorToken: token });
    expect(tokens.outcome.status).toBe('complete');
    expect(JSON.stringify(tokens.records)).toContain(`token-${tag}`);
    const secretIds = await run(address, 'secret-ids', { token });
    expect(JSON.stringify(secretIds.records)).toContain(`role:${tag}/${ROLE}`);
    expect(JSON.stringify([tokens.records, secretIds.records])).not.toMatch(/hvs\./);
  });

  test('entities and groups answer', async () => {
    for (const step of ['entities', 'groups'])
      expect((await run(address, step, { token })).outcome.status).toBe('complete');
  });
});
