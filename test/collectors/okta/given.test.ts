import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import okta from '../../../src/collectors/okta/collector.ts';
import { testRunContext } from '../../support/memory-sink.ts';
import { OktaStub } from './stub.ts';

let stub: OktaStub;
beforeEach(async () => {
  stub = await OktaStub.start();
});
afterEach(() => stub.stop());

const NEEDED = ['okta.users.read', 'okta.groups.read', 'okta.logs.read'];

async function given(settings: Record<string, unknown>, env: Record<string, string>) {
  const { signal, log } = testRunContext();
  const config = okta.config.parse({ orgUrl: stub.url, ...settings });
  const [connection] = await okta.connect(config, { env, signal, log });
  return connection?.given?.(NEEDED, signal);
}

it('the scopes of the token that Okta issued; to manage includes to read', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  stub.answers.push(({ path }) =>
    path === '/oauth2/v1/token'
      ? { body: { access_token: 'canary-access', token_type: 'Bearer', scope: 'okta.users.read okta.groups.manage' } }
      : undefined,
  );
  const env = { OKTA_CLIENT_PRIVATEKEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  expect(await given({ clientId: '0oaSELF' }, env)).toEqual({
    'okta.users.read': true,
    'okta.groups.read': true,
    'okta.logs.read': false,
  });
});

it('an API token tells nothing, and nothing is called', async () => {
  expect(await given({}, { OKTA_CLIENT_TOKEN: 'canary-ssws' })).toEqual({});
  expect(stub.calls).toEqual([]);
});
