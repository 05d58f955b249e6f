import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvOf } from '../../src/web/lib/csv.ts';
import { agoOf, counted, shortened, timeOf } from '../../src/web/lib/words.ts';

test.each([
  ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ['+1+cmd|calc', "'+1+cmd|calc"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-2+3', "'-2+3"],
  ['\t=1', "'\t=1"],
  ['-42', '-42'],
  ['plain, with comma', '"plain, with comma"'],
])('the cell %j is written as %j', (cell, written) => {
  expect(csvOf(['title'], [[cell]])).toBe(`title\r\n${written}\r\n`);
});

test('what is written is read again by others, apostrophes apart', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.string(), { minLength: 3, maxLength: 3 }), { minLength: 1 }), (rows) => {
      const read = parse(csvOf(['a', 'b', 'c'], rows), {
        relax_column_count: false,
        skip_empty_lines: false,
      }) as string[][];
      const tame = (table: readonly (readonly string[])[]): string[][] =>
        table.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r])/, '')));
      expect(tame(read.slice(1))).toEqual(tame(rows));
    }),
  );
});

test('times and numbers are told in words', () => {
  const now = Date.parse('2026-11-21T13:08:00.000Z');
  expect(agoOf('2026-11-18T13:00:00.000Z', now)).toBe('3 days ago');
  expect(agoOf('2026-11-21T15:08:00.000Z', now)).toBe('in 2 hours');
  expect(timeOf('2026-11-21T13:08:00.000Z')).toBe('2026-11-21 13:08 UTC');
  expect(counted(1, 'person', 'people')).toBe('1 person');
  expect(counted(12_431, 'person', 'people')).toBe('12,431 people');
  expect(shortened('arn:aws:s3:::brightwater-customer-data', 15)).toBe('arn:aws…er-data');
});
