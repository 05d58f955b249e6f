import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVIDENCE_WEIGHTS, type OwnershipClue } from '../../src/derive/ownership/evidence.ts';
import { verdictOf } from '../../src/derive/ownership/verdict.ts';

function clue(owner: string, kind: string, more: Partial<OwnershipClue> = {}): OwnershipClue {
  return {
    subject: 'agent:7',
    subjectLabel: 'Agent',
    owner,
    ownerLabel: 'Human',
    kind,
    evidence: `evidence:${kind}:${owner}`,
    says: `${owner} by ${kind}`,
    at: undefined,
    strength: 1,
    ...more,
  };
}

describe('the verdict', () => {
  test('without evidence there is none: unknown, never a guess', () => {
    expect(verdictOf([])).toBeUndefined();
  });

  test('one strong kind asserts, a weaker one makes likely, a hint says nothing', () => {
    expect(verdictOf([clue('human:A', 'sponsor-field')])).toMatchObject({
      owner: 'human:A',
      verdict: 'asserted',
      confidence: 0.95,
    });
    expect(verdictOf([clue('human:A', 'owner-tag')])).toMatchObject({ verdict: 'likely', confidence: 0.7 });
    expect(verdictOf([clue('human:A', 'naming-hint')])).toBeUndefined();
  });

  test('independent kinds strengthen each other, pieces of one kind do not', () => {
    const twice = verdictOf([clue('human:A', 'owner-tag'), clue('human:A', 'owner-tag', { evidence: 'another tag' })]);
    expect(twice?.confidence).toBe(0.7);
    expect(verdictOf([clue('human:A', 'owner-tag'), clue('human:A', 'creator')])?.confidence).toBe(0.955);
  });

  test('a strong rival takes confidence away', () => {
    expect(verdictOf([clue('human:A', 'owner-tag'), clue('human:B', 'deployer')])).toBeUndefined();
    expect(verdictOf([clue('human:A', 'sponsor-field'), clue('human:B', 'registered-by')])).toMatchObject({
      owner: 'human:A',
      verdict: 'likely',
    });
  });

  test('basis and evidence come strongest first', () => {
    const verdict = verdictOf([
      clue('human:A', 'session'),
      clue('human:A', 'sponsor-field'),
      clue('human:A', 'owner-tag'),
    ]);
    expect(verdict?.basis).toEqual(['human:A by sponsor-field', 'human:A by owner-tag', 'human:A by session']);
    expect(verdict?.evidence[0]).toBe('evidence:sponsor-field:human:A');
  });
});

const anyClue = fc
  .record({
    owner: fc.constantFrom('human:A', 'human:B', 'human:C'),
    kind: fc.constantFrom(...Object.keys(EVIDENCE_WEIGHTS), 'naming-hint'),
    strength: fc.constantFrom(1, 0.85, 0.7),
  })
  .map(({ owner, kind, strength }) => clue(owner, kind, { strength }));

describe('properties', () => {
  test('the order of evidence does not matter', () => {
    fc.assert(
      fc.property(fc.array(anyClue, { maxLength: 8 }), (clues) => {
        const forward = verdictOf(clues);
        const backward = verdictOf([...clues].reverse());
        expect(backward?.owner).toBe(forward?.owner);
        expect(backward?.confidence).toBe(forward?.confidence);
      }),
    );
  });

  test('more evidence for the owner never lowers confidence; evidence for a rival never raises it', () => {
    fc.assert(
      fc.property(fc.array(anyClue, { maxLength: 6 }), anyClue, (clues, another) => {
        const before = verdictOf(clues);
        const after = verdictOf([...clues, another]);
        if (before === undefined || after === undefined || before.owner !== after.owner) return;
        if (another.owner === before.owner) expect(after.confidence).toBeGreaterThanOrEqual(before.confidence);
        else expect(after.confidence).toBeLessThanOrEqual(before.confidence);
      }),
    );
  });
});
