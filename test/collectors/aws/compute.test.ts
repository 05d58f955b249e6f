import { expect, test } from 'vitest';
import { testRunContext } from '../../support/memory-sink.ts';
import { asJson, fixtureOf, golden, importFolder } from './regional-support.ts';

test('the fixture gives exactly the golden records', async () => {
  const { steps, unread } = await importFolder(fixtureOf('compute'));
  const wanted = golden('compute', steps);
  expect(asJson(steps)).toEqual(wanted);
  expect(unread.filter((path) => path !== 'golden.json')).toEqual([]);
});

test('no secret, prompt or body of the fixture is in the records', async () => {
  expect(JSON.stringify((await importFolder(fixtureOf('compute'))).steps)).not.toMatch(/canary/i);
});

test('each literal secret was read: its fingerprint is there, by the shape of the value or as a plain secret', async () => {
  const { fingerprint } = testRunContext();
  const text = JSON.stringify((await importFolder(fixtureOf('compute'))).steps);
  expect(text).toContain(fingerprint('openai-key', 'sk-proj-CANARYcanary0123456789abcdefXYZ'));
  expect(text).toContain(fingerprint('url-password', 'CANARYurlpassw0rd'));
  expect(text).toContain(fingerprint('secret', 'CANARY-hunter-22-lambda'));
  expect(text).toContain(fingerprint('github-token', 'ghp_CANARYecsCANARYecsCANARYecsCANARYecs42'));
});
