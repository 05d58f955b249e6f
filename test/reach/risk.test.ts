import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configOf } from '../../src/lib/config.ts';
import { STANDARD_WEIGHTS } from '../../src/lib/config-risk.ts';
import { ReachIndex, rankActors } from '../../src/reach/index.ts';
import { exposureOf } from '../../src/reach/risk/exposure.ts';
import { type CredentialFacts, NO_FACTS } from '../../src/reach/risk/facts.ts';
import { riskOf } from '../../src/reach/risk/score.ts';
import { wordOf } from '../../src/reach/word.ts';
import { estates, NOW, plainReach } from './plain.ts';
import { FACETS, tablesOf } from './tables.ts';

/** Of production and pii, staging and internal, and of neither known: the standard weights, by facet. */
const FACET_WEIGHTS = [2 * 1, 10 * 3, 2 * 1];
const LEVEL_WEIGHTS = [0.5, 0.1, 0.8, 0.3, 1];

/** The heaviest level of a word, as sure as it is; the plain way. */
function weightOf(word: number): number {
  if (word === 0) return 0;
  const weights = LEVEL_WEIGHTS.flatMap((weight, bit) => {
    if ((word & (1 << bit)) !== 0) return [weight];
    if ((word & (1 << (bit + 5))) !== 0) return [weight * 0.5];
    return (word & (1 << (bit + 10))) !== 0 ? [weight * 0.25] : [];
  });
  return weights.length === 0 ? 0.3 : Math.max(...weights);
}

test('exposure is the weight of every resource that is reached, ranked or asked for alone', async () => {
  expect(FACETS).toHaveLength(3);
  await fc.assert(
    fc.asyncProperty(estates, async (estate) => {
      const index = new ReachIndex(tablesOf(estate));
      for (const { actor, exposure, total } of await rankActors(index, 'Agent', NOW)) {
        const plain = plainReach(estate, actor).reduce(
          (sum, word, at) => sum + weightOf(word) * (FACET_WEIGHTS[estate.facets[at] ?? 0] ?? 0),
          0,
        );
        expect(exposure).toBeCloseTo(plain, 6);
        const alone = exposureOf(index, index.reachOf(index.walk(actor, NOW)));
        expect(alone.exposure).toBeCloseTo(plain, 6);
        expect(alone.rows.reduce((sum, { count }) => sum + count, 0)).toBe(total);
      }
    }),
    { numRuns: 80 },
  );
});

const TODAY = Date.parse('2026-11-21T00:00:00Z');
const KEPT_WELL: CredentialFacts = {
  id: 'k',
  lifetime: 'short-lived',
  since: '2026-11-20T00:00:00.000Z',
  expiresAt: '2026-11-22T00:00:00.000Z',
  places: 1,
  inTheOpen: false,
  agents: 1,
};
const score = (facts: Partial<typeof NO_FACTS>, exposure = 0, weights = STANDARD_WEIGHTS) =>
  riskOf(exposure, { ...NO_FACTS, owner: 'active', ...facts }, weights, TODAY);
const termsOf = (facts: Partial<typeof NO_FACTS>) =>
  Object.fromEntries(score(facts).terms.map(({ term, points }) => [term, points]));

describe('the risk score', () => {
  test('is nothing for who reaches nothing, keeps credentials well and is owned', () => {
    expect(score({ credentials: [KEPT_WELL] })).toEqual({ score: 0, terms: [], exposure: 0 });
  });

  test('of reach grows with the logarithm, up to all of its points', () => {
    const points = [1, 100, 9_999, 10_000, 1_000_000].map((exposure) => score({}, exposure).score);
    expect(points).toEqual([4.5, 30.1, 60, 60, 60]);
  });

  test.each<[string, Partial<CredentialFacts>, Record<string, number>]>([
    ['that lives long', { lifetime: 'long-lived' }, { longLived: 6 }],
    ['that has no end', { lifetime: 'long-lived', expiresAt: null }, { longLived: 6, noExpiry: 3 }],
    ['that is short-lived, of no known end', { expiresAt: null }, {}],
    ['that is old', { lifetime: 'long-lived', since: '2026-08-22T23:59:59.000Z' }, { longLived: 6, old: 6 }],
    ['of 90 days', { lifetime: 'long-lived', since: '2026-08-23T00:00:00.000Z' }, { longLived: 6 }],
    ['of unknown age', { lifetime: 'long-lived', since: null }, { longLived: 6 }],
    ['of unknown lifetime', { lifetime: null, since: '2020-01-01T00:00:00.000Z', expiresAt: null }, {}],
    ['in a file', { inTheOpen: true }, { inTheOpen: 6 }],
    ['in two places', { places: 2 }, { severalPlaces: 4 }],
    ['of two agents', { agents: 2 }, { shared: 4 }],
  ])('of a credential %s', (_, facts, terms) => {
    expect(termsOf({ credentials: [KEPT_WELL, { ...KEPT_WELL, ...facts }] })).toEqual(terms);
  });

  test('of credentials has an end, however many faults there are', () => {
    const worst: CredentialFacts = {
      ...KEPT_WELL,
      ...{ lifetime: 'long-lived', since: '2020-01-01T00:00:00.000Z', expiresAt: null },
      ...{ places: 3, inTheOpen: true, agents: 4 },
    };
    const found = score({ credentials: [worst, worst] });
    expect(found.score).toBe(25);
    expect(found.terms.map(({ points }) => points)).toEqual([6, 6, 3, 6, 4]);
    expect(found.terms[0]?.says).toBe('2 of 2 credentials long-lived');
  });

  test.each<[string | null, boolean, Record<string, number>]>([
    ['active', false, {}],
    ['departed', true, { departed: 15 }],
    ['suspended', false, { suspended: 12 }],
    [null, false, { unknown: 10 }],
    [null, true, { teamOnly: 3 }],
    ['unknown', false, {}],
  ])('of an owner %s (team: %s)', (owner, hasTeam, terms) => {
    expect(termsOf({ owner, hasTeam })).toEqual(terms);
  });

  test('takes its weights from the configuration', () => {
    const { risk } = configOf({ risk: { most: { owner: 4 }, owner: { departed: 50 }, fullReach: 9 } }, 'test');
    expect(score({ owner: 'departed' }, 9, risk).score).toBe(64);
    expect(() => configOf({ risk: { levels: { Write: -1 } } }, 'test')).toThrow(/levels/);
    expect(() => configOf({ risk: { levls: {} } }, 'test')).toThrow(/levls/);
  });

  test('weighs names that the configuration does not have as unknown', () => {
    const resource = { actors: 1, agents: 1, kinds: [1], facets: [1], steps: [], dead: [] };
    const tables = tablesOf({
      ...resource,
      grants: [{ holder: 0, lo: 0, hi: 1, certain: 4, possible: 0, unknown: 0 }],
    });
    const odd = {
      ...tables,
      resources: { ...tables.resources, facets: [{ environment: '__proto__', sensitivity: 'toString' }] },
    };
    const index = new ReachIndex({ ...odd, resources: { ...odd.resources, facetOf: new Uint8Array(1) } });
    expect(index.weights.ofWord(wordOf({ certain: 4, possible: 0, unknown: 0 }))).toBe(0.8);
    expect(exposureOf(index, index.reachOf(index.walk(0, 0))).exposure).toBeCloseTo(0.8 * 2 * 1, 6);
  });
});
