import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withRetry } from '../../../src/collect/retry.ts';
import { OktaClient } from '../../../src/collectors/okta/client.ts';
import collector from '../../../src/collectors/okta/collector.ts';
import { keys, run } from './run.ts';
import { OktaStub, okta } from './stub.ts';

const GOLDEN = fileURLToPath(new URL('../../../src/collectors/okta/fixture/golden.json', import.meta.url));
const ORG = 'otter-holt.okta.com';

interface Golden {
  readonly status: string;
  readonly records: readonly object[];
}

let stub: OktaStub;

beforeEach(async () => {
  stub = await OktaStub.start();
});

afterEach(() => stub.stop());

const org = (): { orgUrl: string } => ({ orgUrl: stub.url });

/** Records as a sorted list of texts, under the fixture's org. */
function comparable(records: readonly object[]): string[] {
  const host = new URL(stub.url).host;
  return records.map((one) => JSON.stringify(one).replaceAll(host, ORG)).sort();
}

const golden = JSON.parse(readFileSync(GOLDEN, 'utf8')) as Record<string, Golden>;

test.each(collector.steps.map(({ id }) => id))(
  '%s: the live org, page by page, gives the records of its files',
  async (step) => {
    const { records } = await run(step, org());
    expect(comparable(records)).toEqual(comparable(golden[`okta:${ORG}/${step}`]?.records ?? []));
    expect(stub.calls.every(({ authorization }) => authorization === 'SSWS canary-ssws')).toBe(true);
  },
);

describe('when the org does not answer as it should', () => {
  test('a rate limit is waited for by X-Rate-Limit-Reset, and costs nothing', async () => {
    const now = new Date();
    stub.answers.push(({ path }, times) => {
      if (path !== '/api/v1/groups' || times !== 2) return undefined;
      const reset = Math.floor(now.getTime() / 1000) - 5;
      const limited = okta(429, 'E0000047', 'API call exceeded rate limit');
      return { ...limited, headers: { date: now.toUTCString(), 'x-rate-limit-reset': String(reset) } };
    });
    stub.answers.push(({ path, query }) =>
      path === '/api/v1/groups' && !query.has('after')
        ? { headers: { link: `<${stub.url}/api/v1/groups?after=Mg>; rel="next"` }, body: [{ id: '00gA', profile: {} }] }
        : undefined,
    );
    const ran = await run('groups', org());
    expect(ran.status).toBe('complete');
    expect(stub.calls).toHaveLength(3);
  });

  test('one refused call costs one fact, and says what is missing', async () => {
    stub.answers.push(({ path }) =>
      path === '/api/v1/apps/0oaHERON0000000001/users'
        ? okta(403, 'E0000006', 'You do not have permission to perform the requested action')
        : undefined,
    );
    const ran = await run('app-users', org());
    expect(ran.problems).toEqual([
      expect.stringMatching(
        /^denied: GET \/api\/v1\/apps\/0oaHERON0000000001\/users .*403.*You do not have permission/,
      ),
    ]);
    expect(ran.status).not.toBe('complete');
  });

  test('a refused list is a denied step', async () => {
    stub.answers.push(() => okta(403, 'E0000006', 'no'));
    for (const step of ['users', 'group-members', 'ai-agent-keys', 'admin-roles', 'system-log']) {
      expect(await run(step, org())).toMatchObject({ status: 'denied', records: [] });
    }
  });

  test('a next link to another origin is not followed', async () => {
    stub.answers.push(({ path }) =>
      path === '/api/v1/api-tokens'
        ? {
            headers: { link: '<https://evil.example.com/api/v1/api-tokens?after=1>; rel="next"' },
            body: [{ id: '00T1', name: 'x' }],
          }
        : undefined,
    );
    const ran = await run('api-tokens', org());
    expect(ran.problems).toEqual([expect.stringContaining('another origin (https://evil.example.com)')]);
    expect(ran.status).not.toBe('complete');
  });

  test('a redirect is not followed', async () => {
    stub.answers.push(() => ({ status: 302, headers: { location: 'https://evil.example.com/' }, body: '' }));
    const ran = await run('groups', org());
    expect(ran).toMatchObject({ status: 'failed', records: [], problems: [expect.stringContaining('redirect')] });
  });

  test('an org that does not answer in time is asked again', async () => {
    let asked = 0;
    stub.answers.push(() => {
      asked += 1;
      return asked === 1 ? 'never' : undefined;
    });
    const api = new OktaClient({ orgUrl: stub.url, token: 'x' });
    const call = (signal: AbortSignal): ReturnType<typeof api.page> => api.page('/api/v1/groups', signal);
    const page = await withRetry(call, { signal: new AbortController().signal, timeoutMs: 150, minPauseMs: 1 });
    expect([asked, page.items.length]).toEqual([2, 2]);
  });

  test('a page that is no list, or cut off, is reported with its place', async () => {
    stub.answers.push(({ query }) => (query.has('after') ? { body: '[{"id": "00g' } : undefined));
    const cut = await run('users', org());
    expect(cut.problems[0]).toMatch(/^malformed: GET \/api\/v1\/users at \/api\/v1\/users: .*JSON/);
    stub.answers.unshift(() => ({ body: { surprise: true } }));
    expect((await run('groups', org())).problems).toEqual([expect.stringContaining('did not answer with a list')]);
  });

  test('canaries do not get into records or problems', async () => {
    const all = await Promise.all(collector.steps.map(({ id }) => run(id, org())));
    expect(JSON.stringify(all)).not.toMatch(/canary/i);
  });
});

