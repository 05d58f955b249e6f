import { expect, test } from 'vitest';
import { asJson, fixtureOf, golden, importFolder } from './regional-support.ts';

test('the fixture gives exactly the golden records', async () => {
  const { steps, unread } = await importFolder(fixtureOf('secrets'));
  const wanted = golden('secrets', steps);
  expect(asJson(steps)).toEqual(wanted);
  expect(unread.filter((path) => path !== 'golden.json')).toEqual([]);
});

test('no secret, prompt or body of the fixture is in the records', async () => {
  expect(JSON.stringify((await importFolder(fixtureOf('secrets'))).steps)).not.toMatch(/canary/i);
});
