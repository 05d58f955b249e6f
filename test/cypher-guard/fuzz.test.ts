import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CypherGuard, judge } from '../../src/cypher-guard/index.ts';
import { legalReads } from './corpus.ts';
import { mutations } from './mutations.ts';

const WRITES = [
  'CREATE (odd)',
  'MERGE (odd)',
  'SET odd.x = 1',
  'DETACH DELETE odd',
  'REMOVE odd.x',
  'CALL odd.x()',
  'SHOW SETTINGS',
];

it('gives a verdict with a place on whatever the corpus is made into', async () => {
  await fc.assert(
    fc.asyncProperty(mutations, async (text) => {
      const verdict = await judge(text);
      expect(verdict.allowed || (verdict.reason !== '' && verdict.line > 0 && verdict.column > 0)).toBe(true);
      expect(await judge(text)).toEqual(verdict);
    }),
    { numRuns: 150 },
  );
});

it('refuses a read with a write behind it or before it', async () => {
  const reads = fc.constantFrom(...[...legalReads().values()].flat());
  await fc.assert(
    fc.asyncProperty(reads, fc.constantFrom(...WRITES), fc.boolean(), async (read, write, behind) => {
      const text = behind ? `${read.replace(/;$/, '')}\n${write}` : `${write} WITH * ${read}`;
      expect(await judge(text)).toMatchObject({ allowed: false });
    }),
    { numRuns: 80 },
  );
});

it('gives a verdict on any text at all', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ maxLength: 200 })),
      async (text) => {
        expect(await judge(text)).toHaveProperty('allowed');
      },
    ),
    { numRuns: 100 },
  );
});

it('judges in a thread, and refuses what takes the thread too long, and only that', async () => {
  const guard = new CypherGuard();
  const impatient = new CypherGuard({ deadlineMs: 1 });
  try {
    expect(await Promise.all([guard.judge('RETURN 1'), guard.judge('CREATE (n)')])).toMatchObject([
      { allowed: true },
      { allowed: false, reason: 'CREATE writes' },
    ]);
    expect(await impatient.judge('RETURN 1')).toMatchObject({ allowed: false, reason: 'it takes too long to be read' });
  } finally {
    await guard.close();
    await impatient.close();
  }
});
