import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/derive/people/accounts.ts';
import { clusterAccounts } from '../../src/derive/people/merge.ts';
import { humanIdOf, personOf } from '../../src/derive/people/person.ts';

const NOW = '2026-06-15T12:00:00.000Z';

function account(id: string, more: Partial<Account> = {}): Account {
  const system = id.slice(0, id.indexOf(':'));
  return { id, kind: system === 'hr' ? 'worker' : 'person', system, managers: [], sponsors: [], teams: [], ...more };
}

function clusters(...accounts: Account[]): string[][] {
  return clusterAccounts(accounts).map((cluster) => cluster.accounts.map((one) => one.id));
}

describe('accounts become one person', () => {
  test('by employee id, whatever its case', () => {
    expect(
      clusters(account('hr:m:worker:E-7', { employeeId: 'E-7' }), account('okta:o:user:1', { employeeId: 'e-7' })),
    ).toEqual([['hr:m:worker:E-7', 'okta:o:user:1']]);
  });

  test('by an e-mail that the company gives', () => {
    const found = clusters(
      account('okta:o:user:1', { email: 'zita@heron.example' }),
      account('entra:t:user:2', { email: 'zita@heron.example' }),
    );
    expect(found).toHaveLength(1);
  });

  test('by the SAML name id that a code platform holds', () => {
    const found = clusters(
      account('okta:o:user:1', { email: 'zita@heron.example' }),
      account('github:heron:user:zz-top', { externalIds: ['saml-name-id=zita@heron.example'] }),
    );
    expect(found).toHaveLength(1);
  });

  test('by the id that another system gave', () => {
    const found = clusters(account('okta:o:user:00uabc'), account('aws:d-1:user:9', { externalIds: ['scim=00uABC'] }));
    expect(found).toHaveLength(1);
  });

  test('through a third account', () => {
    const found = clusters(
      account('github:heron:user:z', { externalIds: ['saml-name-id=zita@heron.example'] }),
      account('hr:m:worker:E-7', { employeeId: 'E-7' }),
      account('okta:o:user:1', { employeeId: 'E-7', email: 'zita@heron.example' }),
    );
    expect(found).toHaveLength(1);
  });
});

describe('accounts stay apart', () => {
  test('when only the name is the same', () => {
    expect(
      clusters(account('okta:o:user:1', { name: 'Jo Ng' }), account('entra:t:user:2', { name: 'Jo Ng' })),
    ).toHaveLength(2);
  });

  test('when the e-mail was typed in by the user', () => {
    const typed = account('github:heron:user:z', { email: 'zita@heron.example' });
    expect(clusters(account('okta:o:user:1', { email: 'zita@heron.example' }), typed)).toHaveLength(2);
  });

  test('when a shared mailbox is all they share', () => {
    const shared = { email: 'support@heron.example' };
    expect(clusters(account('okta:o:user:1', shared), account('entra:t:user:2', shared))).toHaveLength(2);
  });

  test('when they have different employee ids and a recycled address', () => {
    const found = clusters(
      account('hr:m:worker:E-7', { employeeId: 'E-7', email: 'j.ng@heron.example' }),
      account('hr:m:worker:E-8', { employeeId: 'E-8', email: 'j.ng@heron.example' }),
    );
    expect(found).toHaveLength(2);
  });
});

describe('the person', () => {
  const only = (...accounts: Account[]) => {
    const [cluster] = clusterAccounts(accounts);
    if (cluster === undefined) throw new Error('no cluster');
    return personOf(cluster, humanIdOf(cluster), NOW);
  };

  test('has the key of the employee id, else of the e-mail, and keeps a key that was given before', () => {
    expect(only(account('hr:m:worker:E-7', { employeeId: 'E-7', email: 'a@b.example' })).id).toBe('human:E-7');
    expect(only(account('okta:o:user:1', { email: 'A@b.example' })).id).toBe('human:a@b.example');
    expect(only(account('hr:m:worker:E-7', { employeeId: 'E-7', humanId: 'human:a@b.example' })).id).toBe(
      'human:a@b.example',
    );
  });

  test('is departed when HR says so, and the contradiction of Okta is told', () => {
    const person = only(
      account('hr:m:worker:E-7', { employeeId: 'E-7', status: 'departed', departedAt: '2026-03-01T00:00:00.000Z' }),
      account('okta:o:user:1', { employeeId: 'E-7', status: 'active' }),
    );
    expect(person).toMatchObject({
      status: 'departed',
      departedAt: '2026-03-01T00:00:00.000Z',
      conflicts: ['hr says departed, okta says active'],
    });
  });

  test('is active until a last day that is to come', () => {
    expect(
      only(account('hr:m:worker:E-7', { status: 'active', departedAt: '2026-07-01T00:00:00.000Z' })),
    ).toMatchObject({
      status: 'active',
      departedAt: '2026-07-01T00:00:00.000Z',
    });
  });

  test('whose only account was deleted is departed, not unknown', () => {
    const gone = account('okta:o:user:1', {
      status: 'departed',
      departedAt: '2026-05-05T00:00:00.000Z',
      retiredAt: '2026-05-05T00:00:00.000Z',
    });
    expect(only(gone)).toMatchObject({ status: 'departed', departedAt: '2026-05-05T00:00:00.000Z' });
  });

  test('who was hired again is active by the live account', () => {
    const person = only(
      account('okta:o:user:1', { employeeId: 'E-7', status: 'departed', retiredAt: '2025-05-05T00:00:00.000Z' }),
      account('hr:m:worker:E-7', { employeeId: 'E-7', status: 'active' }),
    );
    expect(person.status).toBe('active');
  });

  test('of whom no system says anything is unknown', () => {
    expect(only(account('github:heron:user:z')).status).toBe('unknown');
  });
});
