import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_DUE_DAYS } from '../../src/findings/index.ts';
import { findingRecords, groupRows } from '../../src/findings/records.ts';
import { departedOwner } from '../../src/findings/rules/departed-owner.ts';
import { departedOwnerCredential } from '../../src/findings/rules/departed-owner-credential.ts';
import type { Row } from '../../src/graph/index.ts';

const AT = '2026-07-02T05:00:00.000Z';

function row(agent: string, more: Row = {}): Row {
  return {
    owner: 'human:E-9',
    ownerName: 'Oda Rist',
    departedAt: '2026-06-30T00:00:00.000Z',
    agent,
    agentName: agent.toUpperCase(),
    consumption: 'idle',
    reaches: 2,
    mostSensitive: ['vault'],
    cause: 'AKIAODA',
    causeLabel: 'Credential',
    isGrant: false,
    routeTo: 'human:E-1',
    route: 'manager of Oda Rist at departure',
    evidence: [`Agent ${agent}`],
    ...more,
  };
}

function recordsOf(rows: readonly Row[], before?: Parameters<typeof findingRecords>[2]) {
  return groupRows(departedOwner, rows).map((group) =>
    findingRecords(departedOwner, group, before, AT, DEFAULT_DUE_DAYS),
  );
}

describe('one finding per root cause', () => {
  test('ten agents of one credential of somebody who left are one, told by the worst of them', () => {
    const rows = Array.from({ length: 10 }, (_, i) => row(`a${i}`, i === 7 ? { consumption: 'still consuming' } : {}));
    const [records = [], ...others] = recordsOf(rows);
    expect(others).toEqual([]);
    const [finding, ...edges] = records;
    expect(finding).toMatchObject({
      label: 'Finding',
      props: {
        severity: 'critical',
        cause: 'AKIAODA',
        covers: 10,
        path: ['Agent a7'],
        sentence:
          'Oda Rist left on 2026-06-30, and 10 of their agents share AKIAODA, which is still consuming: A7, A0, A1, A2, A3 and 5 more; A7 reaches 2 resources, among them vault.',
        openedAt: AT,
        dueAt: '2026-07-03T05:00:00.000Z',
      },
    });
    const ends = edges.map((one) => (one.record === 'edge' ? `${one.type} ${one.to.label} ${one.to.id}` : ''));
    expect(ends.sort()).toEqual([
      ...Array.from({ length: 10 }, (_, i) => `ABOUT Agent a${i}`),
      'ABOUT Credential AKIAODA',
      'ABOUT Human human:E-9',
      'ROUTED_TO Human human:E-1',
    ]);
  });

  test('another credential, and another person, are another', () => {
    const rows = [
      row('a'),
      row('b', { cause: 'AKIAODA2' }),
      row('c', { owner: 'human:E-8' }),
      row('d', { cause: 'd', causeLabel: 'Agent' }),
    ];
    expect(new Set(groupRows(departedOwner, rows).map(({ id }) => id)).size).toBe(4);
  });

  test('keeps its key whatever the order and number of its agents', () => {
    const agents = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(agents, (names) => {
        const groups = groupRows(
          departedOwner,
          names.map((name) => row(name)),
        );
        expect(groups.map(({ id }) => id)).toEqual([groupRows(departedOwner, [row('x')])[0]?.id]);
        expect(groups[0]?.rows.length).toBe(names.length);
      }),
    );
  });
});

describe('times and receivers', () => {
  test('an open finding stays open since, and its due date follows its severity', () => {
    const before = { openedAt: '2026-06-01T00:00:00.000Z' };
    const due = (consumption: string) => recordsOf([row('a', { consumption })], before)[0]?.[0]?.props['dueAt'];
    expect(due('idle')).toBe('2026-07-01T00:00:00.000Z');
    expect(due('still consuming')).toBe('2026-06-02T00:00:00.000Z');
  });

  test('who was assigned comes before whom the rule names', () => {
    const before = { openedAt: AT, assignee: 'human:E-5', assigned: 'assigned by Bo: hers' };
    const [finding, ...edges] = recordsOf([row('a')], before)[0] ?? [];
    expect(finding?.props).toMatchObject({ routedTo: 'human:E-5', route: 'assigned by Bo: hers' });
    expect(edges.filter((one) => one.record === 'edge' && one.type === 'ROUTED_TO')).toHaveLength(1);
  });

  test('nobody left to go to: the finding stands, and says so', () => {
    const [records = []] = recordsOf([row('a', { routeTo: null, route: 'nobody active is left above Oda Rist' })]);
    expect(records[0]?.props).toMatchObject({ route: 'nobody active is left above Oda Rist' });
    expect(records[0]?.props).not.toHaveProperty('routedTo');
  });

  test('a departure without a date is told', () => {
    const [records = []] = recordsOf([row('a', { departedAt: null })]);
    expect(records[0]?.props['sentence']).toContain('left, at a time that is not known, and their agent A');
  });
});

describe('what is told elsewhere is no finding of its own', () => {
  const thing = (more: Row): Row => ({
    label: 'Credential',
    opens: true,
    agents: [],
    isContractor: false,
    reaches: 3,
    ...more,
  });
  test.each([
    [{}, true],
    [{ agents: ['a'] }, false],
    [{ opens: false }, false],
    [{ reaches: 0 }, false],
    [{ label: 'Agent' }, false],
    [{ isContractor: true }, false],
    [{ isContractor: true, label: 'Principal' }, true],
  ])('a credential of somebody who left, %j: %s', (more, told) => {
    expect(departedOwnerCredential.applies?.(thing(more))).toBe(told);
  });
});
