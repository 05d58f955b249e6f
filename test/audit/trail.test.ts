import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AuditEntry, AuditTrail, auditParameters, auditText, verifyTrail } from '../../src/audit/index.ts';
import { FixedClock } from '../../src/lib/clock.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'keyline-audit-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const clock = new FixedClock('2026-11-21T03:17:00.000Z');
const open = (maxBytes?: number, stream = 'service'): AuditTrail =>
  AuditTrail.open({ home, clock, stream, ...(maxBytes === undefined ? {} : { maxBytes }) });

const asked = (n: number): AuditEntry => ({
  who: `key:${n}`,
  what: 'answer',
  surface: 'graphql',
  question: `agents ${n}`,
  rows: n,
  outcome: 'ok',
});

/** A trail of 30 records over several files; returns its folder. */
function written(): string {
  const trail = open(1_500);
  for (let n = 1; n <= 30; n += 1) trail.append(asked(n));
  trail.close();
  return join(home, 'audit', 'service');
}

function lines(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n').slice(0, -1);
}

const save = (file: string, all: readonly string[]): void => writeFileSync(file, all.map((one) => `${one}\n`).join(''));

describe('the chain', () => {
  test('holds over files, restarts and several writers', async () => {
    const folder = written();
    expect(readdirSync(folder).filter((name) => name.endsWith('.ndjson')).length).toBeGreaterThan(2);
    const [one, two] = [open(), open()];
    one.append(asked(31));
    two.append(asked(1));
    await two.appendDurably({ ...asked(2), what: 'change' });
    one.close();
    two.close();
    const report = await verifyTrail(home);
    expect(report.problems).toEqual([]);
    expect(report.streams.map(({ stream, records }) => [stream, records])).toEqual([
      ['service', 31],
      ['service-2', 2],
    ]);
  });

  test('an empty data directory has an empty trail', async () => {
    expect(await verifyTrail(home)).toEqual({ streams: [], problems: [] });
  });

  const second = '000002.ndjson';
  type Tamper = readonly [what: string, tamper: (folder: string) => void, place: string, says: RegExp];
  const tampers: readonly Tamper[] = [
    [
      'a changed value',
      (folder) => {
        const file = join(folder, second);
        writeFileSync(file, readFileSync(file, 'utf8').replace('"outcome":"ok"', '"outcome":"no"'));
      },
      `service/${second}:1`,
      /changed/,
    ],
    [
      'a removed line',
      (folder) => save(join(folder, second), lines(join(folder, second)).toSpliced(1, 1)),
      `service/${second}:2`,
      /missing or moved/,
    ],
    [
      'two lines that changed places',
      (folder) => {
        const [a = '', b = '', ...rest] = lines(join(folder, second));
        save(join(folder, second), [b, a, ...rest]);
      },
      `service/${second}:1`,
      /missing or moved/,
    ],
    [
      'a line that stands twice',
      (folder) => {
        const all = lines(join(folder, second));
        save(join(folder, second), all.toSpliced(1, 0, all[0] ?? ''));
      },
      `service/${second}:2`,
      /missing or moved/,
    ],
    [
      'a line put in',
      (folder) => save(join(folder, second), lines(join(folder, second)).toSpliced(1, 0, '{"seq":7,"seal":"00"}')),
      `service/${second}:2`,
      /not a record/,
    ],
    [
      'a shortened end',
      (folder) => {
        const last =
          readdirSync(folder)
            .filter((name) => name.endsWith('.ndjson'))
            .sort()
            .at(-1) ?? '';
        save(join(folder, last), lines(join(folder, last)).slice(0, -1));
      },
      'service/',
      /the end is missing: record 29 is the last, 30/,
    ],
    [
      'half a line at the end that was whole',
      (folder) => {
        const last =
          readdirSync(folder)
            .filter((name) => name.endsWith('.ndjson'))
            .sort()
            .at(-1) ?? '';
        const text = readFileSync(join(folder, last), 'utf8');
        writeFileSync(join(folder, last), text.slice(0, -9));
      },
      'service/',
      /the end is missing/,
    ],
    [
      'a file in the middle removed',
      (folder) => rmSync(join(folder, second)),
      'service/000003.ndjson',
      /file before it .* is missing/,
    ],
    ['the first file removed', (folder) => rmSync(join(folder, '000001.ndjson')), `service/${second}:1`, /follows 0/],
    ['the head removed', (folder) => rmSync(join(folder, 'head.json')), 'service/head.json', /head/],
    [
      'the head set back',
      (folder) => {
        const head = join(folder, 'head.json');
        writeFileSync(head, readFileSync(head, 'utf8').replace('"seq":30', '"seq":12'));
      },
      'service/head.json',
      /head/,
    ],
    ['the whole stream removed', (folder) => rmSync(folder, { recursive: true }), 'service', /whole stream is missing/],
    [
      'a stream under another name',
      (folder) => renameSync(folder, `${folder}-9`),
      'service',
      /whole stream is missing/,
    ],
  ];
  test.for(tampers)('%s is found at its place', async ([_what, tamper, place, says]) => {
    tamper(written());
    const [problem] = (await verifyTrail(home)).problems;
    expect(problem?.place).toContain(place);
    expect(problem?.what).toMatch(says);
  });

  test('a stream copied over another is found', async () => {
    const folder = written();
    const other = open(undefined, 'cli');
    for (let n = 0; n < 30; n += 1) other.append(asked(n));
    other.close();
    for (const name of ['000001.ndjson', '000002.ndjson', 'head.json'])
      writeFileSync(join(home, 'audit', 'cli', name), readFileSync(join(folder, name)));
    expect((await verifyTrail(home)).problems.map(({ stream }) => stream)).toEqual(['cli']);
  });

  test('any byte that is changed is found', async () => {
    const folder = written();
    const file = join(folder, second);
    const whole = readFileSync(file);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(whole);
        changed[at] = (whole[at] ?? 0) ^ by;
        writeFileSync(file, changed);
        expect((await verifyTrail(home)).problems).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
    writeFileSync(file, whole);
    expect((await verifyTrail(home)).problems).toEqual([]);
  });

  test('without the key nothing can be made up; another key opens nothing', async () => {
    written();
    writeFileSync(join(home, 'audit.key'), `${'ab'.repeat(32)}\n`);
    await expect(verifyTrail(home)).rejects.toMatchObject({ code: 'audit-streams' });
    rmSync(join(home, 'audit.key'));
    await expect(verifyTrail(home)).rejects.toMatchObject({ code: 'audit-key' });
  });

  test('files that were moved away are followed from the first that is there', async () => {
    const folder = written();
    rmSync(join(folder, '000001.ndjson'));
    expect((await verifyTrail(home, { archived: true })).problems).toEqual([]);
  });
});

