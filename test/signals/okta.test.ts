import { describe, expect, test } from 'vitest';
import { signalsConfig } from '../../src/lib/config-signals.ts';
import { signalReceiver } from '../../src/signals/index.ts';
import { clock, keyGraph, orCode } from './support.ts';

const SECRET = 'hook-secret-of-16+';
const config = signalsConfig.parse({
  okta: [
    { org: 'fjordbank.okta.example', secret: SECRET },
    { org: 'other.okta.example', header: 'X-Hook', secret: 'another-secret-16' },
  ],
});

function event(more: object = {}) {
  return {
    uuid: 'c3f1-0001',
    published: '2026-04-09T10:10:59.123Z',
    eventType: 'user.lifecycle.deactivate',
    displayMessage: 'Deactivate Okta user',
    target: [
      { id: '00u8xRAGNA', type: 'User', alternateId: 'Ragna.Tveit@fjordbank.example', displayName: 'Ragna Tveit' },
    ],
    ...more,
  };
}

function delivery(...events: readonly object[]) {
  return { eventType: 'com.okta.event_hook', eventTypeVersion: '1.0', eventId: 'd-1', data: { events } };
}

async function call(
  body: unknown,
  headers: Readonly<Record<string, string>> = { authorization: SECRET },
  graph = keyGraph(),
) {
  const all: Readonly<Record<string, string>> = { 'content-type': 'application/json; charset=utf-8', ...headers };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return orCode(
    signalReceiver(config, graph, clock()).takeHook({ header: (name) => all[name], body: Buffer.from(text) }),
  );
}

describe('an Okta event hook', () => {
  test.each([
    ['user.lifecycle.deactivate', 'departed'],
    ['user.lifecycle.delete.initiated', 'departed'],
    ['user.lifecycle.suspend', 'suspended'],
    ['user.lifecycle.reactivate', 'active'],
    ['user.session.start', 'other'],
    ['constructor', 'other'],
  ])('%s says %s of the account', async (eventType, kind) => {
    expect(await call(delivery(event({ eventType })))).toMatchObject([
      {
        kind,
        account: 'okta:fjordbank.okta.example:user:00u8xRAGNA',
        subject: 'ragna.tveit@fjordbank.example',
        at: '2026-04-09T10:10:59.123Z',
      },
    ]);
  });

  test('of several events takes all; of an organisation, by its own header and secret', async () => {
    const found = await call(delivery(event(), event({ uuid: 'c3f1-0002', eventType: 'user.lifecycle.activate' })), {
      'x-hook': 'another-secret-16',
    });
    expect(found).toMatchObject([
      { kind: 'departed', issuer: 'other.okta.example' },
      { kind: 'active', issuer: 'other.okta.example' },
    ]);
  });

  test.each<
    readonly [what: string, body: unknown, headers: Readonly<Record<string, string>> | undefined, code: string]
  >([
    ['without its secret', delivery(event()), {}, 'authentication_failed'],
    ['with another secret', delivery(event()), { authorization: 'hook-secret-of-16' }, 'authentication_failed'],
    ['that is no JSON', '{"eventType"', undefined, 'invalid_request'],
    ['of another shape', { events: [event()] }, undefined, 'invalid_request'],
    ['with no events', delivery(), undefined, 'invalid_request'],
    ['that is stale', delivery(event({ published: '2026-04-09T09:11:00.000Z' })), undefined, 'invalid_request'],
    ['from the future', delivery(event({ published: '2026-04-09T10:13:00.000Z' })), undefined, 'invalid_request'],
    ['with a time that is none', delivery(event({ published: 'yesterday' })), undefined, 'invalid_request'],
    [
      'of another content type',
      delivery(event()),
      { authorization: SECRET, 'content-type': 'text/plain' },
      'invalid_request',
    ],
  ])('%s is refused', async (_what, body, headers, code) => {
    const graph = keyGraph();
    expect(await call(body, headers, graph)).toBe(code);
    expect(graph.kept.size).toBe(0);
  });

  test('is refused when it is replayed, whatever else it brings', async () => {
    const graph = keyGraph();
    expect(await call(delivery(event()), undefined, graph)).toHaveLength(1);
    expect(await call(delivery(event({ uuid: 'c3f1-0003' }), event()), undefined, graph)).toBe('invalid_request');
    expect(graph.kept.size).toBe(1);
  });
});
