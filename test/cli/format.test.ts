import { describe, expect, it } from 'vitest';
import { formatTable } from '../../src/cli/format.ts';

describe('CSV', () => {
  it.each([
    ['=cmd|calc', "'=cmd|calc"],
    ['+1+1', "'+1+1"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['\n=1', '"\'\n=1"'],
    ['＝1+1', "'＝1+1"],
    ['-5', '-5'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
  ])('%j is written %j', (given, written) => {
    expect(formatTable({ columns: ['c'], rows: [{ c: given }] }, 'csv')).toBe(`c\r\n${written}`);
  });

  it('what is unknown is empty, lists have spaces between, and a column name is no formula either', () => {
    const rows = [{ '=a': null, b: ['x', 'y'], c: { d: 1 } }];
    expect(formatTable({ columns: ['=a', 'b', 'c', 'e'], rows }, 'csv')).toBe(`'=a,b,c,e\r\n,x y,"{""d"":1}",`);
  });
});

describe('table', () => {
  it('is cut to the width of the terminal, the widest column first', () => {
    const rows = [{ a: 'short', b: 'x'.repeat(80) }];
    const lines = formatTable({ columns: ['a', 'b'], rows }, 'table', 40).split('\n');
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
    expect(lines[2]).toMatch(/^short {2}x+…$/);
  });

  it('keeps one row one line, whatever a name holds', () => {
    expect(formatTable({ columns: ['a'], rows: [{ a: 'one\ntwo\r\n\tthree' }] }, 'table').split('\n')).toHaveLength(3);
  });
});
