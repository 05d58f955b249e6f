import { expect, it } from 'vitest';
import { step } from '../../src/collect/index.ts';
import { node } from '../../src/schema/index.ts';
import { fetch, shape } from './refused.ts';

/** What must not compile stands in refused.ts, which `npm run types` checks. */
it('what is declared compiles', () => {
  const fine = step({ ...shape, emits: ['Endpoint'], fetch, map: ({ id }) => [node('Endpoint', id, { host: id })] });
  const context = { scope: 's', at: '2026-01-01T00:00:00.000Z', fingerprint: () => 'fp:' };
  expect(fine.map({ id: 'h' }, context)).toHaveLength(1);
});
