import { expect, test } from 'vitest';
import { asJson, fixtureOf, golden, importFolder } from './regional-support.ts';

test('the fixture gives exactly the golden records', async () => {
  const { steps, unread } = await importFolder(fixtureOf('iam'));
  const wanted = golden('iam', steps);
  expect(asJson(steps)).toEqual(wanted);
  expect(unread.filter((path) => path !== 'golden.json')).toEqual([]);
});

test('no canary of the fixture is in the records', async () => {
  expect(JSON.stringify((await importFolder(fixtureOf('iam'))).steps)).not.toMatch(/canary/i);
});
