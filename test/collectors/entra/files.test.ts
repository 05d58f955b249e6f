import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importPaths } from '../../../src/collect/import.ts';
import entra from '../../../src/collectors/entra/collector.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';

const TENANT = 'Odd.Tenant_07';
const CONTEXT = 'https://graph.microsoft.com/v1.0/$metadata';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'entra-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, content: string | Buffer | object): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
}

async function imported(path = root) {
  const sink = new MemorySink();
  const report = await importPaths([path], [entra], sink, testRunContext());
  const steps = Object.fromEntries(
    [...sink.steps].map(([claim, state]) => [claim.replace('entra:odd.tenant_07/', ''), state]),
  );
  return { files: report.files, steps };
}

const group = (id: string) => ({ id, displayName: `group ${id}`, groupTypes: [] });

test('a list cut off in the middle is read up to there, and is no complete snapshot', async () => {
  const whole = JSON.stringify({ '@odata.context': `${CONTEXT}#groups`, value: [group('a'), group('b'), group('c')] });
  put(`entra/${TENANT}/groups.json`, whole.slice(0, -25));
  const { steps } = await imported();
  expect(steps['groups']?.records).toHaveLength(2);
  expect(steps['groups']?.outcome).toMatchObject({ status: 'partial', fetched: 2 });
  expect(steps['groups']?.outcome?.problems[0]?.place).toMatch(/groups\.json .*byte/);
});

test('a malformed item is reported with its place, and the others are read', async () => {
  put(`entra/${TENANT}/groups.json`, { value: [group('a'), 'surprise', { displayName: 'no id' }, group('d')] });
  const { steps } = await imported();
  expect(steps['groups']?.records).toHaveLength(2);
  expect(steps['groups']?.outcome?.problems.map((one) => one.place?.split(' ').at(-1))).toEqual([
    'value[1]',
    'value[2]',
  ]);
});

test('UTF-16 with a mark is read; bytes that are no text are a problem', async () => {
  const text = `\uFEFF${JSON.stringify({ value: [group('ö')] })}`;
  put(`entra/${TENANT}/groups.json`, Buffer.from(text, 'utf16le'));
  expect((await imported()).steps['groups']).toMatchObject({ outcome: { status: 'complete', fetched: 1 } });
  put(`entra/${TENANT}/groups.json`, Buffer.from([0x7b, 0x22, 0xff, 0x00, 0x01, 0x7d]));
  expect((await imported()).steps['groups']?.outcome?.status).toBe('partial');
});

test('one page of several is no complete snapshot', async () => {
  const next = `${CONTEXT.replace('$metadata', 'groups')}?$skiptoken=x`;
  put(`entra/${TENANT}/groups.json`, { value: [group('a')], '@odata.nextLink': next });
  const { steps } = await imported();
  expect(steps['groups']?.outcome).toMatchObject({ status: 'partial', fetched: 1 });
  expect(steps['groups']?.outcome?.problems[0]?.message).toContain('one page of several');
});

test('an empty list is a complete snapshot; a saved refusal is a denied one', async () => {
  put(`entra/${TENANT}/users.json`, { '@odata.context': `${CONTEXT}#users`, value: [] });
  put(`entra/${TENANT}/groups.json`, { error: { code: 'Authorization_RequestDenied', message: 'x' } });
  const { steps } = await imported();
  expect(steps['users']?.outcome).toMatchObject({ status: 'complete', fetched: 0 });
  expect(steps['groups']?.outcome).toMatchObject({ status: 'denied' });
});

test('an expanded relation of exactly 20 may be cut, and says so', async () => {
  const owners = Array.from({ length: 20 }, (_, n) => ({ '@odata.type': '#microsoft.graph.user', id: `u${n}` }));
  put(`entra/${TENANT}/applications.json`, { value: [{ id: 'a', appId: 'b', owners }] });
  const { steps } = await imported();
  expect(steps['applications']?.outcome).toMatchObject({ status: 'partial', fetched: 1 });
  expect(steps['applications']?.outcome?.problems[0]?.place).toContain('value[0].owners');
});

test('the tenant is found when its own folder is imported, and its absence is said', async () => {
  put(`entra/${TENANT}/groups.json`, { value: [group('a')] });
  expect((await imported(join(root, 'entra', TENANT))).steps['groups']?.key.scope).toBe('odd.tenant_07');
  rmSync(join(root, 'entra'), { recursive: true });
  put('somewhere/else.json', { '@odata.context': `${CONTEXT}#groups`, value: [group('a')] });
  const { files, steps } = await imported();
  expect(files[0]?.problems[0]?.message).toContain('the tenant is not known');
  expect(steps).toEqual({});
});

test('what az prints, a list without an envelope, is read by its place', async () => {
  put(`entra/${TENANT}/oauth2PermissionGrants.json`, [
    { id: 'g', clientId: 'c', consentType: 'AllPrincipals', principalId: null, resourceId: 'r', scope: 'openid' },
  ]);
  expect((await imported()).steps['oauth2-permission-grants']?.outcome?.status).toBe('complete');
});

test('files of others are not taken for ours', async () => {
  put('okta/users.json', [{ id: '00u1', status: 'ACTIVE', profile: { login: 'x' } }]);
  put('graph/mail.json', { '@odata.context': `${CONTEXT}#users('a')/messages`, value: [] });
  put('graph/one.json', { '@odata.context': `${CONTEXT}#users/$entity`, id: 'x' });
  put('aws/users.json', { Users: [] });
  put('azure/activity.json', { records: [{ category: 'Administrative', resourceId: '/SUBSCRIPTIONS/X' }] });
  const { files } = await imported();
  expect(files.map((file) => file.format)).toEqual(files.map(() => undefined));
});

test('a diagnostic log goes on after a broken line and a record without a tenant', async () => {
  const record = (id: string, tenantId?: string) => ({
    category: 'ServicePrincipalSignInLogs',
    resourceId: '/tenants/x/providers/Microsoft.aadiam',
    tenantId,
    properties: { id, createdDateTime: '2026-11-19T21:00:00Z', servicePrincipalId: 'sp', status: { errorCode: 0 } },
  });
  const lines = [record('s1', TENANT), record('s2'), record('s3', TENANT)].map((one) => JSON.stringify(one));
  put('logs/PT1H.json', `${lines[0]}\n{"category": broken\n${lines[1]}\n${lines[2]}\n`);
  const { steps, files } = await imported();
  expect(steps['sign-ins']?.records).toHaveLength(2);
  expect(files[0]?.problems.map((one) => one.place)).toEqual(['line 2', 'line 3']);
});
