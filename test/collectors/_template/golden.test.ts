import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import collector from '../../../src/collectors/_template/collector.ts';
import { asJson, goldenSteps, importFixture } from '../../support/golden.ts';
import { testRunContext } from '../../support/memory-sink.ts';

const FIXTURE = fileURLToPath(new URL('../../../src/collectors/_template/fixture', import.meta.url));

test('the fixture gives exactly the golden records and problems', async () => {
  const { steps, unread } = await importFixture(FIXTURE, [collector]);
  expect(asJson(steps)).toEqual(goldenSteps(FIXTURE, steps));
  expect(unread).toEqual(['golden.json']);
});

test('secrets are fingerprints', async () => {
  const text = JSON.stringify((await importFixture(FIXTURE, [collector])).steps);
  expect(text).not.toMatch(/canary/i);
  expect(text).toContain(testRunContext().fingerprint('secret', 'canary-secret-3Zt'));
});
