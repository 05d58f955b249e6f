import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runStep } from '../../../src/collect/run.ts';
import type { EntraClient } from '../../../src/collectors/entra/client.ts';
import entra from '../../../src/collectors/entra/collector.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';
import { loopbackCertificate } from './certificate.ts';
import { denied, GraphDouble, TENANT } from './graph-double.ts';

const GOLDEN = fileURLToPath(new URL('../../../src/collectors/entra/fixture/golden.json', import.meta.url));
const SECRET = 'CANARY-client-secret-of-the-collector';

let graph: GraphDouble;

beforeAll(async () => {
  graph = await GraphDouble.start();
});
afterAll(() => graph.stop());
afterEach(() => {
  graph.override = undefined;
  graph.calls.length = 0;
});

async function connection(
  settings: Record<string, unknown> = {},
  env: Record<string, string> = { AZURE_CLIENT_SECRET: SECRET },
) {
  const config = entra.config.parse({
    tenantId: TENANT,
    clientId: 'odd-client',
    baseUrl: graph.url,
    authorityHost: graph.url,
    ...settings,
  });
  const context = testRunContext();
  const [one] = await entra.connect(config, { signal: context.signal, log: context.log, env });
  if (one === undefined) throw new Error('no connection');
  return one as { scope: string; client: EntraClient; skip?: Record<string, string> };
}

async function collected(id: string, cursor?: string, settings: Record<string, unknown> = {}) {
  const step = entra.steps.find((one) => one.id === id);
  if (step === undefined) throw new Error(id);
  const claim = `entra:${TENANT}/${id}`;
  const sink = new MemorySink(cursor === undefined ? new Map() : new Map([[claim, cursor]]));
  const report = await runStep('entra', step, await connection(settings), sink, testRunContext());
  const state = sink.steps.get(claim);
  return { outcome: report.outcome, records: state?.records ?? [], cursor: state?.cursor };
}

const sorted = (records: readonly unknown[]): string[] =>
  [...new Set(records.map((one) => JSON.stringify(one)))].sort();

describe('every step, through the SDK, sign-in and paging, gives what its files give', () => {
  const golden = JSON.parse(readFileSync(GOLDEN, 'utf8')) as Record<string, { records: unknown[] }>;
  // The per-object files of the fixture are answers to calls that the live client makes by API or not at all.
  const DIFFERENT = ['agent-identities', 'app-role-assignments', 'directory-audits', 'sign-ins'];
  test.each(entra.steps.map((step) => step.id).filter((id) => !DIFFERENT.includes(id)))('%s', async (id) => {
    const { outcome, records } = await collected(id);
    expect(outcome).toMatchObject({ status: 'complete', problems: [] });
    expect(sorted(records)).toEqual(sorted(golden[`entra:${TENANT}/${id}`]?.records ?? []));
  });

  test.each(DIFFERENT)('%s is complete and holds no canary', async (id) => {
    const { outcome, records } = await collected(id);
    expect(outcome).toMatchObject({ status: 'complete', problems: [] });
    expect(records.length).toBeGreaterThan(3);
    expect(JSON.stringify(records)).not.toMatch(/canary/i);
  });

  test('an agent identity uses the credentials of its blueprint', async () => {
    const { records } = await collected('agent-identities');
    const uses = records.flatMap((one) => (one.record === 'edge' && one.type === 'USES' ? [one.to.id] : []));
    const keys = ['key:000000e5-dead-4bee-8f00-0000000000e5', 'federated:00000133-dead-4bee-8f00-000000000133'];
    expect([...new Set(uses)].sort()).toEqual(keys.map((key) => `entra:${TENANT}:${key}`).sort());
    expect(uses).toHaveLength(4);
  });
});

test('a page that answers 429 is asked for again after the pause it names', async () => {
  graph.override = (call, earlier) =>
    call.query.get('$skiptoken') === '2' && earlier.filter((one) => one.query.get('$skiptoken') === '2').length === 0
      ? { status: 429, headers: { 'retry-after': '0' }, body: { error: { code: 'TooManyRequests', message: '' } } }
      : undefined;
  const { outcome, records } = await collected('users', undefined, { leaveDates: false, signInActivity: false });
  expect(outcome.status).toBe('complete');
  expect(records.filter((one) => one.record === 'node')).toHaveLength(5);
  expect(graph.graphCalls('/v1.0/users')).toHaveLength(4);
});

