import type { Account } from '../../src/derive/people/accounts.ts';

/** An account by its key; the rest as a system would have it. */
export function account(id: string, more: Partial<Account> = {}): Account {
  const system = id.slice(0, id.indexOf(':'));
  return { id, kind: system === 'hr' ? 'worker' : 'person', system, managers: [], sponsors: [], teams: [], ...more };
}

interface MergeCase {
  readonly name: string;
  readonly accounts: readonly Account[];
  /** Groups of account keys, one a person; what is nobody's is left out. */
  readonly people: readonly (readonly string[])[];
  /** Pairs that are proposed, by the first account of each. */
  readonly proposed?: readonly (readonly [string, string])[];
  /** What the conflicts of some person say. */
  readonly conflict?: RegExp;
}

const HR = (id: string, more: Partial<Account> = {}) =>
  account(`hr:m:worker:${id}`, { employeeId: id, emailVerified: true, ...more });
const LEFT = { status: 'departed', departedAt: '2024-03-01T00:00:00.000Z' } as const;

/** The cases of merging people, as data. */
export const MERGE_CASES: readonly MergeCase[] = [
  {
    name: 'an employee id joins, whatever its case',
    accounts: [HR('E-7'), account('okta:o:user:1', { employeeId: 'e-7' })],
    people: [['hr:m:worker:E-7', 'okta:o:user:1']],
  },
  {
    name: 'an e-mail that the company gives joins',
    accounts: [
      account('entra:t:user:2', { email: 'Zita@heron.example' }),
      account('okta:o:user:1', { email: 'zita@heron.example' }),
    ],
    people: [['entra:t:user:2', 'okta:o:user:1']],
  },
  {
    name: 'a SAML NameID joins',
    accounts: [
      account('okta:o:user:1', { email: 'zita@heron.example' }),
      account('github:heron:user:zz-top', { externalIds: ['saml-name-id=zita@heron.example'] }),
    ],
    people: [['github:heron:user:zz-top', 'okta:o:user:1']],
  },
  {
    name: 'a SCIM externalId finds the account that it names (Identity Center user)',
    accounts: [
      account('okta:o:user:00uabc'),
      account('aws:d-1:user:9', { externalIds: ['scim=00uABC'] }),
      account('aws:d-1:user:8', { externalIds: ['scim=00uABD'] }),
    ],
    people: [['aws:d-1:user:8'], ['aws:d-1:user:9', 'okta:o:user:00uabc']],
  },
  {
    name: 'three systems in a chain',
    accounts: [
      account('github:heron:user:z', { externalIds: ['saml-name-id=zita@heron.example'] }),
      HR('E-7'),
      account('okta:o:user:1', { employeeId: 'E-7', email: 'zita@heron.example' }),
    ],
    people: [['github:heron:user:z', 'hr:m:worker:E-7', 'okta:o:user:1']],
  },
  {
    name: 'a renamed person: the code platform still has the address that the directory had before',
    accounts: [
      HR('E-7', { email: 'zita.marlow@heron.example' }),
      account('okta:o:user:1', {
        employeeId: 'E-7',
        email: 'zita.marlow@heron.example',
        formerEmails: ['zita.quill@heron.example'],
      }),
      account('github:heron:user:zz', { externalIds: ['saml-name-id=zita.quill@heron.example'] }),
    ],
    people: [['github:heron:user:zz', 'hr:m:worker:E-7', 'okta:o:user:1']],
  },
  {
    name: 'a renamed person: the old address stays as the login of the directory',
    accounts: [
      account('okta:o:user:1', { email: 'zita.marlow@heron.example', login: 'zita.quill@heron.example' }),
      account('entra:t:user:2', { email: 'zita.quill@heron.example' }),
    ],
    people: [['entra:t:user:2', 'okta:o:user:1']],
  },
  {
    name: 'a former address that somebody else has now joins nobody',
    accounts: [
      HR('E-7', { email: 'a.marlow@heron.example', formerEmails: ['a.quill@heron.example'] }),
      HR('E-8', { email: 'a.quill@heron.example' }),
      account('github:heron:user:aq', { externalIds: ['saml-name-id=a.quill@heron.example'] }),
    ],
    people: [['github:heron:user:aq', 'hr:m:worker:E-8'], ['hr:m:worker:E-7']],
    conflict: /former e-mail a\.quill@heron\.example is shared by e-7 and e-8/,
  },
  {
    name: 'two people of one name are two',
    accounts: [HR('E-7', { name: 'Jo Ng' }), HR('E-8', { name: 'Jo Ng' })],
    people: [['hr:m:worker:E-7'], ['hr:m:worker:E-8']],
  },
  {
    name: 'accounts of two directories that share a name are two, and proposed',
    accounts: [account('entra:t:user:2', { name: 'Jo Ng' }), account('okta:o:user:1', { name: 'Jo Ng' })],
    people: [['entra:t:user:2'], ['okta:o:user:1']],
    proposed: [['entra:t:user:2', 'okta:o:user:1']],
  },
  {
    name: 'a name alone proposes',
    accounts: [
      HR('E-7', { name: 'Håkon Lindqvist-Mbeki' }),
      account('github:heron:user:hlm', { name: 'Hakon Lindqvist Mbeki' }),
    ],
    people: [['github:heron:user:hlm'], ['hr:m:worker:E-7']],
    proposed: [['github:heron:user:hlm', 'hr:m:worker:E-7']],
  },
  {
    name: 'an e-mail that the user typed in proposes',
    accounts: [
      account('github:heron:user:z', { email: 'zita@heron.example' }),
      account('okta:o:user:1', { email: 'zita@heron.example' }),
    ],
    people: [['github:heron:user:z'], ['okta:o:user:1']],
    proposed: [['github:heron:user:z', 'okta:o:user:1']],
  },
  {
    name: 'logins that are alike are not one person: they propose',
    accounts: [
      account('github:heron:user:mlopez', { login: 'mlopez' }),
      account('gitlab:heron:user:mlopez', { login: 'mlopez' }),
    ],
    people: [['github:heron:user:mlopez'], ['gitlab:heron:user:mlopez']],
    proposed: [['github:heron:user:mlopez', 'gitlab:heron:user:mlopez']],
  },
  {
    name: 'a shared mailbox joins nobody and is nobody',
    accounts: [
      account('okta:o:user:1', { email: 'support@heron.example' }),
      account('entra:t:user:2', { email: 'support@heron.example' }),
    ],
    people: [],
  },
  {
    name: 'a worker with a shared mailbox is a person, and the mailbox joins nothing to them',
    accounts: [
      HR('E-7', { email: 'it@heron.example' }),
      account('okta:o:user:1', { email: 'it@heron.example', login: 'una@heron.example' }),
    ],
    people: [['hr:m:worker:E-7']],
  },
  {
    name: 'a service account with a person’s name is nobody',
    accounts: [
      HR('E-7', { name: 'Maria Lopez', email: 'maria.lopez@heron.example' }),
      account('okta:o:user:5', {
        name: 'Maria Lopez',
        login: 'svc-maria.lopez@heron.example',
        email: 'maria.lopez@heron.example',
      }),
      account('github:heron:user:maria-lopez-bot', { login: 'maria-lopez-bot', name: 'Maria Lopez' }),
    ],
    people: [['hr:m:worker:E-7']],
  },
  {
    name: 'a person whose name merely contains a machine’s word is a person',
    accounts: [
      account('github:heron:user:ci.wong', { login: 'ci.wong' }),
      account('github:heron:user:abbot', { login: 'abbot' }),
    ],
    people: [['github:heron:user:abbot'], ['github:heron:user:ci.wong']],
  },
  {
    name: 'an address given to somebody new belongs to the one who is there now',
    accounts: [
      HR('E-7', { email: 'j.ng@heron.example', ...LEFT }),
      HR('E-8', { email: 'j.ng@heron.example', status: 'active', startedAt: '2025-01-01T00:00:00.000Z' }),
      account('github:heron:user:jng', { externalIds: ['saml-name-id=j.ng@heron.example'] }),
    ],
    people: [['github:heron:user:jng', 'hr:m:worker:E-8'], ['hr:m:worker:E-7']],
    conflict: /j\.ng@heron\.example was given to somebody else/,
  },
  {
    name: 'an address that two people have at once joins nobody',
    accounts: [
      HR('E-7', { email: 'j.ng@heron.example', status: 'active' }),
      HR('E-8', { email: 'j.ng@heron.example', status: 'active' }),
      account('github:heron:user:jng', { externalIds: ['saml-name-id=j.ng@heron.example'] }),
    ],
    people: [['github:heron:user:jng'], ['hr:m:worker:E-7'], ['hr:m:worker:E-8']],
    conflict: /is shared by e-7 and e-8/,
  },
  {
    name: 'an address that two employees have, of whom nothing says when, joins nobody',
    accounts: [
      account('hr:m:worker:E-7', { employeeId: 'E-7', email: 'j.ng@heron.example' }),
      account('hr:m:worker:E-8', { employeeId: 'E-8', email: 'j.ng@heron.example' }),
    ],
    people: [['hr:m:worker:E-7'], ['hr:m:worker:E-8']],
    conflict: /is shared by e-7 and e-8/,
  },
  {
    name: 'an identifier that points at two employees joins nobody',
    accounts: [
      HR('E-7'),
      HR('E-8'),
      account('okta:o:user:1', { employeeId: 'E-7', externalIds: ['scim=abc-9'] }),
      account('entra:t:user:2', { employeeId: 'E-8', externalIds: ['scim=abc-9'] }),
    ],
    people: [
      ['entra:t:user:2', 'hr:m:worker:E-8'],
      ['hr:m:worker:E-7', 'okta:o:user:1'],
    ],
    conflict: /scim abc-9 is shared by e-7 and e-8/,
  },
  {
    name: 'a rehire of whom HR names the earlier employee id is one person',
    accounts: [
      HR('E-7', { email: 'una@heron.example', ...LEFT }),
      HR('E-90', { email: 'una@heron.example', status: 'active', externalIds: ['employee-id=E-7'] }),
      account('okta:o:user:1', { employeeId: 'E-90', email: 'una@heron.example' }),
    ],
    people: [['hr:m:worker:E-7', 'hr:m:worker:E-90', 'okta:o:user:1']],
  },
  {
    name: 'a rehire of whom HR says nothing stays two, and the live accounts go to the new engagement',
    accounts: [
      HR('E-7', { email: 'una@heron.example', ...LEFT }),
      HR('E-90', { email: 'una@heron.example', status: 'active' }),
      account('okta:o:user:1', { email: 'una@heron.example' }),
    ],
    people: [['hr:m:worker:E-7'], ['hr:m:worker:E-90', 'okta:o:user:1']],
    conflict: /una@heron\.example is shared by e-7 and e-90/,
  },
  {
    name: 'a contractor who is in no HR file is joined by the directories, and has a sponsor',
    accounts: [
      account('okta:o:user:1', { email: 'kim@agency.example', sponsorEmail: 'una@heron.example' }),
      account('entra:t:user:2', { email: 'kim@agency.example', login: 'kim_agency.example#EXT#@heron.example' }),
    ],
    people: [['entra:t:user:2', 'okta:o:user:1']],
  },
];
