import { type Cast, emailOf } from '../cast.ts';
import type { Random } from '../prng.ts';
import type { Person } from '../types.ts';
import { personName } from './names.ts';

const TEAMS = ['platform', 'payments', 'data', 'support', 'finance', 'growth'] as const;
const SPAN = 9;

/** People beside the named ones: one in ten leads the next nine; some left, some are contractors. */
export function morePeople(cast: Cast, count: number, random: Random): Person[] {
  const people: Person[] = [];
  let lead: Person | undefined;
  for (let index = 0; index < count; index += 1) {
    const person = personAt(cast, index, lead, random.fork(`person/${index}`));
    if (index % (SPAN + 1) === 0) lead = person;
    people.push(person);
  }
  return people;
}

function personAt(cast: Cast, index: number, lead: Person | undefined, random: Random): Person {
  const isLead = index % (SPAN + 1) === 0;
  const team = isLead || lead === undefined ? random.pick(TEAMS) : lead.team;
  const head = cast.teams.find(({ id }) => id === team)?.manager;
  const name = personName(index);
  const contractor = !isLead && random.chance(0.08);
  const left = isLead ? undefined : leaving(random);
  return {
    id: `E-${1001 + cast.people.length + index}`,
    name,
    email: emailOf(name).replace('@', index < 900 ? '@' : `${index}@`),
    title: isLead ? 'Team Lead' : 'Engineer',
    team,
    manager: isLead ? head : lead?.id,
    employment: contractor ? 'Contractor' : 'Employee',
    sponsor: contractor ? lead?.id : undefined,
    began: random.int(420, 2500),
    left,
    github: `${random.lower(5)}-${index}-bw`,
    oktaId: `00u${random.alphanumeric(17)}`,
    entraId: random.uuid(),
    storeId: random.uuid(),
  };
}

function leaving(random: Random): number | undefined {
  return random.chance(0.06) ? random.int(5, 400) : undefined;
}
