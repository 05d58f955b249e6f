import fc from 'fast-check';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signalReceiver } from '../../src/signals/index.ts';
import {
  CLAIMS,
  clock,
  configOf,
  deliver,
  HEADER,
  ISSUER,
  keyGraph,
  NOW_S,
  RISC,
  signedBy,
  transmitter,
} from './support.ts';

let ours: Awaited<ReturnType<typeof transmitter>>;
let other: Awaited<ReturnType<typeof transmitter>>;

beforeAll(async () => {
  [ours, other] = [await transmitter(), await transmitter()];
});
afterAll(() => {
  ours.close();
  other.close();
});

function receiver(more: object = {}, graph = keyGraph()) {
  return signalReceiver(configOf(ours.jwksFile, more), graph, clock());
}

describe('a SET that is taken', () => {
  test('says whom it is about and what of them, with when it happened', async () => {
    const graph = keyGraph();
    const token = await signedBy(ours.keys, { ...CLAIMS, toe: NOW_S - 40 });
    expect(await deliver(receiver({}, graph), token)).toEqual([
      {
        id: expect.stringMatching(/^signal:[0-9a-f]{40}$/),
        kind: 'departed',
        event: `${RISC}account-disabled`,
        issuer: ISSUER,
        subject: 'ragna.tveit@fjordbank.example',
        at: '2026-04-09T10:10:32.000Z',
      },
    ]);
    expect([...graph.kept.values()]).toMatchObject([{ kind: 'departed', receivedAt: '2026-04-09T10:11:12.000Z' }]);
  });

  test.each([
    ['account-purged', {}, 'departed'],
    ['account-disabled', { reason: 'hijacking' }, 'suspended'],
    ['account-enabled', {}, 'active'],
    ['credential-compromise', {}, 'other'],
  ])('%s %j says %s', async (type, event, kind) => {
    const token = await signedBy(ours.keys, { ...CLAIMS, events: { [RISC + type]: event } });
    expect(await deliver(receiver(), token)).toMatchObject([{ kind }]);
  });

  test.each([
    ['urn:ietf:params:SCIM:event:prov:deactivate', 'departed'],
    ['urn:ietf:params:scim:event:prov:delete', 'departed'],
    ['https://schemas.openid.net/secevent/caep/event-type/session-revoked', 'other'],
    ['https://schemas.openid.net/secevent/ssf/event-type/verification', 'other'],
  ])('%s says %s', async (type, kind) => {
    const token = await signedBy(ours.keys, { ...CLAIMS, events: { [type]: {} } });
    expect(await deliver(receiver(), token)).toMatchObject([{ kind }]);
  });

  test.each([
    [
      { format: 'iss_sub', iss: ISSUER, sub: '00u77' },
      { subject: '00u77', account: 'okta:x:user:00u77' },
    ],
    [{ format: 'iss_sub', iss: 'https://elsewhere.example', sub: '00u77' }, { subject: '00u77' }],
    [
      { format: 'opaque', id: '00u77' },
      { subject: '00u77', account: 'okta:x:user:00u77' },
    ],
    [{ format: 'account', uri: 'acct:Ragna@fjordbank.example' }, { subject: 'ragna@fjordbank.example' }],
    [
      {
        format: 'aliases',
        identifiers: [
          { format: 'phone_number', phone_number: '+4712' },
          { format: 'email', email: 'r@f.example' },
        ],
      },
      { subject: 'r@f.example' },
    ],
    [
      { format: 'complex', user: { format: 'email', email: 'r@f.example' }, tenant: { format: 'opaque', id: '9' } },
      { subject: 'r@f.example' },
    ],
    [
      { subject_type: 'iss-sub', iss: ISSUER, sub: '00u77' },
      { subject: '00u77', account: 'okta:x:user:00u77' },
    ],
  ])('the subject %j names %j', async (sub_id, named) => {
    const token = await signedBy(ours.keys, { ...CLAIMS, sub_id });
    const [signal] = (await deliver(receiver({ accounts: 'okta:x:user:' }), token)) as readonly object[];
    expect(signal).toMatchObject(named);
    expect(Object.hasOwn(signal ?? {}, 'account')).toBe(Object.hasOwn(named, 'account'));
  });

  test('the subject may stand in the event, as RISC had it', async () => {
    const { sub_id, ...claims } = CLAIMS;
    const token = await signedBy(ours.keys, { ...claims, events: { [`${RISC}account-purged`]: { subject: sub_id } } });
    expect(await deliver(receiver(), token)).toMatchObject([{ subject: 'ragna.tveit@fjordbank.example' }]);
  });
});

const without = (name: string): JWTPayload =>
  Object.fromEntries(Object.entries(CLAIMS).filter(([key]) => key !== name));

