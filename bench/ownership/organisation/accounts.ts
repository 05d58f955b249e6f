import type { Account } from '../../../src/derive/people/accounts.ts';
import type { Dice } from './dice.ts';
import { DOMAIN, letters } from './people.ts';
import { RATES } from './rates.ts';
import { ago, type TruePerson } from './types.ts';

/** What is collected of people, and whose each account is in truth. */
export interface Accounts {
  readonly accounts: readonly Account[];
  readonly accountOf: ReadonlyMap<string, number>;
  /** Accounts listed among people that no person is behind. */
  readonly bots: readonly { readonly key: string; readonly inDirectory: boolean }[];
}

type Draft = Omit<Account, 'managers' | 'sponsors' | 'teams'> & { readonly team?: string };

/** The accounts of everybody, with the mess that directories are in. Fills in the keys of the people. */
export function accountsOf(people: readonly TruePerson[], dice: Dice): Accounts {
  const accounts: Account[] = [];
  const accountOf = new Map<string, number>();
  const add = (draft: Draft, person?: number): void => {
    const { team, ...rest } = draft;
    accounts.push({ ...rest, managers: [], sponsors: [], teams: team === undefined ? [] : [{ id: team }] });
    if (person !== undefined) accountOf.set(rest.id, person);
  };
  for (const person of people) addPerson(person, dice.fork(`accounts/${person.index}`), add);
  return { accounts, accountOf, bots: machines(people, dice.fork('machines'), add) };
}

type Add = (draft: Draft, person?: number) => void;

function addPerson(person: TruePerson, dice: Dice, add: Add): void {
  const { index, name, email, team } = person;
  const employee = person.keys.main.startsWith('hr:') ? (person.keys.main.split(':').at(-1) ?? '') : undefined;
  const gone = person.ended !== undefined;
  const life = {
    startedAt: ago(person.began),
    ...(person.ended === undefined ? { status: 'active' } : { status: 'departed', departedAt: ago(person.ended) }),
  };
  if (employee !== undefined) addWorker(person, employee, life, dice, add);
  const linked = employee !== undefined && dice.chance(0.9) ? { employeeId: employee } : {};
  const old = person.formerEmail;
  const history = old !== undefined && dice.chance(0.9) ? { formerEmails: [old] } : {};
  const oktaLogin = old !== undefined && dice.chance(0.5) ? old : email;
  const left = gone && (person.ended ?? 0) > 365 && dice.chance(0.5) ? { retiredAt: ago(person.ended ?? 0) } : {};
  const directory = { name, email, ...life, ...left, ...(employee === undefined ? { team } : {}) };
  add(
    { id: person.keys.okta, kind: 'person', system: 'okta', login: oktaLogin, ...directory, ...linked, ...history },
    index,
  );
  addOthers(person, old, dice, add);
}

function addWorker(person: TruePerson, employee: string, life: object, dice: Dice, add: Add): void {
  const { index, name, email, team } = person;
  const base = { kind: 'worker', system: 'hr', name, email, emailVerified: true } as const;
  add({ id: person.keys.main, ...base, ...life, employeeId: employee, team, ...earlier(person, dice, add) }, index);
}

/** Somebody hired again: the first engagement has its own employee id, which HR links in most cases. */
function earlier(person: TruePerson, dice: Dice, add: Add): Pick<Draft, 'externalIds'> {
  if (!dice.chance(RATES.rehired)) return {};
  const id = `E-${2000 + person.index}`;
  const [from, to] = [person.began + 900, person.began + 200];
  add(
    {
      id: `hr:larkfield:worker:${id}`,
      kind: 'worker',
      system: 'hr',
      name: person.name,
      email: person.email,
      emailVerified: true,
      employeeId: id,
      status: 'departed',
      startedAt: ago(from),
      departedAt: ago(to),
    },
    person.index,
  );
  return dice.chance(0.7) ? { externalIds: [`employee-id=${id}`] } : {};
}

function addOthers(person: TruePerson, old: string | undefined, dice: Dice, add: Add): void {
  const { index, name, keys } = person;
  const created = { createdAt: ago(person.began - 2) };
  const life = (ends = 0.85): object => {
    if (person.ended === undefined || !dice.chance(ends)) return created;
    return dice.chance(0.5)
      ? { ...created, retiredAt: ago(person.ended - 3) }
      : { ...created, status: 'departed', departedAt: ago(person.ended) };
  };
  const stale = (): string => (old !== undefined && dice.chance(0.5) ? old : person.email);
  if (dice.chance(0.85)) {
    keys.entra = `entra:larkfield:user:${letters(dice, 16)}`;
    add(
      {
        id: keys.entra,
        kind: 'person',
        system: 'entra',
        name,
        email: person.email,
        emailVerified: true,
        login: person.email,
        ...life(1),
      },
      index,
    );
  }
  if (dice.chance(0.5)) {
    keys.aws = `aws:d-larkfield:user:${letters(dice, 12)}`;
    const scim = `scim=${keys.okta.split(':').at(-1) ?? ''}`;
    add(
      { id: keys.aws, kind: 'person', system: 'aws', name, login: person.email, externalIds: [scim], ...life() },
      index,
    );
  }
  if (person.role !== 'business' || dice.chance(0.15)) {
    keys.github = `github:larkfield:user:${person.login}`;
    const linked = !dice.chance(RATES.unlinkedCodeAccount);
    const external = linked ? { externalIds: [`saml-name-id=${stale()}`] } : {};
    add(
      {
        id: keys.github,
        kind: 'person',
        system: 'github',
        login: person.login,
        name,
        ...external,
        ...life(person.givenOn ? 1 : undefined),
      },
      index,
    );
  }
  if (person.role === 'business' || dice.chance(0.1)) {
    keys.crm = `salesforce:larkfield:user:005${letters(dice, 12)}`;
    add(
      {
        id: keys.crm,
        kind: 'person',
        system: 'salesforce',
        name,
        email: stale(),
        emailVerified: true,
        login: `${person.email}.crm`,
        ...life(),
      },
      index,
    );
  }
}

/** Shared mailboxes, service accounts that bear a person's name, and bots, some of which look like people. */
function machines(people: readonly TruePerson[], dice: Dice, add: Add): Accounts['bots'] {
  for (const box of ['support', 'orders-desk', 'partners', 'no-reply']) {
    for (const system of ['okta', 'entra']) {
      const email = `${box}@${DOMAIN}`;
      add({
        id: `${system}:larkfield:user:box-${box}-${system}`,
        kind: 'person',
        system,
        email,
        emailVerified: true,
        login: email,
      });
    }
  }
  for (let at = 0; at < 5; at += 1) {
    const { name, email } = dice.one(people);
    const login = `svc-${email}`;
    add({
      id: `okta:larkfield:user:svc${at}`,
      kind: 'person',
      system: 'okta',
      name,
      email: login,
      login,
      status: 'active',
    });
  }
  const names = ['larkfield-deploy', 'release-train', 'mergequeue', 'build-ci', 'octo-helper', 'shipit'];
  return names.map((login, at) => {
    const key = `github:larkfield:user:${login}`;
    add({ id: key, kind: 'person', system: 'github', login });
    const inDirectory = at === 1;
    if (inDirectory) {
      const email = `${login}@${DOMAIN}`;
      add({
        id: `okta:larkfield:user:${login}`,
        kind: 'person',
        system: 'okta',
        email,
        login: email,
        status: 'active',
      });
    }
    return { key, inDirectory };
  });
}
