import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KnownPerson, PeopleBook } from '../../src/derive/ownership/book.ts';
import type { Clue, Observation } from '../../src/derive/ownership/clue.ts';
import { cluesOf } from '../../src/derive/ownership/clues.ts';
import { EVIDENCE_KINDS, type KindId, kindOf } from '../../src/derive/ownership/kinds/index.ts';
import { MODEL, MODIFIERS } from '../../src/derive/ownership/model.ts';
import { likenessOf } from '../../src/derive/ownership/read.ts';
import { verdictOf } from '../../src/derive/ownership/verdict.ts';

function person(id: string, more: Partial<KnownPerson> = {}): KnownPerson {
  return { id, names: [`${id.slice(6)}@heron.example`], accounts: [], isKnown: true, teams: [], ...more };
}

const TEAM = 'team:hr:heron:tides';
const BOOK = new PeopleBook(
  [
    person('human:ana'),
    person('human:bo'),
    person('human:cy'),
    person('human:left', { departedAt: '2025-06-01T00:00:00.000Z' }),
    person('human:new', { startedAt: '2026-01-10T00:00:00.000Z' }),
    person('human:ghost', { isKnown: false }),
    ...['d', 'e', 'f'].map((one) => person(`human:${one}`, { teams: [TEAM] })),
  ],
  [{ id: TEAM, name: 'Tides' }],
);

function clue(owner: string, kind: KindId, more: Partial<Clue> = {}): Clue {
  return {
    subject: 'agent:7',
    subjectLabel: 'Agent',
    owner,
    ownerLabel: owner.startsWith('team:') ? 'Team' : 'Human',
    kind,
    evidence: `evidence:${kind}:${owner}`,
    says: `${owner} by ${kind}`,
    at: undefined,
    strength: 1,
    crowd: 0,
    ...more,
  };
}

const at = (day: string): string => `${day}T00:00:00.000Z`;

describe('the verdict', () => {
  test('without evidence there is none: unknown, never a guess', () => {
    expect(verdictOf([], BOOK)).toEqual({ verdict: 'unknown', owner: undefined, alternatives: [] });
  });

  test('a likeness of names makes nobody an owner, nor an alternative', () => {
    expect(verdictOf([clue('human:ana', 'naming-hint')], BOOK)).toEqual({
      verdict: 'unknown',
      owner: undefined,
      alternatives: [],
    });
  });

  test.each(['assignee', 'consent', 'session', 'credential-holder', 'device-user'] as const)(
    '%s alone asserts',
    (kind) => {
      expect(verdictOf([clue('human:ana', kind)], BOOK)).toMatchObject({
        verdict: 'asserted',
        owner: { owner: 'human:ana' },
      });
    },
  );

  test.each(['creator', 'owner-tag', 'owner-field', 'sponsor-field'] as const)('%s alone makes likely', (kind) => {
    const found = verdictOf([clue('human:ana', kind, { at: at('2026-01-01') })], BOOK);
    expect(found).toMatchObject({ verdict: 'likely', owner: { owner: 'human:ana' } });
  });

  test.each(['last-interactive-user', 'reviewer', 'registered-by'] as const)('%s alone is not enough', (kind) => {
    expect(verdictOf([clue('human:ana', kind)], BOOK).verdict).toBe('unknown');
  });

  test('two kinds together assert what each alone makes likely', () => {
    const found = verdictOf([clue('human:ana', 'creator'), clue('human:ana', 'owner-tag')], BOOK);
    expect(found).toMatchObject({ verdict: 'asserted', owner: { owner: 'human:ana' } });
  });

  test('two pieces of one kind are not surer than one', () => {
    const twice = [clue('human:ana', 'owner-tag'), clue('human:ana', 'owner-tag', { evidence: 'another tag' })];
    expect(verdictOf(twice, BOOK).owner?.confidence).toBe(
      verdictOf([clue('human:ana', 'owner-tag')], BOOK).owner?.confidence,
    );
  });

  test('a weak rival takes some confidence away, and not the verdict', () => {
    const clues = [clue('human:ana', 'sponsor-field')];
    const found = verdictOf([...clues, clue('human:bo', 'registered-by')], BOOK).owner;
    expect(found?.owner).toBe('human:ana');
    expect(found?.confidence).toBeLessThan(verdictOf(clues, BOOK).owner?.confidence ?? 0);
  });

  test('a rival as strong takes the verdict away, and both are told', () => {
    const found = verdictOf([clue('human:ana', 'owner-tag'), clue('human:bo', 'sponsor-field')], BOOK);
    expect(found.verdict).toBe('unknown');
    expect(found.alternatives.map(({ owner }) => owner).sort()).toEqual(['human:ana', 'human:bo']);
  });

  test('of what one person has at a time, the later one holds', () => {
    const found = verdictOf(
      [clue('human:ana', 'consent', { at: at('2025-01-01') }), clue('human:bo', 'consent', { at: at('2026-02-02') })],
      BOOK,
    );
    expect(found.owner?.owner).toBe('human:bo');
  });

  test('somebody whom only a code platform knows is no owner', () => {
    expect(verdictOf([clue('human:ghost', 'creator'), clue('human:ghost', 'deployer')], BOOK).verdict).toBe('unknown');
  });

  test('who does it for everybody is not the owner', () => {
    const clues = [clue('human:ana', 'creator', { crowd: 2 }), clue('human:ana', 'deployer', { crowd: 2 })];
    expect(verdictOf(clues, BOOK).verdict).toBe('unknown');
  });

  test('a team owns what several of its hands do and no single person', () => {
    const acts = ['d', 'e', 'f'].flatMap((one, day) =>
      ['a', 'b'].map((round) =>
        clue(`human:${one}`, 'deployer', { evidence: `${one}${round}`, at: at(`2026-03-0${day + 1}`) }),
      ),
    );
    const found = verdictOf([...acts, clue(TEAM, 'code-owner')], BOOK);
    expect(found.owner).toMatchObject({ owner: TEAM, ownerLabel: 'Team' });
  });

  test('basis and evidence come strongest first; since is the earliest evidence about the thing itself', () => {
    const found = verdictOf(
      [
        clue('human:ana', 'deployer', { at: at('2026-02-01') }),
        clue('human:ana', 'assignee', { at: at('2026-01-05') }),
        clue('human:ana', 'credential-issuer', { at: at('2024-01-01'), strength: 0.85 }),
      ],
      BOOK,
    );
    expect(found.owner?.basis[0]).toBe('human:ana by assignee');
    expect(found.owner?.evidence).toHaveLength(3);
    expect(found.owner?.since).toBe(at('2026-01-05'));
  });
});