describe('System Log', () => {
  test('the first read goes back the configured days; the next starts ten minutes before the cursor', async () => {
    const first = await run('system-log', { ...org(), logDays: 3, logFilter: 'eventType sw "app"' });
    const query = stub.calls[0]?.query;
    expect(query?.get('since')).toBe('2026-11-17T09:30:00.000Z');
    expect(query?.get('until')).toBe('2026-11-20T09:30:00.000Z');
    expect([query?.get('sortOrder'), query?.get('filter')]).toEqual(['ASCENDING', 'eventType sw "app"']);
    expect(first.cursor).toBe('2026-11-20T09:30:00.000Z');
    stub.calls.length = 0;
    await run('system-log', org(), undefined, '2026-11-20T09:00:00.000Z');
    expect(stub.calls[0]?.query.get('since')).toBe('2026-11-20T08:50:00.000Z');
  });

  test('what was read before a failure is the new cursor; it never goes back', async () => {
    stub.answers.push(({ query }) => (query.has('after') ? okta(400, 'E0000001', 'Bad cursor') : undefined));
    expect((await run('system-log', org())).cursor).toBe('2026-11-12T10:02:00.200Z');
    expect((await run('system-log', org(), undefined, '2026-11-20T09:00:00.000Z')).cursor).toBe(
      '2026-11-20T09:00:00.000Z',
    );
  });
});

describe('OAuth service app', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const env = { OKTA_CLIENT_PRIVATEKEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };

  test('asks for a token with the configured scopes, and uses it', async () => {
    stub.answers.push(({ path }) =>
      path === '/oauth2/v1/token' ? { body: { access_token: 'canary-access', token_type: 'Bearer' } } : undefined,
    );
    const ran = await run('groups', { ...org(), clientId: '0oaSELF' }, env);
    expect(ran.status).toBe('complete');
    expect(stub.calls.at(-1)?.authorization).toBe('Bearer canary-access');
    expect(ran.skip['ai-agents']).toContain('okta.aiAgents.read');
  });

  test('a refused token is a denied step that says what Okta said', async () => {
    stub.answers.push(({ path }) =>
      path === '/oauth2/v1/token'
        ? { status: 400, body: { error: 'invalid_scope', error_description: 'One or more scopes are not allowed' } }
        : undefined,
    );
    const ran = await run('groups', { ...org(), clientId: '0oaSELF' }, env);
    expect(ran).toMatchObject({
      status: 'denied',
      problems: [expect.stringContaining('invalid_scope: One or more scopes are not allowed')],
    });
    expect(stub.calls.every(({ path }) => path === '/oauth2/v1/token')).toBe(true);
  });
});

test('settings that cannot work are bad input', async () => {
  await expect(run('users', {}, {})).rejects.toThrow('does not say which org');
  await expect(run('users', { orgUrl: 'http://acme.okta.com' })).rejects.toThrow('must be https');
  await expect(run('users', { orgUrl: 'https://acme.okta.com' }, {})).rejects.toThrow('no credentials');
});

test('no run lists the same keys twice', async () => {
  const listed = keys(await run('users', org()));
  expect(new Set(listed).size).toBe(listed.length);
});
