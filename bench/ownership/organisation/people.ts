import type { Dice } from './dice.ts';
import { RATES } from './rates.ts';
import type { TruePerson } from './types.ts';

const FIRST =
  'Ada Bao Cleo Dmitri Esme Farid Greta Hana Ivo Jonna Kofi Lena Mateo Nadia Oskar Priya Quentin Rosa Søren Tariq Uma Viktor Wanda Ximena Yuki Zofia Amara Bjørn Chidi Daphne Emil Fatou Gael Ines Jarek Katya Luca Mina Noé Olga'.split(
    ' ',
  );
const LAST =
  'Achterberg Bellweather Castellanos Dunmore Eriksen Fontaine Galloway Hartigan Ibsen Jankowski Kallström Lindqvist Marchetti Nakamura Okonkwo Petrova Quillfeather Rademaker Sandoval Thorvald Underhill Vasquez Wolstenholme Yamamoto Zielinski Abernathy Birkeland Cavendish Drummond Escobar Featherstone Grimaldi Holloway Iversen Jorgensen Kowalczyk Lombardi Mendieta Novak Oyelaran Pemberton Rasmussen Szymanski Tremblay Ulrichsen Villanueva Westergaard Xanthopoulos Ybarra Zimmermann'.split(
    ' ',
  );
const TEAM_NAMES =
  'payments checkout ledger search catalogue logistics pricing identity observability storage streaming forecasting fraud loyalty marketplace messaging onboarding reporting risk routing support-tools warehouse growth billing'.split(
    ' ',
  );

export const DOMAIN = 'larkfield.example';
const PEOPLE = 240;

/** Teams, and what each was before the last re-organisation; `platform` and `it` do things for others. */
export function teamsOf(): { id: string; name: string }[] {
  const names = [...TEAM_NAMES, 'platform', 'it'];
  return [...names, ...names.map((name) => `${name}-before`)].map((name) => ({
    id: `team:hr:larkfield:${name}`,
    name,
  }));
}

/** People without accounts yet. */
export function peopleOf(dice: Dice): TruePerson[] {
  const people: TruePerson[] = [];
  const taken = new Map<string, number>();
  for (let index = 0; index < PEOPLE; index += 1)
    people.push(personOf(index, people, taken, dice.fork(`person/${index}`)));
  const recycled = recycledOf(people, dice.fork('recycled'));
  const given = new Set(recycled.values());
  return people.map((person) => ({
    ...person,
    email: recycled.get(person.index) ?? person.email,
    givenOn: given.has(person.email),
  }));
}

/** Addresses of people who left that were given to somebody new. */
function recycledOf(people: readonly TruePerson[], dice: Dice): Map<number, string> {
  const found = new Map<number, string>();
  for (const gone of people) {
    const ended = gone.ended;
    if (ended === undefined || !dice.chance(RATES.recycledAddress / RATES.departed)) continue;
    const next = people.find((one) => one.began < ended - 30 && one.ended === undefined && !found.has(one.index));
    if (next !== undefined && next.renamed === undefined) found.set(next.index, gone.email);
  }
  return found;
}

function personOf(index: number, before: readonly TruePerson[], taken: Map<string, number>, dice: Dice): TruePerson {
  const namesake = index > 10 && dice.chance(RATES.sameName);
  const name = namesake ? dice.one(before).name : `${dice.one(FIRST)} ${dice.one(LAST)}`;
  const began = dice.int(40, 2400);
  const left = dice.chance(RATES.departed) && began > 200 ? dice.int(5, Math.min(700, began - 100)) : undefined;
  const role = roleOf(index, dice);
  const team =
    role === 'platform' || role === 'it' ? `team:hr:larkfield:${role}` : `team:hr:larkfield:${dice.one(TEAM_NAMES)}`;
  const renamed = began > 300 && dice.chance(RATES.renamed) ? dice.int(20, began - 60) : undefined;
  const email = addressOf(name, taken);
  const former = renamed === undefined ? undefined : addressOf(`${name.split(' ')[0] ?? ''} ${dice.one(LAST)}`, taken);
  const isEmployee = !dice.chance(RATES.contractor);
  const employee = `E-${4000 + index}`;
  const okta = `okta:larkfield:user:00u${letters(dice, 12)}`;
  return {
    index,
    name,
    email,
    givenOn: false,
    ...(former === undefined || renamed === undefined ? {} : { formerEmail: former, renamed }),
    began,
    ...(left === undefined ? {} : { ended: left }),
    team,
    ...(dice.chance(RATES.moved) ? { formerTeam: `team:hr:larkfield:${dice.one(TEAM_NAMES)}` } : {}),
    role,
    login: loginOf(name, index, dice),
    keys: { main: isEmployee ? `hr:larkfield:worker:${employee}` : okta, okta },
  };
}

function roleOf(index: number, dice: Dice): TruePerson['role'] {
  if (index < 3) return 'platform';
  if (index < 5) return 'it';
  return dice.chance(0.6) ? 'engineer' : 'business';
}

/** `søren.kallström` → `soren.kallstrom@…`; the next of the same name gets a number. */
function addressOf(name: string, taken: Map<string, number>): string {
  const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ø', 'o').toLowerCase();
  const local = plain.split(' ').join('.');
  const count = (taken.get(local) ?? 0) + 1;
  taken.set(local, count);
  return `${local}${count === 1 ? '' : count}@${DOMAIN}`;
}

function loginOf(name: string, index: number, dice: Dice): string {
  const [first = '', last = ''] = name
    .normalize('NFD')
    .replaceAll(/[^\w ]/g, '')
    .toLowerCase()
    .split(' ');
  const style = dice.int(0, 3);
  if (style === 0) return `${first}-${last}-lf${index}`;
  if (style === 1) return `${first.slice(0, 1)}${last}${index}`;
  return style === 2 ? `${letters(dice, 7)}${index}` : `${last}${first.slice(0, 2)}${index}`;
}

export function letters(dice: Dice, count: number): string {
  return Array.from({ length: count }, () => 'abcdefghijklmnopqrstuvwxyz0123456789'[dice.int(0, 35)]).join('');
}
