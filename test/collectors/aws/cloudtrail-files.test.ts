import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { folderWith, importFolder } from './regional-support.ts';

const ACCOUNT = '918273645546';
const record = (id: string, more: Record<string, unknown> = {}) => ({
  eventID: id,
  eventTime: '2026-11-19T23:59:59Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'ListBuckets',
  awsRegion: 'eu-north-1',
  recipientAccountId: ACCOUNT,
  userIdentity: { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root` },
  ...more,
});
const log = (...records: readonly unknown[]) => JSON.stringify({ Records: records });

test('a packed log file, and the same records as an array and as lines', async () => {
  const { steps, formats } = await importFolder(
    folderWith({
      'trail.json.gz': gzipSync(log(record('kelp-1'))),
      'array.json': JSON.stringify([record('kelp-2'), record('kelp-3')], null, 2),
      'lines.jsonl': `${JSON.stringify(record('kelp-4'))}\n{"eventID": \n${JSON.stringify(record('kelp-5'))}\n`,
    }),
  );
  expect(formats).toEqual(['aws-cloudtrail', 'aws-cloudtrail', 'aws-cloudtrail']);
  const step = steps[`aws:${ACCOUNT}/cloudtrail`];
  expect(step?.records.map((one) => (one.record === 'event' ? one.id : '')).sort()).toEqual(
    [1, 2, 3, 4, 5].map((one) => `kelp-${one}`),
  );
  expect(step?.status).toBe('partial');
  expect(step?.problems).toEqual([expect.stringContaining('lines.jsonl line 2')]);
});

test('records of several accounts go each to its own; one that tells none goes by its folder, else it is reported', async () => {
  const { recipientAccountId: _, ...homeless } = record('kelp-2');
  const { steps } = await importFolder(
    folderWith({
      'mixed.json': log(record('kelp-1', { recipientAccountId: '555566667777' }), homeless, record('kelp-3')),
      [`AWSLogs/${ACCOUNT}/CloudTrail/eu-north-1/2026/11/19/x.json`]: log({ ...homeless, eventID: 'kelp-4' }),
    }),
  );
  expect(steps[`aws:555566667777/cloudtrail`]?.fetched).toBe(1);
  expect(steps[`aws:${ACCOUNT}/cloudtrail`]?.fetched).toBe(2);
});

test('a record without id, time or operation is reported with its place', async () => {
  const { steps } = await importFolder(
    folderWith({
      'bad.json': log(record('kelp-1'), { ...record('x'), eventID: 7 }, { ...record('y'), eventTime: 'CANARY' }),
    }),
  );
  const step = steps[`aws:${ACCOUNT}/cloudtrail`];
  expect(step?.problems).toHaveLength(2);
  expect(step?.problems[0]).toContain('bad.json Records[1]: the field eventID');
  expect(step?.problems[1]).toContain('bad.json Records[2]: the field eventTime');
  expect(step?.problems.join()).not.toContain('CANARY');
});

test('notifications of S3, which look alike, are not taken for records', async () => {
  const notification = {
    Records: [{ eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', userIdentity: {} }],
  };
  const { unread } = await importFolder(folderWith({ 'notification.json': JSON.stringify(notification) }));
  expect(unread).toEqual(['notification.json']);
});
