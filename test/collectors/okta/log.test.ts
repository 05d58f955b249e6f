import { expect, test } from 'vitest';
import { mapLogEvent } from '../../../src/collectors/okta/map-log.ts';

const CONTEXT = { scope: 'pond.okta.com', at: '2026-11-20T00:00:00.000Z', fingerprint: () => 'fp:x' };

function mapped(eventType: string, extra: object = {}): ReturnType<typeof mapLogEvent>[number] | undefined {
  const item = { uuid: 'u', published: '2026-11-25 21:27:03.496000000', eventType, ...extra };
  return mapLogEvent({ item }, CONTEXT)[0];
}

test.each([
  ['SUCCESS', 'success'],
  ['ALLOW', 'success'],
  ['CHALLENGE', 'success'],
  ['DENY', 'denied'],
  ['FAILURE', 'failure'],
  ['UNANSWERED', 'failure'],
  ['RATE_LIMIT', 'failure'],
])('outcome %s is %s', (result, outcome) => {
  expect(mapped('x.y', { outcome: { result } })?.outcome).toBe(outcome);
});

test('a failure for want of access is a denial', () => {
  expect(mapped('x.y', { outcome: { result: 'FAILURE', reason: 'access_denied' } })?.outcome).toBe('denied');
});

test('a time without zone and with nanoseconds is UTC', () => {
  expect(mapped('x.y')?.at).toBe('2026-11-25T21:27:03.496Z');
});

const user = { id: '00uA', type: 'User', alternateId: 'A@pond.example.com' };

test.each([
  ['system.api_token.revoke', [{ id: '00T1', type: 'Token' }], 'okta:pond.okta.com:api-token:00T1'],
  ['workload_principal.activate', [{ id: 'wlp1', type: 'WorkloadPrincipal' }], 'okta:pond.okta.com:ai-agent:wlp1'],
  ['resource.owner.update', [{ id: 'wlp1', type: 'AIAgent' }, user], 'okta:pond.okta.com:ai-agent:wlp1'],
  ['app.oauth2.as.consent.grant', [{ id: '0oa1', type: 'AppInstance' }], 'okta:pond.okta.com:oauth-grant:0oa1/00uA'],
  ['application.lifecycle.create', [{ id: '0oa1', type: 'AppInstance' }], 'okta:pond.okta.com:app:0oa1'],
  [
    'application.user_membership.add',
    [{ id: '0ua', type: 'AppUser' }, { id: '0oa1', type: 'AppInstance' }, user],
    'okta:pond.okta.com:user:00uA',
  ],
  ['application.user_membership.show_password', [user], undefined],
  ['user.lifecycle.suspend', [user], 'okta:pond.okta.com:user:00uA'],
  ['user.session.start', [user], undefined],
])('%s is about what it changed', (eventType, target, subject) => {
  expect(mapped(eventType, { actor: user, target })?.subject?.id).toBe(subject);
});

test('nothing of what an event says about nobody is kept', () => {
  const odd = {
    actor: 'system',
    target: ['x', null, { id: 'unknown', type: 'User' }],
    client: null,
    transaction: [],
    authenticationContext: 7,
  };
  expect(mapped('x.y', odd)).toEqual({
    record: 'event',
    id: 'okta:pond.okta.com:event:u',
    at: '2026-11-25T21:27:03.496Z',
    source: 'okta',
    scope: 'pond.okta.com',
    action: 'okta:x.y',
    outcome: 'success',
  });
});

test('an event without id or time is refused', () => {
  expect(() => mapLogEvent({ item: { eventType: 'x' } }, CONTEXT)).toThrow('needs uuid, published and eventType');
});
