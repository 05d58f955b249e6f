import { expect, it } from 'vitest';
import { conformance } from '../../../scripts/conformance-mcp.ts';

it('passes every active server scenario of the conformance suite, behind our transport, limits and login', async () => {
  const { withFixtures, alone } = await conformance();
  const wrong = [...withFixtures, ...alone].filter(({ passed, failed }) => failed > 0 || passed === 0);
  expect(wrong).toEqual([]);
  expect(withFixtures.length).toBeGreaterThanOrEqual(31);
  expect(alone.length).toBe(6);
}, 180_000);