describe('the clues', () => {
  const seen = (more: Partial<Observation>): Observation => ({
    evidence: 'evidence:1',
    kind: 'creator',
    says: 'made it',
    subject: 'agent:7',
    subjectLabel: 'Agent',
    ...more,
  });
  const whyNot = (more: Partial<Observation>) => cluesOf([seen(more)], [], BOOK).discarded.map(({ why }) => why);

  test.each([
    ['a name of nobody', { person: 'jdoe-old' }, 'it names nobody we know, or a machine'],
    ['a machine', { account: 'arn:aws:iam::1:role/pipeline' }, 'it names nobody we know, or a machine'],
    [
      'an act after the departure',
      { person: 'left@heron.example', at: at('2025-09-01') },
      'whom it names was not there then',
    ],
    [
      'an act before the first day',
      { person: 'new@heron.example', at: at('2025-09-01') },
      'whom it names was not there then',
    ],
    [
      'a kind that is not known',
      { kind: 'rumour', person: 'ana@heron.example' },
      'no kind of evidence that is known: rumour',
    ],
  ])('%s does not count, and says why', (_what, more, why) => {
    expect(whyNot(more)).toEqual([why]);
  });

  test('a field that names somebody who left still counts: the duty falls to another, the evidence stays', () => {
    const clues = cluesOf([seen({ kind: 'owner-tag', person: 'left@heron.example', at: at('2025-09-01') })], [], BOOK);
    expect(clues.bySubject.get('agent:7')).toHaveLength(1);
  });

  test('a tag may name a team by its id or name', () => {
    const clues = cluesOf([seen({ kind: 'owner-tag', person: 'tides' })], [], BOOK);
    expect(clues.bySubject.get('agent:7')).toMatchObject([{ owner: TEAM, ownerLabel: 'Team' }]);
  });

  test('a name that two people had is that of the one who was there', () => {
    const book = new PeopleBook([
      person('human:old', { names: ['j.ng@heron.example'], departedAt: at('2024-01-01') }),
      person('human:young', { names: ['j.ng@heron.example'], startedAt: at('2025-01-01') }),
    ]);
    expect(book.named('J.Ng@heron.example', at('2023-05-05'))).toBe('human:old');
    expect(book.named('j.ng@heron.example', at('2026-05-05'))).toBe('human:young');
    expect(book.named('j.ng@heron.example', undefined)).toBeUndefined();
  });

  test('what is known of a credential speaks for its agent, less the more agents share it', () => {
    const about = seen({ subject: 'key:1', subjectLabel: 'Credential', person: 'ana@heron.example' });
    const strength = (agents: number) =>
      cluesOf(
        [about],
        Array.from({ length: agents }, (_, i) => ({
          agent: `agent:${i}`,
          through: 'key:1',
          via: 'credential' as const,
        })),
        BOOK,
      ).bySubject.get('agent:0')?.[0]?.strength;
    expect(strength(1)).toBe(0.85);
    expect(strength(4)).toBe(0.425);
  });

  test('who is named about many times more than others is told as a crowd’s servant', () => {
    const many = Array.from({ length: 32 }, (_, i) =>
      seen({ evidence: `e${i}`, subject: `agent:${i}`, person: 'ana@heron.example' }),
    );
    const few = ['bo', 'cy', 'd', 'e', 'f'].map((one) =>
      seen({ evidence: one, subject: `agent:${one}`, person: `${one}@heron.example` }),
    );
    const { bySubject } = cluesOf([...many, ...few], [], BOOK);
    expect(bySubject.get('agent:0')?.[0]?.crowd).toBeGreaterThan(0.5);
    expect(bySubject.get('agent:bo')?.[0]?.crowd).toBe(0);
  });

  test('a likeness needs a name of one known person alone', () => {
    const book = new PeopleBook([
      person('human:1', { name: 'Leontyne Okafor', names: [] }),
      person('human:2', { name: 'Ada Okafor', names: [] }),
      person('human:3', { name: 'Harbour Ghost', names: [], isKnown: false }),
    ]);
    expect(likenessOf('a', 'leontyne-helper', book)?.human).toBe('human:1');
    expect(likenessOf('a', 'okafor-helper', book)).toBeUndefined();
    expect(likenessOf('a', 'harbour-lookup', book)).toBeUndefined();
  });
});