describe('a SET that is refused', () => {
  const cases: readonly { what: string; code: string; claims: JWTPayload; header?: object }[] = [
    { what: 'of another issuer', code: 'invalid_issuer', claims: { ...CLAIMS, iss: 'https://idp.fjordbank.example' } },
    { what: 'of no issuer', code: 'invalid_issuer', claims: without('iss') },
    {
      what: 'for another audience',
      code: 'invalid_audience',
      claims: { ...CLAIMS, aud: 'https://keyline.elsewhere.example' },
    },
    { what: 'for no audience', code: 'invalid_audience', claims: without('aud') },
    { what: 'that is stale', code: 'invalid_request', claims: { ...CLAIMS, iat: NOW_S - 601 } },
    { what: 'from the future', code: 'invalid_request', claims: { ...CLAIMS, iat: NOW_S + 61 } },
    { what: 'without a time', code: 'invalid_request', claims: without('iat') },
    { what: 'that has expired', code: 'invalid_request', claims: { ...CLAIMS, exp: NOW_S - 61 } },
    { what: 'without jti', code: 'invalid_request', claims: without('jti') },
    { what: 'without events', code: 'invalid_request', claims: without('events') },
    { what: 'with no event', code: 'invalid_request', claims: { ...CLAIMS, events: {} } },
    {
      what: 'with an event that is none',
      code: 'invalid_request',
      claims: { ...CLAIMS, events: { [`${RISC}account-purged`]: 'yes' } },
    },
    { what: 'about nobody', code: 'invalid_request', claims: without('sub_id') },
    {
      what: 'about somebody in an unknown form',
      code: 'invalid_request',
      claims: { ...CLAIMS, sub_id: { format: 'did', url: 'did:x:1' } },
    },
    { what: 'of another type', code: 'invalid_request', claims: CLAIMS, header: { ...HEADER, typ: 'JWT' } },
    { what: 'of no type', code: 'invalid_request', claims: CLAIMS, header: { alg: 'ES256', kid: HEADER.kid } },
    {
      what: 'by a key that is not published',
      code: 'invalid_key',
      claims: CLAIMS,
      header: { ...HEADER, kid: 'k-1999' },
    },
  ];

  test.each(cases)('$what: $code', async ({ code, claims, header }) => {
    const graph = keyGraph();
    expect(await deliver(receiver({}, graph), await signedBy(ours.keys, claims, header))).toBe(code);
    expect(graph.kept.size).toBe(0);
  });

  test('forged with a key of the same name', async () => {
    expect(await deliver(receiver(), await signedBy(other.keys, CLAIMS))).toBe('authentication_failed');
  });

  test('unsigned, or signed with a secret that everybody knows', async () => {
    const none = new UnsecuredJWT(CLAIMS)
      .encode()
      .replace(/^[^.]+/, Buffer.from('{"alg":"none","typ":"secevent+jwt"}').toString('base64url'));
    const shared = await new SignJWT(CLAIMS)
      .setProtectedHeader({ alg: 'HS256', typ: 'secevent+jwt', kid: HEADER.kid })
      .sign(Buffer.from(ISSUER));
    for (const token of [none, shared])
      expect(['invalid_key', 'invalid_request']).toContain(await deliver(receiver(), token));
  });

  test('replayed, also after a restart; as others with the same jti are', async () => {
    const graph = keyGraph();
    const token = await signedBy(ours.keys, CLAIMS);
    expect(await deliver(receiver({}, graph), token)).toHaveLength(1);
    expect(await deliver(receiver({}, graph), token)).toBe('invalid_request');
    const again = await signedBy(ours.keys, { ...CLAIMS, events: { [`${RISC}account-enabled`]: {} } });
    expect(await deliver(receiver({}, graph), again)).toBe('invalid_request');
    expect(graph.kept.size).toBe(1);
  });

  test('without the Authorization of its stream, or with another content type', async () => {
    const token = await signedBy(ours.keys, CLAIMS);
    const secret = receiver({ authorization: 'Bearer 0123456789abcdef' });
    const type = { 'content-type': 'application/secevent+jwt' };
    expect(await deliver(secret, token)).toBe('authentication_failed');
    expect(await deliver(secret, token, { ...type, authorization: 'Bearer 0123456789abcdeX' })).toBe(
      'authentication_failed',
    );
    expect(await deliver(secret, token, { ...type, authorization: 'Bearer 0123456789abcdef' })).toHaveLength(1);
    expect(await deliver(receiver(), token, { 'content-type': 'application/json' })).toBe('invalid_request');
  });

  test('with anything changed: no letter of a token is without meaning', async () => {
    const token = await signedBy(ours.keys, CLAIMS);
    const decoded = (text: string): string =>
      text
        .split('.')
        .map((part) => Buffer.from(part, 'base64url').toString('hex'))
        .join('.');
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09-_.é\n'), async (at, letter) => {
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        fc.pre(changed.trim() !== token && decoded(changed.trim()) !== decoded(token));
        expect(await deliver(receiver(), changed)).toBeTypeOf('string');
      }),
      { numRuns: 150 },
    );
  });

  test.each(['', '{}', 'a.b.c', '..', 'é'.repeat(50)])('that is none: %j', async (body) => {
    expect(await deliver(receiver(), body)).toBe('invalid_request');
  });
});
