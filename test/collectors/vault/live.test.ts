import { afterEach, expect, test } from 'vitest';
import { VaultClient } from '../../../src/collectors/vault/client.ts';
import vault from '../../../src/collectors/vault/collector.ts';
import { createLogger } from '../../../src/lib/log.ts';
import { type Answers, brief, run, type Stub, startStub } from './support.ts';

const TOKENS = { token: 'hvs.CANARYreadCANARYreadCANARYread', accessorToken: 'hvs.CANARYaccCANARYaccCANARYacc00' };

/** Shapes of the answers: the API documentation of each endpoint. */
const ANSWERS: Answers = {
  'sys/mounts': {
    'team/kv/': { type: 'kv', accessor: 'kv_1', options: { version: '2' } },
    'legacy/': { type: 'kv', accessor: 'kv_2', options: { version: '1' } },
    'pg/': { type: 'database', accessor: 'db_1', options: null },
  },
  'sys/auth': {
    'token/': { type: 'token' },
    'ap-9/': { type: 'approle' },
    'gha/': { type: 'jwt' },
    'aws/': { type: 'aws' },
  },
  'list:auth/ap-9/role': { keys: ['raven', 'shut'] },
  'auth/ap-9/role/raven': { bind_secret_id: true, token_policies: ['p'], token_ttl: 60 },
  'auth/ap-9/role/shut': 403,
  'list:auth/gha/role': { keys: ['ci'] },
  'auth/gha/config': {
    oidc_discovery_url: 'https://token.actions.githubusercontent.com',
    oidc_client_secret: 'CANARY',
  },
  'auth/gha/role/ci': {
    role_type: 'jwt',
    bound_claims: { sub: 'repo:Mire-9/x:ref:refs/heads/main' },
    user_claim: 'sub',
  },
  'list:identity/entity/id': { keys: ['e-1'] },
  'identity/entity/id/e-1': { id: 'e-1', name: 'ada', policies: ['p'], aliases: [] },
  'list:sys/policies/acl': { keys: ['default', 'p', 'root'] },
  'sys/policies/acl/default': { name: 'default', policy: 'path "auth/token/lookup-self" { capabilities = ["read"] }' },
  'sys/policies/acl/p': { name: 'p', policy: 'path "team/kv/data/a b/*" { capabilities = ["read"] }' },
  'list:auth/token/accessors': { keys: ['A1', 'gone', 'A3'] },
  'auth/token/lookup-accessor#A1': {
    accessor: 'A1',
    id: '',
    policies: ['p'],
    entity_id: 'e-1',
    path: 'auth/ap-9/login',
    meta: { role_name: 'raven' },
    creation_ttl: 60,
  },
  'auth/token/lookup-accessor#gone': 403,
  'auth/token/lookup-accessor#A3': { accessor: 'A3', id: '', policies: ['default'], creation_ttl: 60 },
  'list:auth/ap-9/role/raven/secret-id': { keys: ['s-1'] },
  'auth/ap-9/role/raven/secret-id-accessor/lookup#s-1': {
    secret_id_accessor: 's-1',
    secret_id_ttl: 0,
    creation_time: '2026-01-01T00:00:00Z',
    expiration_time: '0001-01-01T00:00:00Z',
  },
  'list:team/kv/metadata': { keys: ['a b/', 'top'] },
  'list:team/kv/metadata/a b': { keys: ['ü#1', 'no'] },
  'team/kv/metadata/top': { created_time: '2026-01-01T00:00:00Z', custom_metadata: null, versions: {} },
  'team/kv/metadata/a b/ü#1': {
    created_time: '2026-01-01T00:00:00Z',
    custom_metadata: { owner: 'o@mire.example' },
    versions: {},
  },
  'team/kv/metadata/a b/no': 403,
  'list:legacy': { keys: ['old'] },
};

let stub: Stub;
afterEach(() => stub?.close());

test('roles of every method, and the issuer of a JWT method; one denied role costs that role', async () => {
  stub = await startStub(ANSWERS);
  const { outcome, records } = await run(stub.address, 'auth-roles', TOKENS);
  expect(outcome.status).toBe('partial');
  expect(outcome.problems).toEqual([expect.objectContaining({ kind: 'denied', what: 'read auth/ap-9/role/shut' })]);
  expect(brief(records)).toContain('role:ap-9/raven -MEMBER_OF-> policy:p');
  expect(brief(records)).toContain(
    'oidc:token.actions.githubusercontent.com:repo:Mire-9/x:ref:refs/heads/main -CAN_ASSUME-> role:gha/ci',
  );
  expect(JSON.stringify(records)).not.toContain('CANARY');
});

test('KV is walked by its metadata; data is never asked for', async () => {
  stub = await startStub(ANSWERS);
  const { outcome, records } = await run(stub.address, 'kv-metadata', TOKENS);
  expect(outcome.problems).toEqual([expect.objectContaining({ kind: 'denied', what: 'read team/kv/metadata/a b/no' })]);
  expect(brief(records)).toContain('folder:team/kv/a b/ -CONTAINS-> secret:team/kv/a b/ü#1');
  expect(brief(records)).toContain('mount:legacy -CONTAINS-> secret:legacy/old');
  expect(stub.requests.filter(({ line }) => /(^|\/)data(\/|$)/.test(line))).toEqual([]);
  expect(stub.requests.map(({ line }) => line)).not.toContain('legacy/old');
});

