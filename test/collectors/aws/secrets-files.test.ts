import { expect, test } from 'vitest';
import { folderWith, importFolder, nodesOf } from './regional-support.ts';

const ACCOUNT = '918273645546';
const entry = (name: string, region = 'eu-north-1', account = ACCOUNT) => ({
  ARN: `arn:aws:secretsmanager:${region}:${account}:secret:${name}-q7ZpLm`,
  Name: name,
  ResourcePolicy: null,
});
const list = (...entries: readonly unknown[]) => JSON.stringify({ SecretList: entries }, null, 1);
const kelp = (step: unknown) =>
  Object.values(nodesOf(step as never, 'Resource')).map((one) => (one as { name: string }).name);

test('account and region come from the ARNs; each region is a scope of its own, so that one file retires nothing of another', async () => {
  const { steps, unread } = await importFolder(
    folderWith({ 'a.json': list(entry('kelp')), 'b.json': list(entry('dulse', 'us-east-2')) }),
  );
  expect(unread).toEqual([]);
  expect(Object.entries(steps).map(([claim, step]) => [claim, step.status, kelp(step)])).toEqual([
    [`aws:${ACCOUNT}/eu-north-1/secrets`, 'complete', ['kelp']],
    [`aws:${ACCOUNT}/us-east-2/secrets`, 'complete', ['dulse']],
  ]);
});

test('an empty list is placed by its folders, and is complete; without them it is refused', async () => {
  const placed = await importFolder(folderWith({ [`${ACCOUNT}/eu-north-1/secrets.json`]: list() }));
  expect(placed.steps).toMatchObject({ [`aws:${ACCOUNT}/eu-north-1/secrets`]: { status: 'complete', fetched: 0 } });
  const lost = await importFolder(folderWith({ 'secrets.json': list() }));
  expect(lost.steps).toEqual({});
});

test('entries that are no objects, have no ARN or belong elsewhere are reported with their place, the rest is read', async () => {
  const mixed = list(
    entry('kelp'),
    'CANARY',
    { Name: 'no-arn' },
    entry('theirs', 'eu-north-1', '555566667777'),
    entry('dulse'),
  );
  const { steps } = await importFolder(folderWith({ [`${ACCOUNT}/eu-north-1/mixed.json`]: mixed }));
  const step = steps[`aws:${ACCOUNT}/eu-north-1/secrets`];
  expect(step?.status).toBe('partial');
  expect(kelp(step)).toEqual(['kelp', 'dulse']);
  expect(step?.problems).toHaveLength(3);
  expect(step?.problems.join('\n')).toMatch(
    /mixed\.json SecretList\[1\].*\n.*SecretList\[2\].*ARN.*\n.*SecretList\[3\].*belongs to 555566667777/,
  );
  expect(step?.problems.join('\n')).not.toContain('CANARY');
});

test('one page of a longer list is not the whole list', async () => {
  const page = JSON.stringify({ SecretList: [entry('kelp')], NextToken: 'more' });
  const { steps } = await importFolder(folderWith({ 'page.json': page }));
  const step = steps[`aws:${ACCOUNT}/eu-north-1/secrets`];
  expect(step?.status).toBe('partial');
  expect(step?.problems.join()).toContain('goes on after this page');
});

test('a file that breaks off gives what stood before the break', async () => {
  const whole = list(entry('kelp'), entry('dulse'), entry('carrageen'));
  const { steps } = await importFolder(folderWith({ 'cut.json': whole.slice(0, whole.indexOf('carrageen')) }));
  const step = steps[`aws:${ACCOUNT}/eu-north-1/secrets`];
  expect(step?.status).toBe('partial');
  expect(kelp(step)).toEqual(['kelp', 'dulse']);
});

test('a file in UTF-16 is read', async () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(list(entry('kelp')), 'utf16le')]);
  const { steps } = await importFolder(folderWith({ 'wide.json': utf16 }));
  expect(steps[`aws:${ACCOUNT}/eu-north-1/secrets`]?.status).toBe('complete');
});

test('a list without the details that its step is about is not complete', async () => {
  const bare = JSON.stringify({
    agentSummaries: [{ agentId: 'KELP000001', agentName: 'kelp', agentStatus: 'PREPARED' }],
  });
  const { steps } = await importFolder(folderWith({ [`${ACCOUNT}/eu-north-1/agents.json`]: bare }));
  const step = steps[`aws:${ACCOUNT}/eu-north-1/bedrock-agents`];
  expect(step).toMatchObject({ status: 'partial', fetched: 1 });
  expect(step?.problems.join()).toContain('its details (agent) are not in the file');
  expect(Object.keys(nodesOf(step, 'Agent'))).toEqual([`arn:aws:bedrock:eu-north-1:${ACCOUNT}:agent/KELP000001`]);
});
