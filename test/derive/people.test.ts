import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/derive/people/accounts.ts';
import { assignHumanIds } from '../../src/derive/people/ids.ts';
import { peopleOf } from '../../src/derive/people/job.ts';
import { clusterAccounts } from '../../src/derive/people/merge.ts';
import { personOf } from '../../src/derive/people/person.ts';
import { proposeMerges } from '../../src/derive/people/propose.ts';
import { account, MERGE_CASES } from './people-cases.ts';

const NOW = '2026-06-15T12:00:00.000Z';

function groupsOf(accounts: readonly Account[]): string[][] {
  return peopleOf(accounts)
    .map(({ cluster }) => cluster.accounts.map(({ id }) => id).sort())
    .sort((a, b) => String(a).localeCompare(String(b), 'en'));
}

describe('accounts become people', () => {
  test.each(MERGE_CASES)('$name', ({ accounts, people, proposed = [], conflict }) => {
    expect(groupsOf(accounts)).toEqual(people.map((one) => [...one]));
    const found = peopleOf(accounts).map(({ cluster }) => cluster);
    const pairs = proposeMerges(found).map(({ pair }) => pair.map((index) => found[index]?.accounts[0]?.id));
    expect(pairs).toEqual(proposed.map((one) => [...one]));
    const conflicts = found.flatMap((cluster) => cluster.conflicts);
    if (conflict === undefined) expect(conflicts).toEqual([]);
    else expect(conflicts.join('\n')).toMatch(conflict);
  });

  test.each(MERGE_CASES)('in any order: $name', ({ accounts }) => {
    const expected = groupsOf(accounts);
    fc.assert(
      fc.property(fc.shuffledSubarray([...accounts], { minLength: accounts.length }), (shuffled) => {
        expect(groupsOf(shuffled)).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  });

  test('and every account says why it is there', () => {
    const [found] = clusterAccounts(MERGE_CASES[4]?.accounts ?? []);
    expect(Object.fromEntries(found?.basis ?? [])).toEqual({
      'github:heron:user:z': 'saml-name-id zita@heron.example',
      'hr:m:worker:E-7': 'employee id E-7',
      'okta:o:user:1': 'employee id E-7',
    });
  });
});

describe('the key of a person', () => {
  const keyOf = (...accounts: Account[]) => assignHumanIds(clusterAccounts(accounts));

  test('is the employee id, else the e-mail, else the account; one that was given before is kept', () => {
    expect(keyOf(account('hr:m:worker:E-7', { employeeId: 'E-7', email: 'a@b.example' }))).toEqual(['human:E-7']);
    expect(keyOf(account('okta:o:user:1', { email: 'A@b.example' }))).toEqual(['human:a@b.example']);
    expect(keyOf(account('github:heron:user:z'))).toEqual(['human:github:heron:user:z']);
    expect(keyOf(account('hr:m:worker:E-7', { employeeId: 'E-7', humanId: 'human:a@b.example' }))).toEqual([
      'human:a@b.example',
    ]);
  });

  test('stays with the employee when a merge is undone, and the other part gets one of its own', () => {
    const before = { humanId: 'human:E-7' };
    const keys = keyOf(
      account('github:heron:user:z', { login: 'z', ...before }),
      account('hr:m:worker:E-7', { employeeId: 'E-7', ...before }),
    );
    expect(keys).toEqual(['human:github:heron:user:z', 'human:E-7']);
  });

  test('is never given twice', () => {
    const same = { email: 'support@heron.example' };
    const keys = keyOf(account('okta:o:user:1', same), account('okta:o:user:2', same));
    expect(new Set(keys).size).toBe(2);
  });
});

describe('the person', () => {
  const only = (...accounts: Account[]) => {
    const [cluster] = clusterAccounts(accounts);
    if (cluster === undefined) throw new Error('no cluster');
    return personOf(cluster, 'human:x', NOW);
  };
  const MARCH = '2026-03-01T00:00:00.000Z';

  test('is departed when HR says so, and the contradiction of Okta is told', () => {
    const person = only(
      account('hr:m:worker:E-7', { employeeId: 'E-7', status: 'departed', departedAt: MARCH }),
      account('okta:o:user:1', { employeeId: 'E-7', status: 'active' }),
    );
    expect(person).toMatchObject({
      status: 'departed',
      departedAt: MARCH,
      conflicts: ['hr says departed, okta says active'],
    });
  });

  test('is departed when Okta says so first, and the contradiction of HR is told', () => {
    const person = only(
      account('hr:m:worker:E-7', { employeeId: 'E-7', status: 'active', startedAt: '2020-01-01T00:00:00.000Z' }),
      account('okta:o:user:1', { employeeId: 'E-7', status: 'departed', departedAt: MARCH }),
    );
    expect(person).toMatchObject({
      status: 'departed',
      departedAt: MARCH,
      conflicts: ['okta says departed, hr says active'],
    });
  });

  test('is not departed for an account in Okta that was replaced by another, or ended before the engagement began', () => {
    const gone = { employeeId: 'E-7', status: 'departed', departedAt: MARCH } as const;
    const hr = account('hr:m:worker:E-7', {
      employeeId: 'E-7',
      status: 'active',
      startedAt: '2020-01-01T00:00:00.000Z',
    });
    expect(
      only(hr, account('okta:o:user:1', gone), account('okta:o:user:2', { employeeId: 'E-7', status: 'active' }))
        .status,
    ).toBe('active');
    const again = account('hr:m:worker:E-7', {
      employeeId: 'E-7',
      status: 'active',
      startedAt: '2026-04-01T00:00:00.000Z',
    });
    expect(only(again, account('okta:o:user:1', gone)).status).toBe('active');
  });

  test('is not departed because a code platform lost the account', () => {
    const person = only(
      account('okta:o:user:1', { email: 'z@heron.example', status: 'active' }),
      account('github:heron:user:z', { externalIds: ['saml-name-id=z@heron.example'], status: 'departed' }),
    );
    expect(person.status).toBe('active');
  });

  test('is active until a last day that is to come', () => {
    const person = only(account('hr:m:worker:E-7', { status: 'active', departedAt: '2026-07-01T00:00:00.000Z' }));
    expect(person).toMatchObject({ status: 'active', departedAt: '2026-07-01T00:00:00.000Z' });
  });

  test('whose only account was deleted is departed, not unknown', () => {
    const at = '2026-05-05T00:00:00.000Z';
    expect(only(account('okta:o:user:1', { status: 'departed', departedAt: at, retiredAt: at }))).toMatchObject({
      status: 'departed',
      departedAt: at,
    });
  });

  test('who was hired again is active by the live account, under either id', () => {
    const gone = { employeeId: 'E-7', status: 'departed', retiredAt: '2025-05-05T00:00:00.000Z' } as const;
    expect(
      only(account('okta:o:user:1', gone), account('hr:m:worker:E-7', { employeeId: 'E-7', status: 'active' })).status,
    ).toBe('active');
    const person = only(
      account('hr:m:worker:E-7', { employeeId: 'E-7', status: 'departed', departedAt: MARCH }),
      account('hr:m:worker:E-90', { employeeId: 'E-90', status: 'active', externalIds: ['employee-id=E-7'] }),
    );
    expect(person).toMatchObject({ status: 'active', employeeId: 'E-90' });
  });

  test('of whom no system says anything is unknown', () => {
    expect(only(account('github:heron:user:z')).status).toBe('unknown');
  });
});
