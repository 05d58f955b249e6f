import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Role } from '../../src/auth/index.ts';
import { readDecisions } from '../../src/queries/lifecycle/index.ts';
import { edge, node, ref } from '../../src/schema/index.ts';
import { ask, type Issuer, issuer, type Service, service } from '../attack/support.ts';
import { loaderBench } from '../support/loader.ts';

vi.setConfig({ testTimeout: 120_000 });

const OID = '9d1c6b0e-7a44-4c1b-8f52-3b0a6c1e2f77';
const bench = loaderBench();
let provider: Issuer;
let api: Service;

const person = (id: string, name: string, email: string) => node('Human', id, { name, email, status: 'active' });

beforeAll(async () => {
  const account = `entra:t9:user:${OID}`;
  const records = [
    person('human:E-41', 'Oda Rist', 'oda@odd.example'),
    person('human:E-42', 'Ivo Brandt', 'ivo@odd.example'),
    person('human:E-43', 'Twin A', 'twin@odd.example'),
    person('human:E-44', 'Twin B', 'twin@odd.example'),
    node('Principal', account, { kind: 'person', system: 'entra' }),
    edge('HAS_ACCOUNT', ref('Human', 'human:E-42'), ref('Principal', account), { basis: 'test' }),
    ...['a1', 'a2', 'a3', 'a4', 'a5'].map((id) =>
      node('Agent', `odd:t:agent:${id}`, { name: id, kind: 'assistant', platform: 'odd' }),
    ),
  ];
  await bench.run({ step: 'records:odd/people', records });
  provider = await issuer();
  api = await service(
    {
      auth: { apiKeys: true, tokens: [provider.config] },
      http: { publicUrl: 'https://keyline.example.com' },
      outbound: { allow: ['127.0.0.1/32'] },
    },
    { graph: bench.graph(), clock: { now: () => Date.now() } },
  );
}, 180_000);
afterAll(async () => {
  await api.close();
  await provider.stop();
});

const TAKE = `mutation ($subject: ID!, $by: ID) {
  takeOverOwner(subject: $subject, by: $by, reason: "it is ours") { decision { by enteredBy person } } }`;

async function take(agent: string, role: Role, claims: object, by?: string) {
  const token = await provider.token({ payload: { groups: [`kl-${role}`], ...claims } });
  const reply = await ask(api, TAKE, token, { subject: `odd:t:agent:${agent}`, ...(by === undefined ? {} : { by }) });
  const { data } = reply.json as { data?: { takeOverOwner?: { decision: object } } };
  const [error] = (reply.json['errors'] ?? []) as { message: string; extensions: object }[];
  return { decision: data?.takeOverOwner?.decision, error };
}

const ODA = { email: 'Oda@odd.example', email_verified: true };

describe('who is logged in decides', () => {
  test('without saying who; saying it is them changes nothing', async () => {
    const own = { by: 'human:E-41', enteredBy: null, person: 'human:E-41' };
    expect(await take('a1', 'responder', ODA)).toMatchObject({ decision: own });
    expect(await take('a2', 'responder', ODA, 'oda@odd.example')).toMatchObject({ decision: own });
  });

  test('by the object id of their account in Entra, where no e-mail is vouched for', async () => {
    const claims = { oid: OID.toUpperCase(), email: 'oda@odd.example' };
    expect(await take('a3', 'responder', claims)).toMatchObject({ decision: { by: 'human:E-42' } });
  });

  test('a responder cannot decide for somebody else; nothing is written', async () => {
    const { decision, error } = await take('a4', 'responder', ODA, 'human:E-42');
    expect(decision).toBeUndefined();
    expect(error).toMatchObject({
      message: expect.stringContaining('must be you'),
      extensions: { code: 'decision', field: 'by' },
    });
    expect(await readDecisions(bench.graph(), { subject: 'odd:t:agent:a4' })).toEqual([]);
  });

  test('an administrator can, and is kept as who entered it', async () => {
    expect(await take('a4', 'admin', ODA, 'Ivo Brandt')).toMatchObject({
      decision: { by: 'human:E-42', enteredBy: 'human:E-41' },
    });
    const [kept] = await readDecisions(bench.graph(), { subject: 'odd:t:agent:a4' });
    expect(kept).toMatchObject({ by: 'human:E-42', enteredBy: 'human:E-41' });
    const machine = await take('a5', 'admin', { sub: 'svc-9' }, 'human:E-41');
    expect(machine).toMatchObject({ decision: { by: 'human:E-41', enteredBy: `token:${provider.url}#svc-9` } });
  });

  test.each<readonly [what: string, role: Role, claims: object]>([
    ['an e-mail that nobody vouches for', 'responder', { email: 'oda@odd.example' }],
    ['an e-mail that is not verified', 'responder', { ...ODA, email_verified: false }],
    ['an e-mail of two people', 'responder', { email: 'twin@odd.example', email_verified: true }],
    ['an e-mail of nobody', 'responder', { email: 'nobody@odd.example', email_verified: true }],
    ['a machine', 'responder', {}],
    ['a machine of an administrator that names nobody', 'admin', {}],
  ])('%s decides nothing', async (_what, role, claims) => {
    const { decision, error } = await take('a1', role, claims);
    expect(decision).toBeUndefined();
    expect(error).toMatchObject({
      message: expect.stringContaining('nobody we know'),
      extensions: { code: 'decision', field: 'by' },
    });
  });

  test('a key is nobody: only one of an administrator enters what somebody decided', async () => {
    const withdraw = async (role: Role) => {
      const [held] = await readDecisions(bench.graph(), { subject: 'odd:t:agent:a1', holding: true });
      const text = `mutation { withdrawDecision(id: "${held?.id ?? ''}", by: "human:E-41", reason: "no longer") { decision { endedWhy } } }`;
      return (await ask(api, text, api.keyOf(role))).json;
    };
    expect(await withdraw('responder')).toMatchObject({ errors: [{ extensions: { code: 'decision', field: 'by' } }] });
    expect(await withdraw('viewer')).toMatchObject({ errors: [{ extensions: { code: 'forbidden' } }] });
    const ended = await withdraw('admin');
    expect(JSON.stringify(ended)).toMatch(/withdrawn by human:E-41 \(entered by key:[0-9a-f]+\): no longer/);
  });
});