test('the client refuses to read a secret', async () => {
  const client = new VaultClient({ address: 'http://127.0.0.1:1', token: 'x', lookupsPerSecond: 1 });
  for (const path of ['team/kv/data/a', 'legacy/old', 'pg/creds/app', 'cubbyhole/x', 'sys/raw/core'])
    await expect(client.read(path, AbortSignal.timeout(1000))).rejects.toThrow(TypeError);
});

test('tokens are looked up with the second token; one that ended meanwhile is no problem', async () => {
  let listings = 0;
  stub = await startStub({ ...ANSWERS, 'list:auth/token/accessors': undefined }, (line) => {
    if (line !== 'list:auth/token/accessors') return undefined;
    listings += 1;
    return listings === 1 ? (ANSWERS['list:auth/token/accessors'] as never) : ({ keys: ['A1', 'A3'] } as never);
  });
  const { outcome, records } = await run(stub.address, 'token-accessors', TOKENS);
  expect(outcome.status).toBe('complete');
  expect(brief(records)).toEqual(
    expect.arrayContaining(['token:A1 -AUTHENTICATES_AS-> entity:e-1', 'token:A1 -AUTHENTICATES_AS-> role:ap-9/raven']),
  );
  expect(new Set(stub.requests.map(({ token }) => token))).toEqual(new Set([TOKENS.accessorToken]));
});

test('a look-up that stays refused is a denial', async () => {
  stub = await startStub(ANSWERS);
  const { outcome } = await run(stub.address, 'token-accessors', TOKENS);
  expect(outcome.status).toBe('partial');
  expect(outcome.problems).toEqual([expect.objectContaining({ kind: 'denied', place: 'gone' })]);
});

test('secret ids by their accessors', async () => {
  stub = await startStub({ ...ANSWERS, 'list:auth/ap-9/role/shut/secret-id': { keys: [] } });
  const { outcome, records } = await run(stub.address, 'secret-ids', TOKENS);
  expect(outcome.status).toBe('complete');
  expect(brief(records)).toContain('secret-id:s-1 -AUTHENTICATES_AS-> role:ap-9/raven');
});

test('policies know the mounts of the server', async () => {
  stub = await startStub(ANSWERS);
  const { outcome, records } = await run(stub.address, 'policies', TOKENS);
  expect(outcome.status).toBe('complete');
  expect(brief(records)).toContain('policy:p -CAN-> folder:team/kv/a b/');
  expect(stub.requests.map(({ line }) => line)).not.toContain('sys/policies/acl/root');
});

test.each([429, 503, 500])('%s is tried again', async (status) => {
  let calls = 0;
  stub = await startStub(ANSWERS, () => {
    calls += 1;
    return calls === 1 ? status : undefined;
  });
  expect((await run(stub.address, 'mounts', TOKENS)).outcome.status).toBe('complete');
  expect(calls).toBe(2);
});

test('a token that is refused everywhere: denied, after one try', async () => {
  stub = await startStub({}, () => 403);
  expect((await run(stub.address, 'mounts', TOKENS)).outcome.status).toBe('denied');
  expect(stub.requests).toHaveLength(1);
});

test.each([
  ['HTML', '<html>'],
  ['an answer without data', '{"errors":[]}'],
])('%s is malformed', async (_name, body) => {
  stub = await startStub({ 'sys/mounts': body });
  const { outcome, records } = await run(stub.address, 'mounts', TOKENS);
  expect(outcome.problems).toEqual([expect.objectContaining({ kind: 'malformed' })]);
  expect(records).toEqual([]);
});

test('a listing of nothing is 404, and empty', async () => {
  stub = await startStub({});
  expect((await run(stub.address, 'groups', TOKENS)).outcome.status).toBe('complete');
});

test('a namespace goes along as a header and into the scope', async () => {
  stub = await startStub(ANSWERS);
  const { records } = await run(stub.address, 'entities', TOKENS, ['team-a/']);
  expect(stub.requests[0]?.namespace).toBe('team-a/');
  expect(brief(records, '127.0.0.1/team-a')).toContain('entity:e-1 -MEMBER_OF-> policy:p');
});

test('the audit device and, without a second token, the tokens are skipped with a reason', async () => {
  const context = {
    signal: AbortSignal.timeout(1000),
    log: createLogger({ level: 'silent' }),
    env: { VAULT_ADDR: 'https://v.example', VAULT_TOKEN: 'x' },
  };
  const [connection] = await vault.connect(vault.config.parse({}), context);
  expect(connection?.scope).toBe('v.example');
  expect(Object.keys(connection?.skip ?? {})).toEqual(['audit', 'token-accessors']);
  await expect(vault.connect(vault.config.parse({}), { ...context, env: {} })).rejects.toMatchObject({
    code: 'vault-no-address',
  });
});
