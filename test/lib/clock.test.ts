import { expect, it } from 'vitest';
import { FixedClock, toInstant } from '../../src/lib/clock.ts';

it.each([
  ['2026-11-20T09:30:00Z', '2026-11-20T09:30:00.000Z'],
  ['2026-11-20T11:30:00+02:00', '2026-11-20T09:30:00.000Z'],
  ['2026-11-20T09:30:00.1234567Z', '2026-11-20T09:30:00.123Z'],
  ['2026-11-20', '2026-11-20T00:00:00.000Z'],
  ['2026-11-20T09:30:00', '2026-11-20T09:30:00.000Z'],
  ['2026-11-20 09:30', '2026-11-20T09:30:00.000Z'],
  [1_795_167_000, '2026-11-20T09:30:00.000Z'],
  [1_795_167_000_123, '2026-11-20T09:30:00.123Z'],
  [new Date('2026-11-20T09:30:00Z'), '2026-11-20T09:30:00.000Z'],
  [0, '1970-01-01T00:00:00.000Z'],
  ['', undefined],
  [null, undefined],
  [undefined, undefined],
  ['soon', undefined],
  [Number.NaN, undefined],
  [8.64e18, undefined],
  [{}, undefined],
  [new Date('x'), undefined],
])('%s is %s', (value, expected) => {
  expect(toInstant(value)).toBe(expected);
});

it('a fixed clock moves when it is moved', () => {
  const clock = new FixedClock('2026-11-20T09:30:00Z');
  const before = clock.now();
  clock.advance(1_500);
  expect(clock.now() - before).toBe(1_500);
});
