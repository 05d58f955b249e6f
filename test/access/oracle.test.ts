import { describe, expect, it } from 'vitest';
import { importsOfSource } from '../support/imports.ts';
import { check, PER_WORLD } from './oracle/check.ts';
import { DEFECTS } from './oracle/defects.ts';
import { newTally } from './oracle/run.ts';

const SEED = 20261121;
const DECISIONS = 22_500;
const PATIENCE_MS = 900_000;

describe('decisions over generated organisations', () => {
  it(
    'are those of an independent simulator, and every feature decides some',
    async () => {
      const tally = newTally();
      expect(await check(Math.ceil(DECISIONS / PER_WORLD), SEED, tally)).toBeUndefined();
      expect(tally.decisions).toBeGreaterThanOrEqual(DECISIONS);
      const share = tally.allowed / tally.decisions;
      expect(share).toBeGreaterThan(0.3);
      expect(share).toBeLessThan(0.7);
      expect([...tally.decided].filter(([, cases]) => cases < 200)).toEqual([]);
    },
    PATIENCE_MS,
  );

  it('differ only where the vendor says so, and its page is named', () => {
    for (const { page, rule } of DEFECTS) {
      expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
      expect(rule.length).toBeGreaterThan(20);
    }
  });

  it('need no simulator at run time: no source imports one', () => {
    const copyleft = importsOfSource().filter(({ target }) => /^@cloud-copilot\/(?!iam-data$)/.test(target));
    expect(copyleft).toEqual([]);
  });
});
