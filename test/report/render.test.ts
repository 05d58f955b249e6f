import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { reportOf, stateOf } from '../../src/report/changes.ts';
import { reportCsv } from '../../src/report/csv.ts';
import { reportPage } from '../../src/report/page.ts';
import { slackMessage } from '../../src/report/slack.ts';
import { answersOf, GONE, HERON, HOSTILE, STRAY } from './items.ts';

const NAME = { id: 'orphan-owners', title: 'Agents without an accountable person' };
const first = reportOf(NAME, answersOf([HERON, GONE]), undefined, '2026-11-20T06:00:00.000Z');
const second = reportOf(NAME, answersOf([HERON, STRAY]), stateOf(first), '2026-11-21T06:00:00.000Z');

describe('changes', () => {
  it('everything is new in the first report', () => {
    expect(first.previousAt).toBeUndefined();
    expect(first.items.map((one) => one.change)).toEqual(['new', 'new']);
    expect(first.summary).toEqual({ total: 2, new: 2, still: 0, resolved: 0, ownerDeparted: 1, ownerUnknown: 1 });
  });

  it('then new ones come first, the rest keep their first time, and what went is resolved', () => {
    expect(second.previousAt).toBe('2026-11-20T06:00:00.000Z');
    expect(second.items.map((one) => [one.agentName, one.change, one.firstReportedAt.slice(0, 10)])).toEqual([
      [HOSTILE, 'new', '2026-11-21'],
      ['heron', 'still', '2026-11-20'],
    ]);
    expect(second.resolved.map((one) => one.agentName)).toEqual(['plover']);
    expect(second.summary).toEqual({ total: 2, new: 1, still: 1, resolved: 1, ownerDeparted: 1, ownerUnknown: 1 });
  });

  it('what returns after it was resolved is new again', () => {
    const third = reportOf(NAME, answersOf([GONE]), stateOf(second), '2026-11-22T06:00:00.000Z');
    expect(third.items.map((one) => one.change)).toEqual(['new']);
    expect(third.resolved).toHaveLength(2);
  });

  it('the same agent with another departed owner is a new problem', () => {
    const other = { ...HERON, owner: 'human:9', key: `owner departed|${HERON.agent}|human:9` };
    const third = reportOf(NAME, answersOf([other]), stateOf(first), '2026-11-22T06:00:00.000Z');
    expect(third.summary).toMatchObject({ new: 1, resolved: 2 });
  });
});

describe('golden files', () => {
  it('HTML', () => expect(reportPage(second)).toMatchFileSnapshot('golden/orphan-owners.html'));
  it('CSV', () => expect(reportCsv(second)).toMatchFileSnapshot('golden/orphan-owners.csv'));
  it('JSON', () => expect(`${JSON.stringify(second, null, 2)}\n`).toMatchFileSnapshot('golden/orphan-owners.json'));
  it('Slack', () => expect(slackMessage(second).text).toMatchFileSnapshot('golden/slack.txt'));
});

describe('the page', () => {
  const page = reportPage(second);

  it('shows names as text: no script, no attribute, no turned line', () => {
    expect(page).not.toMatch(/<script|<!channel|<img|\son\w+=/i);
    expect(page).not.toContain('\u202e');
    expect(page).toContain('=HYPERLINK(&quot;https://evil.example&quot;,&quot;&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('needs nothing else, and works on dark screens and paper', () => {
    expect(page).not.toMatch(/<(link|img|iframe|script|object)\b|url\(|@import|\b(src|href)=/i);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('color-scheme: light dark');
    expect(page).toContain('@media print');
  });

  it.each(['title', 'agent', 'ownerName', 'route', 'kind', 'departedAt', 'lastUsedAt'])('escapes %s', (field) => {
    const bad = '"><script>x</script>';
    const made = reportOf(
      { ...NAME, title: bad },
      answersOf([{ ...HERON, [field]: bad }]),
      undefined,
      '2026-11-21T06:00:00.000Z',
    );
    expect(reportPage(made)).not.toContain('<script>x');
  });

  it('escapes what was remembered and coverage too', () => {
    const bad = '<script>x</script>';
    const state = stateOf(reportOf(NAME, answersOf([{ ...GONE, agentName: bad, ownerName: bad }]), undefined, bad));
    const answers = { items: [], coverage: { ...answersOf([]).coverage, line: bad } };
    expect(reportPage(reportOf(NAME, answers, state, '2026-11-21T06:00:00.000Z'))).not.toContain('<script>');
  });

  it('says so when there is nothing', () => {
    expect(reportPage(reportOf(NAME, answersOf([]), undefined, '2026-11-21T06:00:00.000Z'))).toContain(
      'Every agent has an active accountable person',
    );
  });
});

describe('CSV', () => {
  it('no cell is a formula, and a reader gets the rows back', () => {
    const rows = parse(reportCsv(second), { columns: true }) as Record<string, string>[];
    expect(rows.map((row) => row['change'])).toEqual(['new', 'still', 'resolved']);
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+@-]/);
    expect(rows[0]?.['agentName']).toBe(`'${HOSTILE}`);
    expect(rows[0]?.['known']).toBe('owner-tag: team=none | @tags');
  });
});

describe('Slack', () => {
  it('names can mention nobody and forge no link', () => {
    const { text } = slackMessage(second);
    expect(text).not.toMatch(/[<>]/);
    expect(text).toContain('1 new, 1 still open, 1 resolved');
    expect(text.split('\n')).toHaveLength(3);
  });

  it('shows the first ten new ones and counts the rest', () => {
    const many = Array.from({ length: 14 }, (_, i) => ({ ...GONE, key: `k${i}` }));
    const { text } = slackMessage(reportOf(NAME, answersOf(many), undefined, '2026-11-21T06:00:00.000Z'));
    expect(text.match(/^•/gm)).toHaveLength(10);
    expect(text).toContain('… and 4 more new ones');
  });
});
