import { parse as parseCsv } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvText } from '../../src/lib/csv.ts';
import { createLogger } from '../../src/lib/log.ts';
import { reportOf } from '../../src/report/changes.ts';
import { reportCsv } from '../../src/report/index.ts';
import { reportPage } from '../../src/report/page.ts';
import { csvOf } from '../../src/web/lib/csv.ts';
import { answersOf, item } from '../report/items.ts';
import { FORMULA, HOSTILE } from './hostile.ts';

describe('spreadsheets', () => {
  test.for(HOSTILE)('%j stays one cell, and no formula', (name) => {
    const [row = []] = parseCsv(csvText({ columns: ['a', 'b'], rows: [{ a: name, b: 'next' }] }), {
      from: 2,
      relax_column_count: false,
    }) as string[][];
    expect(row).toHaveLength(2);
    expect(row[1]).toBe('next');
    expect(row[0]).not.toMatch(FORMULA);
    expect([name, `'${name}`]).toContain(row[0]);
  });

  test.for(HOSTILE)('%j in what the page saves as well', (name) => {
    const [row = []] = parseCsv(csvOf(['a', 'b'], [[name, 'next']]), {
      from: 2,
      relax_column_count: false,
    }) as string[][];
    expect(row[0]).not.toMatch(FORMULA);
    expect([row.length, row[1]]).toEqual([2, 'next']);
  });

  test('whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { minLength: 2, maxLength: 5 }), (cells) => {
        const columns = cells.map((_, i) => `c${i}`);
        const text = csvText({ columns, rows: [Object.fromEntries(cells.map((cell, i) => [`c${i}`, `=${cell}`]))] });
        const [row = []] = parseCsv(text, { from: 2, skip_empty_lines: false }) as string[][];
        expect(row.map((cell) => cell.startsWith("'=") || !Number.isNaN(Number(cell)))).toEqual(cells.map(() => true));
      }),
      { numRuns: 60 },
    );
  });
});

describe('reports', () => {
  const items = HOSTILE.map((name, i) =>
    item({
      agent: `agent:${i}:${name}`,
      ...{ agentName: name, ownerName: name, routeName: name, route: name, kind: name },
      ...{ known: [name], evidence: [name], mostSensitive: [name] },
    }),
  );
  const name = { id: 'orphan-owners', title: HOSTILE.join(' ') };
  const made = reportOf(name, answersOf(items), undefined, '2026-11-21T06:00:00.000Z');

  test('the page runs nothing, loads nothing, and closes no tag early', () => {
    const page = reportPage(made);
    expect(page).not.toMatch(/<(script|img|svg|iframe|object|embed|link|form|base)/i);
    expect(page.match(/<meta\b/g)).toHaveLength(4);
    expect(page.replaceAll(/&(?:amp|lt|gt|quot|#39|#96);/g, '')).not.toMatch(/<[a-z]+[^>]*\son\w+=/i);
    expect(page.match(/<\/table>/g)?.length).toBe(page.match(/<table/g)?.length);
    expect(page.match(/<\/html>/g)).toHaveLength(1);
  });

  test('the spreadsheet holds no formula', () => {
    const rows = parseCsv(reportCsv(made), { relax_column_count: true }) as string[][];
    expect(rows.length).toBeGreaterThan(HOSTILE.length);
    expect(rows.flat().filter((cell) => FORMULA.test(cell) && Number.isNaN(Number(cell)))).toEqual([]);
  });
});

describe('the log', () => {
  test.for(HOSTILE)('%j makes no second line and no control of a terminal', (name) => {
    let out = '';
    const write = (line: string): void => {
      out += line;
    };
    const log = createLogger({ level: 'info', stream: { write } });
    log.warn({ name, err: new Error(name) }, name);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(() => JSON.parse(out)).not.toThrow();
    expect(out).not.toContain('\u001b');
  });
});
