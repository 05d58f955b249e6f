import { UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import entra from '../../../src/collectors/entra/collector.ts';
import { testRunContext } from '../../support/memory-sink.ts';
import { GraphDouble, TENANT } from './graph-double.ts';

let graph: GraphDouble;
beforeAll(async () => {
  graph = await GraphDouble.start();
});
afterAll(() => graph.stop());

async function given(token: string | undefined, needed: readonly string[]) {
  graph.override = ({ path }) =>
    token !== undefined && path.endsWith('/oauth2/v2.0/token')
      ? { body: { token_type: 'Bearer', expires_in: 3599, access_token: token } }
      : undefined;
  const { signal, log } = testRunContext();
  const config = entra.config.parse({
    tenantId: TENANT,
    clientId: 'odd',
    baseUrl: graph.url,
    authorityHost: graph.url,
  });
  const [connection] = await entra.connect(config, { env: { AZURE_CLIENT_SECRET: 'CANARY' }, signal, log });
  return connection?.given?.(needed, signal);
}

it.each([
  [['Application.Read.All', 'AuditLog.Read.All'], { app: true, log: true, user: false }],
  [['Application.ReadWrite.All'], { app: true, log: false, user: false }],
  [['Directory.Read.All'], { app: true, log: false, user: true }],
  [[], { app: false, log: false, user: false }],
])('roles %j of the token', async (roles, { app, log, user }) => {
  const needed = ['Application.Read.All (federated credentials)', 'AuditLog.Read.All', 'User.Read.All'];
  const [first = '', second = '', third = ''] = needed;
  expect(await given(new UnsecuredJWT({ roles }).encode(), needed)).toEqual({
    [first]: app,
    [second]: log,
    [third]: user,
  });
});

it('a token that cannot be read tells nothing', async () => {
  expect(await given(undefined, ['User.Read.All'])).toEqual({});
});
