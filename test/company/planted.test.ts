import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/lib/fingerprint.ts';
import { companyIn, type Imported, imported, KEY, textOf } from './company.ts';

let company: Awaited<ReturnType<typeof companyIn>>;
let found: Imported;

beforeAll(async () => {
  company = await companyIn();
  found = await imported(company.exports);
}, 60_000);

afterAll(() => rmSync(company.out, { recursive: true, force: true }));

describe('the exports', () => {
  it('are recognised, every file, and read without a problem', () => {
    const bad = found.report.files.filter(({ format, problems }) => format === undefined || problems.length > 0);
    expect(bad).toEqual([]);
    expect(found.report.files).toHaveLength(company.files);
  });

  it('make every step complete', () => {
    const open = found.report.steps.filter(({ outcome }) => outcome.status !== 'complete');
    expect(open.map(({ key, outcome }) => ({ key, outcome }))).toEqual([]);
    const sources = new Set(found.report.steps.map(({ key }) => key.source));
    expect([...sources].sort()).toEqual(['aws', 'endpoint', 'entra', 'github', 'hr', 'okta', 'records', 'vault']);
  });

  it('leave no end of an edge undescribed', () => {
    const ends = found.records.flatMap((one) => (one.record === 'edge' ? [one.from, one.to] : []));
    const stubs = new Set(ends.filter(({ id }) => !found.keys.has(id)).map(({ label, id }) => `${label} ${id}`));
    expect([...stubs]).toEqual([]);
  });
});

describe('the situations', () => {
  it('are all of S1 to S15, each once', () => {
    const ids = company.situations.map(({ situation }) => situation);
    expect(ids).toEqual(Array.from({ length: 15 }, (_, index) => `S${index + 1}`));
  });

  it('are expected today, but for those that need behaviour', () => {
    const later = company.situations.filter(({ status }) => status === 'later').map(({ situation }) => situation);
    expect(later).toEqual(['S6', 'S7']);
  });

  it('name only what stands in the exports', () => {
    const missing = company.situations.flatMap(({ situation, subjects, path, nearMisses }) =>
      [...Object.values(subjects), ...path, ...nearMisses.flatMap((one) => Object.values(one.subjects))]
        .filter((key) => !isThere(key))
        .map((key) => `${situation} ${key}`),
    );
    expect(missing).toEqual([]);
  });

  it('are routed to people who work there', () => {
    const gone = company.situations.filter(({ route }) => route !== undefined && !isActive(route.to));
    expect(gone.map(({ situation }) => situation)).toEqual([]);
  });

  it('stand out: an ordinary agent is in none of them', () => {
    const planted = new Set(company.situations.flatMap(({ subjects }) => Object.values(subjects)));
    const ordinary = Object.values(company.ordinary).flatMap((keys) => keys['agent'] ?? []);
    expect(ordinary.filter((key) => planted.has(key))).toEqual([]);
  });
});

describe('the canaries', () => {
  it('stand in their files', () => {
    const absent = company.canaries.filter(({ value, file }) => !textOf(join(company.exports, file)).includes(value));
    expect(absent).toEqual([]);
    expect(company.canaries.length).toBeGreaterThanOrEqual(15);
  });

  it('are read: those that are credentials are known by their fingerprint', () => {
    const text = JSON.stringify(found.records);
    const unread = company.canaries.filter(
      ({ expect: wanted, kind, value }) =>
        wanted === 'fingerprint' && !text.includes(fingerprint(KEY, kind ?? '', value)),
    );
    expect(unread).toEqual([]);
  });

  it('go no further than the files', () => {
    const text = JSON.stringify(found.records);
    expect(company.canaries.filter(({ value }) => text.includes(value))).toEqual([]);
    expect(text).not.toContain('CANARY');
  });
});

/** Humans are derived: the worker behind the key stands in the exports. An inferred agent comes of its credential. */
function isThere(key: string): boolean {
  if (key.startsWith('human:')) return found.keys.has(`hr:brightwater:worker:${key.slice('human:'.length)}`);
  return found.keys.has(key);
}

function isActive(human: string): boolean {
  const key = `hr:brightwater:worker:${human.slice('human:'.length)}`;
  return found.records.some((one) => one.record === 'node' && one.id === key && one.props['status'] === 'active');
}
