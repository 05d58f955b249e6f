import { expect, test } from 'vitest';
import { asJson, fixtureOf, golden, importFolder } from './regional-support.ts';

test('the fixture gives exactly the golden records', async () => {
  const { steps, unread } = await importFolder(fixtureOf('storage'));
  const wanted = golden('storage', steps);
  expect(asJson(steps)).toEqual(wanted);
  expect(unread.filter((path) => path !== 'golden.json')).toEqual([]);
});

test('no secret, prompt or body of the fixture is in the records', async () => {
  expect(JSON.stringify((await importFolder(fixtureOf('storage'))).steps)).not.toMatch(/canary/i);
});