describe('a crash', () => {
  test('a half line is cut off at the next start, and a record says so', async () => {
    const folder = written();
    const last = join(
      folder,
      readdirSync(folder)
        .filter((name) => name.endsWith('.ndjson'))
        .sort()
        .at(-1) ?? '',
    );
    appendFileSync(last, '{"seq":31,"at":"2026-');
    const before = await verifyTrail(home);
    expect(before.problems).toEqual([]);
    expect(before.streams[0]?.notes[0]).toContain('half a line');
    open().close();
    const after = await verifyTrail(home);
    expect(after.problems).toEqual([]);
    expect(after.streams[0]?.notes[0]).toContain('A half line of 21 bytes at the end was cut off');
    expect(after.streams[0]?.records).toBe(31);
  });

  test('a process that was killed leaves its lock, and nothing else', async () => {
    const folder = written();
    writeFileSync(join(folder, 'lock'), '999999999\n');
    const trail = open();
    trail.append(asked(31));
    trail.close();
    const report = await verifyTrail(home);
    expect(report.streams.map(({ stream, records }) => [stream, records])).toEqual([['service', 31]]);
  });

  test('a last record that does not hold is not built on', () => {
    const folder = written();
    const last = join(
      folder,
      readdirSync(folder)
        .filter((name) => name.endsWith('.ndjson'))
        .sort()
        .at(-1) ?? '',
    );
    save(last, [...lines(last), '{"seq":31,"seal":"nonsense"}']);
    expect(() => open()).toThrow(/cannot be built on/);
    expect(existsSync(join(folder, 'lock'))).toBe(false);
  });

  test('files are for their owner alone', () => {
    const folder = written();
    expect(statSync(join(home, 'audit.key')).mode & 0o077).toBe(0);
    expect(statSync(join(folder, '000001.ndjson')).mode & 0o077).toBe(0);
  });
});

describe('what is kept', () => {
  test('secrets are taken out, and text is cut', () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    expect(auditText(`say ${token} now`)).toBe('say [redacted github-token] now');
    expect(auditText('x'.repeat(9_000))).toHaveLength(2_001);
    expect(
      auditParameters({
        id: 'agent-7',
        password: 'hunter2',
        nested: { apiKey: 'klk', list: [token] },
        clientSecret: 5,
      }),
    ).toEqual({
      id: 'agent-7',
      password: '[redacted]',
      nested: { apiKey: '[redacted]', list: ['[redacted github-token]'] },
      clientSecret: '[redacted]',
    });
    const deep = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) as unknown;
    expect(JSON.stringify(auditParameters(deep)).length).toBeLessThan(80);
    expect(auditParameters(Array.from({ length: 80 }, (_, i) => i))).toHaveLength(51);
  });

  test('a line feed in what was asked makes no second line', async () => {
    const trail = open();
    trail.append({ ...asked(1), question: 'a\n{"seq":2,"who":"somebody else"}\r\n\u2028' });
    trail.close();
    expect(lines(join(home, 'audit', 'service', '000001.ndjson'))).toHaveLength(1);
    expect((await verifyTrail(home)).problems).toEqual([]);
  });
});
