import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import vault from '../../../src/collectors/vault/collector.ts';
import { testRunContext } from '../../support/memory-sink.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Answers `sys/capabilities-self` as documented, for each token by path. */
async function server(capabilities: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>) {
  const asked: { token: string; paths: string[] }[] = [];
  const made = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { paths } = JSON.parse(Buffer.concat(parts).toString('utf8')) as { paths: string[] };
      const token = String(request.headers['x-vault-token']);
      asked.push({ token, paths });
      const data = Object.fromEntries(paths.map((path) => [path, capabilities[token]?.[path] ?? ['deny']]));
      response.writeHead(request.url === '/v1/sys/capabilities-self' ? 200 : 404).end(JSON.stringify({ data }));
    });
  });
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    made.closeAllConnections();
    made.close();
  });
  return { address: `http://127.0.0.1:${(made.address() as AddressInfo).port}`, asked };
}

async function given(address: string, needed: readonly string[]) {
  const { signal, log } = testRunContext();
  const env = { VAULT_TOKEN: 'one', VAULT_ACCESSOR_TOKEN: 'two' };
  const [connection] = await vault.connect(vault.config.parse({ address }), { env, signal, log });
  return connection?.given?.(needed, signal);
}

it('asks each token about its own paths; a pattern that is not held may have been given more narrowly', async () => {
  const { address, asked } = await server({
    one: { 'sys/mounts': ['read'], 'auth/keyline/role': ['list', 'read'] },
    two: { 'auth/token/accessors': ['list', 'sudo'] },
  });
  const mounts = 'path "sys/mounts" { capabilities = ["read"] }';
  const auth = 'path "sys/auth" { capabilities = ["read"] }';
  const roles = 'path "auth/+/role" { capabilities = ["list"] }';
  const kv = 'path "+/metadata/*" { capabilities = ["list", "read"] }';
  const accessors = 'second token: path "auth/token/accessors" { capabilities = ["list", "sudo"] }';
  const found = await given(address, [mounts, auth, roles, kv, accessors, 'read access to the audit file']);
  expect(found).toEqual({ [mounts]: true, [auth]: false, [roles]: true, [accessors]: true });
  expect(asked).toEqual([
    { token: 'one', paths: ['sys/mounts', 'sys/auth', 'auth/keyline/role', 'keyline/metadata/keyline'] },
    { token: 'two', paths: ['auth/token/accessors'] },
  ]);
});

it('a root token holds everything, and every declared permission is in the form that is understood', async () => {
  const root = new Proxy({}, { get: () => ['root'] }) as Readonly<Record<string, readonly string[]>>;
  const { address } = await server({ one: root, two: root });
  const needed = vault.steps.filter((one) => one.id !== 'audit').flatMap((one) => one.permissions);
  expect(await given(address, needed)).toEqual(Object.fromEntries(needed.map((one) => [one, true])));
});
