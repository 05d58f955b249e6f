import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folds } from '../../src/derive/usage/folds.ts';
import { aiClientOf, networkOf } from '../../src/events/client.ts';
import { EventStore } from '../../src/events/store.ts';
import { type EventRecord, event } from '../../src/schema/index.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'keyline-events-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const at = (n: number): string => `2026-05-04T10:00:${String(n).padStart(2, '0')}.000Z`;
const use = (n: number, more: Partial<EventRecord> = {}): EventRecord =>
  event({
    id: `event-${n}`,
    at: at(n),
    source: 'aws',
    scope: '7',
    action: 's3:GetObject',
    outcome: 'success',
    credential: 'AKIAODD',
    resources: ['arn:aws:s3:::odd', 'arn:aws:s3:::odd/*'],
    ip: '198.51.100.7',
    region: 'eu-north-1',
    userAgent: 'Cursor/0.50',
    ...more,
  });

test('an event that is read twice counts once: in a batch, over batches, over runs', async () => {
  const first = await EventStore.open(home);
  await first.add([use(1), use(1), use(2)]);
  expect(await first.flush()).toBe(2);
  await first.add([use(2), use(3)]);
  expect(await first.flush()).toBe(1);
  await first.close();
  const again = await EventStore.open(home);
  await again.add([use(1), use(2), use(3)]);
  expect(await again.flush()).toBe(0);
  expect(readdirSync(join(home, 'events'))).toHaveLength(2);
  expect(await folds.origins(again)).toEqual([
    { credential: 'AKIAODD', ip: '198.51.100.7', region: 'eu-north-1', n: 3, first: at(1), last: at(3) },
  ]);
  await again.close();
});

test('the same id of another scope is another event', async () => {
  const store = await EventStore.open(home);
  await store.add([use(1), use(1, { scope: '8' })]);
  expect(await store.flush()).toBe(2);
  await store.close();
});

test('what was acted on is summed by pair; what failed is not', async () => {
  const store = await EventStore.open(home);
  await store.add([use(1), use(2, { action: 's3:PutObject' }), use(3, { outcome: 'denied' })]);
  const touched = await folds.touches(store);
  expect(touched.map((row) => [row['resource'], row['n'], row['actions']])).toEqual([
    ['arn:aws:s3:::odd', 2, ['s3:GetObject', 's3:PutObject']],
    ['arn:aws:s3:::odd/*', 2, ['s3:GetObject', 's3:PutObject']],
  ]);
  await store.close();
});

test('two processes may add at the same time', async () => {
  const [one, other] = [await EventStore.open(home), await EventStore.open(home)];
  await one.add([use(1)]);
  await other.add([use(2)]);
  await Promise.all([one.close(), other.close()]);
  const reader = await EventStore.open(home);
  expect(await reader.query('SELECT count(*)::INTEGER AS n FROM events')).toEqual([{ n: 2 }]);
  await reader.close();
});

test('an empty store answers', async () => {
  const store = await EventStore.open(home);
  expect(await folds.sessions(store)).toEqual([]);
  await store.close();
});

test.for([
  ['Cursor/0.50 aws-sdk-js/3', 'cursor'],
  ['claude-code/2.1', 'claude-code'],
  ['mcp-server-aws/0.4 Boto3/1.34', 'mcp'],
  ['Boto3/1.34 md/Botocore', undefined],
  ['precursor-tool/1', undefined],
] as const)('the user agent %s tells of %s', ([agent, client]) => {
  expect(aiClientOf(agent)).toBe(client);
});

test.for([
  ['198.51.100.7', '198.51.100.0/24'],
  ['2001:db8:7:1::9', '2001:db8:7::/48'],
  ['Bedrock.amazonaws.com', 'bedrock.amazonaws.com'],
  ['', undefined],
] as const)('the address %s is of the network %s', ([ip, network]) => {
  expect(networkOf(ip)).toBe(network);
});