describe('the model', () => {
  test('weighs every kind and every modifier, and nothing else', () => {
    expect(Object.keys(MODEL.kinds).sort()).toEqual(EVIDENCE_KINDS.map(({ id }) => id).sort());
    expect(Object.keys(MODEL.modifiers).sort()).toEqual(Object.keys(MODIFIERS).sort());
  });

  test('no kind speaks against the one it names', () => {
    expect(Object.entries(MODEL.kinds).filter(([, weight]) => weight < 0)).toEqual([]);
  });

  test('every kind says where it stands and who documents it', () => {
    for (const kind of EVIDENCE_KINDS) {
      expect(kind.source).toMatch(/^https:\/\//);
      expect(kind.field.length).toBeGreaterThan(10);
      expect(kindOf(kind.id)).toBe(kind);
    }
  });
});

const PEOPLE = ['human:ana', 'human:bo', 'human:cy', 'human:left'] as const;
const anyClue = fc
  .record({
    owner: fc.constantFrom(...PEOPLE),
    kind: fc.constantFrom(...EVIDENCE_KINDS.map(({ id }) => id)),
    strength: fc.constantFrom(1, 0.85, 0.7),
    crowd: fc.constantFrom(0, 0, 0, 1.5),
    day: fc.option(fc.integer({ min: 1, max: 28 }), { nil: undefined }),
    evidence: fc.integer({ min: 0, max: 40 }),
  })
  .map(({ owner, kind, strength, crowd, day, evidence }) =>
    clue(owner, kind, {
      strength,
      crowd,
      evidence: `e${evidence}:${owner}:${kind}`,
      at: day === undefined ? undefined : at(`2026-01-${String(day).padStart(2, '0')}`),
    }),
  );

describe('properties', () => {
  test('the order of evidence does not matter', () => {
    fc.assert(
      fc.property(fc.array(anyClue, { maxLength: 8 }), (clues) => {
        const [forward, backward] = [verdictOf(clues, BOOK), verdictOf([...clues].reverse(), BOOK)];
        expect(backward.owner?.owner).toBe(forward.owner?.owner);
        expect(backward.alternatives.map((one) => [one.owner, one.confidence])).toEqual(
          forward.alternatives.map((one) => [one.owner, one.confidence]),
        );
      }),
    );
  });

  test('confidences are chances: of all candidates together hardly more than one', () => {
    fc.assert(
      fc.property(fc.array(anyClue, { maxLength: 8 }), (clues) => {
        const { owner, alternatives } = verdictOf(clues, BOOK);
        const all = [owner, ...alternatives].flatMap((one) => (one === undefined ? [] : [one.confidence]));
        expect(all.every((one) => one >= 0 && one <= 1)).toBe(true);
        expect(all.reduce((sum, one) => sum + one, 0)).toBeLessThan(1.1);
      }),
    );
  });

  test('evidence for the only rival never makes the owner surer', () => {
    const duel = anyClue.filter(({ owner }) => owner === 'human:ana' || owner === 'human:bo');
    fc.assert(
      fc.property(fc.array(duel, { maxLength: 6 }), duel, (clues, another) => {
        const before = verdictOf(clues, BOOK).owner;
        const after = verdictOf([...clues, another], BOOK).owner;
        if (before === undefined || after?.owner !== before.owner || another.owner === before.owner) return;
        expect(after.confidence).toBeLessThanOrEqual(before.confidence + 0.001);
      }),
    );
  });

  test('more evidence for the owner never makes them less sure', () => {
    fc.assert(
      fc.property(fc.array(anyClue, { maxLength: 6 }), anyClue, (clues, another) => {
        const before = verdictOf(clues, BOOK).owner;
        if (before === undefined || another.owner !== before.owner) return;
        // Acting so upon everybody's, or so long ago, is evidence of another kind.
        if (another.at !== undefined || another.crowd > 0) return;
        const after = verdictOf([...clues, another], BOOK);
        expect(after.owner?.owner).toBe(before.owner);
        expect(after.owner?.confidence).toBeGreaterThanOrEqual(before.confidence - 0.001);
      }),
    );
  });
});
