import { expect, test } from 'vitest';
import { runStep } from '../../../src/collect/index.ts';
import type { AwsClient } from '../../../src/collectors/aws/client.ts';
import { steps } from '../../../src/collectors/aws/cloudtrail/index.ts';
import { FixedClock } from '../../../src/lib/clock.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';
import { type Answer, type Input, startDouble } from './regional-double.ts';

const ACCOUNT = '918273645546';
const NOW = '2026-11-20T09:30:00.000Z';
const CLAIM = `aws:${ACCOUNT}/cloudtrail`;

const [step] = steps;

async function run(client: AwsClient, cursor?: string) {
  if (step === undefined) throw new Error('no step');
  const sink = new MemorySink(cursor === undefined ? new Map() : new Map([[CLAIM, cursor]]));
  const report = await runStep(
    'aws',
    step,
    { scope: ACCOUNT, client },
    sink,
    testRunContext({ clock: new FixedClock(NOW) }),
  );
  return { outcome: report.outcome, step: sink.steps.get(CLAIM) };
}

function trailEvent(id: string, region = 'eu-north-1'): Record<string, unknown> {
  const record = {
    eventID: id,
    eventTime: '2026-11-20T09:00:00Z',
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateAccessKey',
    awsRegion: region,
    recipientAccountId: ACCOUNT,
    userIdentity: { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root` },
    requestParameters: { note: 'CANARY-body' },
  };
  return { EventId: id, EventName: 'CreateAccessKey', EventTime: 1795165200, CloudTrailEvent: JSON.stringify(record) };
}

const events = (...ids: string[]): Answer => ({ body: { Events: ids.map((id) => trailEvent(id)) } });
/** Until half an hour ago, so that one window is asked for in each region. */
const RECENT = JSON.stringify({ 'us-east-1': '2026-11-20T09:00:00.000Z', 'eu-north-1': '2026-11-20T09:00:00.000Z' });
const US_FIRST = ['us-east-1'];

test('every page is read, at most two a second, and the next run starts fifteen minutes earlier', async () => {
  const pages: Record<string, Answer> = {
    first: { body: { Events: [trailEvent('kelp-1'), trailEvent('kelp-2')], NextToken: 'b' } },
    b: { body: { Events: [trailEvent('kelp-3')], NextToken: 'c' } },
    c: events('kelp-4'),
  };
  const { client, calls } = await startDouble({
    service: 'cloudtrail',
    account: ACCOUNT,
    regions: US_FIRST,
    answers: { LookupEvents: (input) => pages[String(input['NextToken'] ?? 'first')] ?? events() },
  });
  const before = performance.now();
  const { outcome, step: written } = await run(client, RECENT);
  expect(performance.now() - before).toBeGreaterThan(990);
  expect(outcome).toMatchObject({ status: 'complete', fetched: 4 });
  expect(written?.records.map((record) => (record.record === 'event' ? record.id : ''))).toEqual([
    'kelp-1',
    'kelp-2',
    'kelp-3',
    'kelp-4',
  ]);
  expect(calls[0]?.input['StartTime']).toBe(Date.parse('2026-11-20T08:45:00Z') / 1000);
  expect(calls[0]?.input['EndTime']).toBe(Date.parse(NOW) / 1000);
  expect(JSON.parse(written?.cursor ?? '')).toMatchObject({ 'us-east-1': NOW });
  expect(JSON.stringify(written)).not.toContain('CANARY');
});

test('the first run goes back seven days, a day at a time, and reads the region of the global services as well', async () => {
  const { client, calls } = await startDouble({
    service: 'cloudtrail',
    account: ACCOUNT,
    regions: ['eu-north-1'],
    answers: { LookupEvents: () => events() },
  });
  const { step: written, outcome } = await run(client, JSON.stringify({ 'eu-north-1': '2026-11-20T09:00:00.000Z' }));
  expect(outcome.status).toBe('complete');
  expect(calls.map((call) => call.input['StartTime'])).toEqual(
    ['20T08:45', '13T09:30', '14T09:30', '15T09:30', '16T09:30', '17T09:30', '18T09:30', '19T09:30'].map(
      (start) => Date.parse(`2026-11-${start}:00Z`) / 1000,
    ),
  );
  expect(Object.keys(JSON.parse(written?.cursor ?? '{}') as object).sort()).toEqual(['eu-north-1', 'us-east-1']);
}, 20_000);

test('a region that refuses costs its events only, and its cursor stays', async () => {
  const asked: Input[] = [];
  const { client } = await startDouble({
    service: 'cloudtrail',
    account: ACCOUNT,
    regions: ['eu-north-1', 'us-east-1'],
    answers: {
      LookupEvents: (input) => {
        asked.push(input);
        return asked.length === 1 ? { status: 400, error: 'AccessDeniedException' } : events('reef-1');
      },
    },
  });
  const { outcome, step: written } = await run(client, RECENT);
  expect(outcome.status).toBe('partial');
  expect(outcome.problems.map((problem) => [problem.kind, problem.what, problem.place])).toEqual([
    ['denied', 'cloudtrail:LookupEvents', 'eu-north-1 2026-11-20'],
  ]);
  expect(written?.records).toHaveLength(1);
  expect(JSON.parse(written?.cursor ?? '')).toEqual({ 'eu-north-1': '2026-11-20T09:00:00.000Z', 'us-east-1': NOW });
});

test('throttling is waited out, a token that comes twice and an answer without its list are reported', async () => {
  const answers: Answer[] = [
    { status: 400, error: 'ThrottlingException', headers: { 'retry-after': '0' } },
    { body: { Events: [trailEvent('brine-1')], NextToken: 'again' } },
    { body: { Events: [trailEvent('brine-2')], NextToken: 'again' } },
  ];
  const { client } = await startDouble({
    service: 'cloudtrail',
    account: ACCOUNT,
    regions: US_FIRST,
    answers: { LookupEvents: () => answers.shift() ?? { text: '{"Events": "none"}' } },
  });
  const first = await run(client, RECENT);
  expect(first.outcome).toMatchObject({ status: 'partial', fetched: 2 });
  expect(first.outcome.problems[0]?.message).toContain('repeats');
  expect(first.step?.cursor).toBe(RECENT);
  const second = await run(client, RECENT);
  expect(second.outcome.status).not.toBe('complete');
});

test('an event that cannot be read costs that event', async () => {
  const { client } = await startDouble({
    service: 'cloudtrail',
    account: ACCOUNT,
    regions: US_FIRST,
    answers: {
      LookupEvents: () => ({
        body: { Events: [{ EventId: 'torn', CloudTrailEvent: '{"eventID": "CANARY' }, trailEvent('whole')] },
      }),
    },
  });
  const { outcome, step: written } = await run(client, RECENT);
  expect(outcome).toMatchObject({ status: 'partial', fetched: 1 });
  expect(outcome.problems).toEqual([
    {
      kind: 'malformed',
      what: 'cloudtrail:LookupEvents',
      place: 'torn',
      message: 'its CloudTrailEvent is not a record',
    },
  ]);
  expect(JSON.parse(written?.cursor ?? '')).toMatchObject({ 'us-east-1': NOW });
});