test('a field whose permission is missing costs that field, and says so', async () => {
  graph.override = (call) => (call.query.get('$select')?.includes('signInActivity') === true ? denied() : undefined);
  const { outcome, records } = await collected('users');
  expect(outcome).toMatchObject({ status: 'partial', fetched: 5, problemCount: 1 });
  expect(outcome.problems[0]).toMatchObject({ kind: 'denied', place: 'signInActivity' });
  const props = records.flatMap((one) => (one.record === 'node' ? [one.props] : []));
  expect(props.some((one) => one['lastUsedAt'] !== undefined)).toBe(false);
  expect(props.some((one) => one['departedAt'] !== undefined)).toBe(true);
});

test('a field that is switched off is not asked for, and nothing is missing', async () => {
  const { outcome } = await collected('users', undefined, { leaveDates: false, signInActivity: false });
  expect(outcome.status).toBe('complete');
  expect(graph.calls.some((call) => /signInActivity|employeeLeave/.test(call.query.get('$select') ?? ''))).toBe(false);
});

test('a refused list is denied, and a list refused for want of a licence too', async () => {
  graph.override = (call) => (call.path === '/v1.0/groups' ? denied() : undefined);
  expect((await collected('groups')).outcome.status).toBe('denied');
  const error = { code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', message: 'P1' };
  graph.override = (call) => (call.path.includes('/reports/') ? { status: 400, body: { error } } : undefined);
  expect((await collected('credential-activity')).outcome.status).toBe('denied');
});

test('a relation longer than $expand gives is read by itself', async () => {
  const owner = (n: number) => ({ '@odata.type': '#microsoft.graph.user', id: `owner-${n}` });
  const all = Array.from({ length: 25 }, (_, n) => owner(n));
  const application = { id: 'app-long', appId: 'client-long', displayName: 'much owned' };
  graph.override = (call) => {
    if (call.path === '/v1.0/applications') return { body: { value: [{ ...application, owners: all.slice(0, 20) }] } };
    return call.path === '/v1.0/applications/app-long/owners' ? { body: graph.page(call, all, 9) } : undefined;
  };
  const { outcome, records } = await collected('applications');
  expect(outcome.status).toBe('complete');
  expect(records.filter((one) => one.record === 'edge' && one.type === 'NAMES')).toHaveLength(25);
});

test('a next-page link to another origin is refused, and no call is made there', async () => {
  const other = await GraphDouble.start();
  try {
    const page = {
      value: [{ id: 'g1', displayName: 'one' }],
      '@odata.nextLink': `${other.url}/v1.0/groups?$skiptoken=x`,
    };
    graph.override = (call) => (call.path === '/v1.0/groups' ? { body: page } : undefined);
    const { outcome, records } = await collected('groups');
    expect(outcome).toMatchObject({ status: 'partial', fetched: 1 });
    expect(outcome.problems[0]?.message).toContain('another origin');
    expect(records).toHaveLength(1);
    expect(other.calls).toEqual([]);
  } finally {
    await other.stop();
  }
});

test('a redirect is not followed', async () => {
  const other = await GraphDouble.start();
  try {
    graph.override = (call) =>
      call.path === '/v1.0/groups'
        ? { status: 302, headers: { location: `${other.url}/v1.0/groups` }, body: '' }
        : undefined;
    expect((await collected('groups')).outcome).toMatchObject({ status: 'failed', fetched: 0 });
    expect(other.calls).toEqual([]);
  } finally {
    await other.stop();
  }
});

test.each([
  ['no list', { body: { id: 'x' } }],
  ['no JSON', { body: '<html>a proxy</html>' }],
])('a page with %s is malformed, and what came before stays', async (_what, answer) => {
  graph.override = (call) => (call.query.get('$skiptoken') === '2' ? answer : undefined);
  const { outcome, records } = await collected('applications');
  expect(outcome.status).toBe('complete');
  const users = await collected('users', undefined, { leaveDates: false, signInActivity: false });
  expect(users.outcome).toMatchObject({ status: 'partial', fetched: 2 });
  expect(users.outcome.problems[0]?.kind).toBe('malformed');
  expect(records.length).toBeGreaterThan(0);
});

test('an item without an id is reported, and the others are read', async () => {
  const value = [{ displayName: 'nameless' }, null, { id: 'g2', displayName: 'ok' }];
  graph.override = (call) => (call.path === '/v1.0/groups' ? { body: { value } } : undefined);
  const { outcome, records } = await collected('groups');
  expect(outcome).toMatchObject({ status: 'partial', problemCount: 2 });
  expect(records).toHaveLength(1);
});

describe('events', () => {
  test('are read from a little before the cursor, which moves to the newest', async () => {
    const { cursor, outcome } = await collected('sign-ins', '2026-11-01T00:00:00.000Z');
    expect(outcome.status).toBe('complete');
    expect(cursor).toBe('2026-11-19T20:59:59.000Z');
    const [first] = graph.graphCalls('/beta/auditLogs/signIns');
    expect(first?.query.get('$filter')).toBe(
      "createdDateTime ge 2026-10-31T23:50:00.000Z and signInEventTypes/any(t:t eq 'servicePrincipal')",
    );
    expect(first?.headers['prefer']).toBe('include-unknown-enum-members');
  });

  test('the first run goes back as far as configured', async () => {
    await collected('directory-audits', undefined, { eventDays: 3 });
    const [first] = graph.graphCalls('/v1.0/auditLogs/directoryAudits');
    expect(first?.query.get('$filter')).toBe('activityDateTime ge 2026-11-17T09:30:00.000Z');
  });

  test('a list that breaks off leaves the cursor where it was', async () => {
    graph.override = (call) => (call.query.get('$skiptoken') === '2' ? denied() : undefined);
    const { cursor, outcome } = await collected('directory-audits', '2026-11-01T00:00:00.000Z');
    expect(outcome.status).toBe('partial');
    expect(cursor).toBe('2026-11-01T00:00:00.000Z');
  });
});

describe('signing in', () => {
  test.each(['federatedTokenFile', 'certificatePath'])('with %s no secret is sent', async (setting) => {
    const folder = mkdtempSync(join(tmpdir(), 'entra-'));
    const { cert, key } = loopbackCertificate();
    writeFileSync(join(folder, 'credential'), setting === 'certificatePath' ? key + cert : 'a.federated.token');
    try {
      const { outcome } = await collected('groups', undefined, { [setting]: join(folder, 'credential') });
      expect(outcome.status).toBe('complete');
      const body = graph.calls.find((call) => call.path.endsWith('/token'))?.body ?? '';
      expect(body).toContain('client_assertion=');
      expect(body).not.toContain(SECRET);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a refused secret is a denial, and the secret is in no message', async () => {
    const body = { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.' };
    graph.override = (call) => (call.path.endsWith('/token') ? { status: 401, body } : undefined);
    const { outcome } = await collected('groups');
    expect(outcome.status).toBe('denied');
    expect(JSON.stringify(outcome)).toContain('AADSTS7000215');
    expect(JSON.stringify(outcome)).not.toContain(SECRET);
  });

  test('a sign-in service that does not answer is a failure, which is tried again', async () => {
    graph.override = (call) => (call.path.endsWith('/token') ? { status: 503, body: 'busy' } : undefined);
    const { outcome } = await collected('groups');
    expect(outcome.problems).toMatchObject([{ kind: 'failed' }]);
    expect(graph.calls.filter((call) => call.path.endsWith('/token'))).toHaveLength(3);
  });

  test('without any credential the configuration cannot work', async () => {
    const { signal, log } = testRunContext();
    const config = entra.config.parse({ tenantId: TENANT, clientId: 'odd' });
    const opened = (async () => entra.connect(config, { signal, log, env: {} }))();
    await expect(opened).rejects.toMatchObject({ code: 'entra-config', exitCode: 2 });
  });

  test('plain http is no address for a token', () => {
    expect(entra.config.safeParse({ baseUrl: 'http://127.0.0.1:1' }).success).toBe(false);
  });

  test('what is switched off is skipped with its reason', async () => {
    const { skip } = await connection({ beta: false, agentIdentities: false });
    expect(Object.keys(skip ?? {}).sort()).toEqual([
      'agent-identities',
      'agent-identity-blueprint-principals',
      'agent-identity-blueprints',
      'agent-identity-sponsors',
      'credential-activity',
      'service-principal-activity',
      'sign-ins',
    ]);
  });
});
