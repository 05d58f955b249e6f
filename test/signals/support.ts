import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { Graph } from '../../src/graph/index.ts';
import { FixedClock } from '../../src/lib/clock.ts';
import { type SignalsConfig, signalsConfig } from '../../src/lib/config-signals.ts';
import { type Signal, SignalRefused, type signalReceiver } from '../../src/signals/index.ts';

export const ISSUER = 'https://idp.fjordbank.example/';
export const AUDIENCE = 'https://keyline.fjordbank.example/signals';
export const NOW = '2026-04-09T10:11:12.000Z';
export const RISC = 'https://schemas.openid.net/secevent/risc/event-type/';
export const NOW_S = Date.parse(NOW) / 1_000;

export type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

/** A transmitter with a key, and the folder its JWK Set lies in. */
export async function transmitter(kid = 'k-2026-04') {
  const keys = await generateKeyPair('ES256', { extractable: true });
  const folder = mkdtempSync(join(tmpdir(), 'keyline-signals-'));
  const jwksFile = join(folder, 'jwks.json');
  writeFileSync(jwksFile, JSON.stringify({ keys: [{ ...(await exportJWK(keys.publicKey)), kid, alg: 'ES256' }] }));
  return { keys, jwksFile, close: () => rmSync(folder, { recursive: true, force: true }) };
}

export function configOf(jwksFile: string, more: object = {}): SignalsConfig {
  return signalsConfig.parse({
    streams: [{ issuer: ISSUER, audience: AUDIENCE, jwksFile, ...more }],
    okta: [{ org: 'fjordbank.okta.example', secret: 'hook-secret-of-16+' }],
  });
}

/** A graph that knows nothing but unique keys of signals. */
export function keyGraph(): Graph & { readonly kept: Map<string, Signal> } {
  const kept = new Map<string, Signal>();
  const run = (_text: string, { rows }: { rows: readonly Signal[] }) => {
    if (rows.some(({ id }) => kept.has(id)))
      throw Object.assign(new Error('exists'), { code: 'Neo.ClientError.Schema.ConstraintValidationFailed' });
    for (const row of rows) kept.set(row.id, row);
    return Promise.resolve([]);
  };
  return { kept, write: async (work: (verb: typeof run) => unknown) => work(run) } as never;
}

export const clock = (): FixedClock => new FixedClock(NOW);

/** What a SET of ours says, unless told otherwise. */
export const CLAIMS: JWTPayload = {
  iss: ISSUER,
  aud: AUDIENCE,
  iat: NOW_S - 3,
  jti: 'evt-77031',
  sub_id: { format: 'email', email: 'Ragna.Tveit@Fjordbank.example' },
  events: { [`${RISC}account-disabled`]: {} },
};

export const HEADER = { alg: 'ES256', kid: 'k-2026-04', typ: 'secevent+jwt' };

export function signedBy({ privateKey }: Keys, claims: JWTPayload, header: object = HEADER): Promise<string> {
  return new SignJWT(claims).setProtectedHeader(header as typeof HEADER).sign(privateKey);
}

type Receiver = ReturnType<typeof signalReceiver>;

/** Delivers a SET; gives the signals taken, or the code of the refusal. */
export async function deliver(
  receiver: Receiver,
  token: string,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/secevent+jwt' },
): Promise<readonly Signal[] | string> {
  return orCode(receiver.takeSet({ header: (name) => headers[name], body: Buffer.from(token) }));
}

export async function orCode(taking: Promise<readonly Signal[]>): Promise<readonly Signal[] | string> {
  try {
    return await taking;
  } catch (thrown) {
    if (thrown instanceof SignalRefused) return thrown.err;
    throw thrown;
  }
}
