import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { companyIn, digestOf, filesBelow, imported, NOW, textOf } from './company.ts';

const MOST_BYTES = 50 * 1024 * 1024;
const made: string[] = [];

async function company(options: Parameters<typeof companyIn>[0] = {}) {
  const one = await companyIn(options);
  made.push(one.out);
  return one;
}

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('the same company', () => {
  it('comes of the same seed and moment, byte for byte', async () => {
    const [one, other] = [await company({ identities: 410 }), await company({ identities: 410 })];
    expect(digestOf(other.exports)).toBe(digestOf(one.exports));
    expect(digestOf(other.before)).toBe(digestOf(one.before));
  });

  it('has other ids and the same problems with another seed', async () => {
    const [one, other] = [await company({ identities: 0 }), await company({ identities: 0, seed: 2 })];
    expect(digestOf(other.exports)).not.toBe(digestOf(one.exports));
    expect(other.situations.map(({ title }) => title)).toEqual(one.situations.map(({ title }) => title));
    expect(other.situations[0]?.subjects['credential']).not.toBe(one.situations[0]?.subjects['credential']);
  });

  it('is told from the moment given: who left 85 days ago did so then', async () => {
    const later = new Date(NOW.getTime() + 400 * 86_400_000);
    const one = await company({ identities: 0, now: later });
    const left = new Date(later.getTime() - 85 * 86_400_000).toISOString().slice(0, 10);
    expect(textOf(join(one.exports, 'hr', 'brightwater', 'workers.csv'))).toMatch(
      new RegExp(`^E-1005,Tomasz Wieczorek,.*,${left},`, 'm'),
    );
  });
});

describe('its size', () => {
  it('is small by default', async () => {
    const started = performance.now();
    const one = await company();
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(one.people).toBe(41);
    const { agents, principals, credentials } = one.population;
    expect(agents + principals).toBeGreaterThan(3_000);
    expect(credentials / agents).toBeGreaterThan(3);
    expect(credentials / agents).toBeLessThan(10);
  });

  it('grows with the identities asked for, 82 for each person, and raises no problem', async () => {
    const one = await company({ identities: 4_100 });
    expect(one.people).toBe(50);
    const { agents, principals } = one.population;
    expect(Math.abs(agents + principals - 4_100)).toBeLessThan(4_100 * 0.03);
    for (const path of filesBelow(one.exports)) expect(statSync(path).size).toBeLessThan(MOST_BYTES);
    const { report } = await imported(one.exports);
    expect(report.files.filter(({ format, problems }) => format === undefined || problems.length > 0)).toEqual([]);
    expect(report.steps.filter(({ outcome }) => outcome.status !== 'complete')).toEqual([]);
  }, 60_000);
});

describe('the earlier HR export', () => {
  it('has one person in another team, and one with another title only', async () => {
    const one = await company({ identities: 0 });
    const { records, report } = await imported(one.before);
    expect(report.steps.map(({ key, outcome }) => [key.step, outcome.status])).toEqual([
      ['teams', 'complete'],
      ['workers', 'complete'],
    ]);
    const now = (await imported(one.exports)).records;
    expect(teamOf(records, 'E-1011')).toBe('team:hr:brightwater:payments');
    expect(teamOf(now, 'E-1011')).toBe('team:hr:brightwater:data');
    expect(teamOf(records, 'E-1012')).toBe(teamOf(now, 'E-1012'));
  });
});

type Records = Awaited<ReturnType<typeof imported>>['records'];

function teamOf(records: Records, employee: string): string | undefined {
  const member = records.find(
    (one) => one.record === 'edge' && one.type === 'MEMBER_OF' && one.from.id === `hr:brightwater:worker:${employee}`,
  );
  return member?.record === 'edge' ? member.to.id : undefined;
}
