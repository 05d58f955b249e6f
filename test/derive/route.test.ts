import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RoutePerson, routeOfPerson, routeOfTeam } from '../../src/derive/lifecycle/route.ts';

type Some = Partial<RoutePerson> & { readonly id: string };

function people(...given: readonly Some[]): ReadonlyMap<string, RoutePerson> {
  return new Map(
    given.map((one) => [
      one.id,
      { name: one.id.toUpperCase(), status: 'active', sponsors: [], managers: [], teamManagers: [], ...one },
    ]),
  );
}

function route(id: string, book: ReadonlyMap<string, RoutePerson>) {
  const person = book.get(id);
  if (person === undefined) throw new Error(`nobody is ${id}`);
  const found = routeOfPerson(person, book);
  return found === undefined ? undefined : `${found.to}: ${found.reason}`;
}

const GONE = { status: 'departed', departedAt: '2026-05-04T00:00:00.000Z' } as const;

describe('a person who left', () => {
  test.each<readonly [what: string, given: readonly Some[], to: string | undefined]>([
    [
      'falls to the manager',
      [{ id: 'x', ...GONE, managers: [{ to: 'm' }] }, { id: 'm' }],
      'm: manager of X at departure',
    ],
    [
      'to the sponsor before the manager',
      [{ id: 'x', ...GONE, managers: [{ to: 'm' }], sponsors: [{ to: 's' }] }, { id: 'm' }, { id: 's' }],
      's: sponsor of X',
    ],
    [
      'up from a sponsor who left too',
      [{ id: 'x', ...GONE, sponsors: [{ to: 's' }] }, { id: 's', ...GONE, managers: [{ to: 'b' }] }, { id: 'b' }],
      'b: first active person above the sponsor of X',
    ],
    [
      'to the manager of then, not the one that was entered later',
      [
        {
          id: 'x',
          ...GONE,
          managers: [
            { to: 'then', from: '2025-01-01T00:00:00.000Z', until: '2026-06-01T00:00:00.000Z' },
            { to: 'later', from: '2026-06-01T00:00:00.000Z' },
          ],
        },
        { id: 'then' },
        { id: 'later' },
      ],
      'then: manager of X at departure',
    ],
    [
      'to the last manager when the system took the manager away first',
      [
        {
          id: 'x',
          ...GONE,
          managers: [
            { to: 'old', from: '2024-01-01T00:00:00.000Z', until: '2025-01-01T00:00:00.000Z' },
            { to: 'last', from: '2025-01-01T00:00:00.000Z', until: '2026-05-01T00:00:00.000Z' },
          ],
        },
        { id: 'old' },
        { id: 'last' },
      ],
      'last: manager of X at departure',
    ],
    [
      'to the manager first seen after the departure, where none is known before',
      [{ id: 'x', ...GONE, managers: [{ to: 'm', from: '2026-11-01T00:00:00.000Z' }] }, { id: 'm' }],
      'm: manager of X at departure',
    ],
    [
      'up the chain past those who left or are on leave',
      [
        { id: 'x', ...GONE, managers: [{ to: 'a' }] },
        { id: 'a', ...GONE, managers: [{ to: 'b' }] },
        { id: 'b', status: 'suspended', managers: [{ to: 'c' }] },
        { id: 'c' },
      ],
      'c: first active manager above X',
    ],
    [
      'to nobody in a circle',
      [
        { id: 'x', ...GONE, managers: [{ to: 'a' }] },
        { id: 'a', ...GONE, managers: [{ to: 'b' }] },
        { id: 'b', ...GONE, managers: [{ to: 'a' }] },
      ],
      undefined,
    ],
    [
      'to the manager of the team out of a circle',
      [
        { id: 'x', ...GONE, managers: [{ to: 'a' }], teamManagers: ['x', 't'] },
        { id: 'a', ...GONE, managers: [{ to: 'x' }] },
        { id: 't' },
      ],
      't: manager of the team of X',
    ],
    ['to nobody without a manager', [{ id: 'x', ...GONE }], undefined],
    ['to nobody when the manager is not known', [{ id: 'x', ...GONE, managers: [{ to: 'stranger' }] }], undefined],
    ['never to themselves', [{ id: 'x', managers: [{ to: 'x' }] }], undefined],
  ])('%s', (_what, given, to) => {
    expect(route('x', people(...given))).toBe(to);
  });
});

test('of somebody who is here, to the manager of now', () => {
  const book = people(
    {
      id: 'x',
      managers: [
        { to: 'old', from: '2025-01-01T00:00:00.000Z', until: '2026-06-01T00:00:00.000Z' },
        { to: 'new', from: '2026-06-01T00:00:00.000Z' },
      ],
    },
    { id: 'old' },
    { id: 'new' },
  );
  expect(route('x', book)).toBe('new: manager of X');
});

describe('a team', () => {
  const book = people(
    { id: 'lead', title: 'Director of Harbours' },
    { id: 'gone', ...GONE, managers: [{ to: 'lead' }] },
    { id: 'before' },
  );
  test.each([
    ['dissolved', ['lead', 'before'], 'lead', 'last manager of Tide, now Director of Harbours'],
    ['dissolved', ['gone'], 'lead', 'first active manager above the last manager of Tide'],
    ['active', ['lead'], 'lead', 'manager of Tide'],
    ['dissolved', ['nobody', 'before'], 'before', 'last manager of Tide'],
  ])('that is %s and was led by %j falls to %s', (status, leads, to, reason) => {
    expect(routeOfTeam({ name: 'Tide', dissolved: status === 'dissolved', leads }, book)).toMatchObject({ to, reason });
  });
});

test('whatever the chains are, a duty ends with somebody active who is not its owner, or with nobody', () => {
  const id = fc.constantFrom(...'abcdefgh');
  const tie = fc.record({
    to: id,
    from: fc.constantFrom(undefined, '2026-01-01', '2026-06-01'),
    until: fc.constantFrom(undefined, '2026-03-01'),
  });
  const status = fc.constantFrom('active', 'departed', 'suspended', 'unknown');
  const one = fc.record({
    status,
    departedAt: fc.constantFrom(undefined, '2026-02-01'),
    managers: fc.array(tie, { maxLength: 3 }),
    sponsors: fc.array(tie, { maxLength: 1 }),
    teamManagers: fc.array(id, { maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.array(one, { minLength: 8, maxLength: 8 }), (given) => {
      const book = people(...given.map((more, i) => ({ id: 'abcdefgh'[i] ?? '', ...more })));
      for (const person of book.values()) {
        const found = routeOfPerson(person, book);
        if (found === undefined) continue;
        expect(found.to).not.toBe(person.id);
        expect(book.get(found.to)?.status).toBe('active');
        expect(found.steps).toBeLessThanOrEqual(book.size);
      }
    }),
    { numRuns: 300 },
  );
});
