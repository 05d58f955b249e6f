import { describe, expect, test } from 'vitest';
import { judgeOwnership } from '../../bench/ownership/index.ts';
import { organisation, PATHS, RATES } from '../../bench/ownership/organisation/index.ts';
import { TRAINING_SEEDS, VALIDATION_SEEDS } from '../../bench/ownership/seeds.ts';

describe('a labelled organisation', () => {
  test('is the same for the same seed, and another for another', () => {
    const told = (seed: number): string => {
      const { agents, observations, accounts } = organisation(seed);
      return JSON.stringify([agents, observations, accounts]);
    };
    expect(told(4)).toBe(told(4));
    expect(told(5)).not.toBe(told(4));
  });

  test('has every way to appear, and goes wrong about as often as its rates say', () => {
    const { agents, people } = organisation(6);
    for (const path of Object.keys(PATHS)) {
      expect(agents.filter((agent) => agent.path === path).length / agents.length).toBeGreaterThan(0.1);
    }
    const unowned = agents.filter(({ owner }) => owner === undefined).length / agents.length;
    expect(Math.abs(unowned - RATES.unowned)).toBeLessThan(0.04);
    const departed = people.filter(({ ended }) => ended !== undefined).length / people.length;
    expect(Math.abs(departed - RATES.departed)).toBeLessThan(0.08);
  });

  test('learnt and judged seeds are disjoint', () => {
    expect(TRAINING_SEEDS.filter((seed) => VALIDATION_SEEDS.includes(seed))).toEqual([]);
    expect(() => judgeOwnership(TRAINING_SEEDS[0], 1)).toThrow('was learnt on');
    expect(() => judgeOwnership(VALIDATION_SEEDS[0] ?? 0, 1)).toThrow('was learnt on');
  });
});

describe('on organisations that were not learnt on', () => {
  const report = judgeOwnership(21, 3);

  test('what is asserted is right, and most of what is owned is told', () => {
    expect(report.asserted.precision).toBeGreaterThanOrEqual(0.98);
    expect(report.asserted.recall).toBeGreaterThanOrEqual(0.86);
    expect(report.likely.recall).toBeGreaterThanOrEqual(0.93);
    expect(report.ece).toBeLessThanOrEqual(0.05);
    expect(report.results['unowned asserted']).toBe(0);
  });

  test('accounts of one person are merged, and of two are not', () => {
    expect(report.people.precision).toBeGreaterThanOrEqual(0.998);
    expect(report.people.recall).toBeGreaterThanOrEqual(0.97);
  });

  test('no kind of evidence is enough alone', () => {
    const alone = Object.entries(report.results).filter(([name]) => name.endsWith(' alone: recall'));
    expect(alone.length).toBeGreaterThan(15);
    for (const [, recall] of alone) expect(recall).toBeLessThan(0.6);
  });
});
