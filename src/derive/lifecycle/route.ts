/** Somebody reported to, or was sponsored by, somebody in a time. UTC instants; no `from`: since ever; no `to`: still. */
export interface Tie {
  readonly to: string;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** What routing needs to know of a person. */
export interface RoutePerson {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly title?: string | undefined;
  readonly departedAt?: string | undefined;
  readonly sponsors: readonly Tie[];
  readonly managers: readonly Tie[];
  /** People who lead a team of theirs. */
  readonly teamManagers: readonly string[];
}

export type RouteKind =
  | 'sponsor'
  | 'above-sponsor'
  | 'manager'
  | 'above-manager'
  | 'team-manager'
  | 'above-team-manager';

/** To whom a duty falls. `steps`: people up the chain, the receiver included. */
export interface Route {
  readonly to: string;
  readonly route: RouteKind;
  readonly reason: string;
  readonly steps: number;
}

type People = ReadonlyMap<string, RoutePerson>;

/**
 * To whom the duty of a person falls when they cannot act: the sponsor, else the manager (of somebody who left: the one at their
 * departure), else who leads their team; from there up the chain to the first active person. A chain that runs in a circle or
 * ends before it meets one is given up, and the next beginning is tried. `undefined`: nobody active is left.
 */
export function routeOfPerson(person: RoutePerson, people: People): Route | undefined {
  const gone = person.status === 'departed';
  const sponsor = tieAt(person.sponsors, gone ? person.departedAt : undefined)?.to;
  const manager = tieAt(person.managers, gone ? person.departedAt : undefined)?.to;
  return (
    climbed(sponsor, people, person.id, (steps) =>
      steps === 1
        ? ['sponsor', `sponsor of ${person.name}`]
        : ['above-sponsor', `first active person above the sponsor of ${person.name}`],
    ) ??
    climbed(manager, people, person.id, (steps) =>
      steps === 1
        ? ['manager', `manager of ${person.name}${gone ? ' at departure' : ''}`]
        : ['above-manager', `first active manager above ${person.name}`],
    ) ??
    firstOf(person.teamManagers, (lead) =>
      climbed(lead, people, person.id, (steps) =>
        steps === 1
          ? ['team-manager', `manager of the team of ${person.name}`]
          : ['above-team-manager', `first active manager above the team of ${person.name}`],
      ),
    )
  );
}

/** A team, with who led it, the last one first. */
export interface RouteTeam {
  readonly name: string;
  readonly dissolved: boolean;
  readonly leads: readonly string[];
}

/** To whom what a team owns falls: who leads it (led it last, whatever they do now), else the first active manager above. */
export function routeOfTeam(team: RouteTeam, people: People): Route | undefined {
  const last = team.dissolved ? 'last manager' : 'manager';
  return firstOf(team.leads, (lead) =>
    climbed(lead, people, undefined, (steps) => {
      const title = people.get(lead)?.title;
      return steps === 1
        ? ['team-manager', `${last} of ${team.name}${team.dissolved && title !== undefined ? `, now ${title}` : ''}`]
        : ['above-team-manager', `first active manager above the ${last} of ${team.name}`];
    }),
  );
}

type Words = (steps: number) => readonly [RouteKind, string];

/** The first active person from `start` up. `not`: the one whose duty it is, who is never their own receiver. */
function climbed(start: string | undefined, people: People, not: string | undefined, words: Words): Route | undefined {
  const seen = new Set(not === undefined ? [] : [not]);
  let at = start;
  for (let steps = 1; at !== undefined && !seen.has(at); steps += 1) {
    const person = people.get(at);
    if (person === undefined) return undefined;
    if (person.status === 'active') {
      const [route, reason] = words(steps);
      return { to: at, route, reason, steps };
    }
    seen.add(at);
    at = above(person);
  }
  return undefined;
}

function above(person: RoutePerson): string | undefined {
  const at = person.status === 'departed' ? person.departedAt : undefined;
  return tieAt(person.managers, at)?.to ?? tieAt(person.sponsors, at)?.to;
}

/**
 * The tie that held at a time; without a time, the one that holds now, else the last that did. Where none held at that time
 * (the systems were first read later, or the manager was taken away before the departure was told), the last one before it,
 * else the first after it.
 */
function tieAt(ties: readonly Tie[], at: string | undefined): Tie | undefined {
  const ordered = [...ties].sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
  if (at === undefined) return ordered.findLast((tie) => tie.until === undefined) ?? lastEnded(ordered);
  const holding = ordered.findLast((tie) => (tie.from ?? '') <= at && (tie.until === undefined || tie.until >= at));
  return holding ?? lastEnded(ordered.filter((tie) => tie.until !== undefined && tie.until < at)) ?? ordered[0];
}

function lastEnded(ties: readonly Tie[]): Tie | undefined {
  return [...ties].sort((a, b) => ((a.until ?? '') < (b.until ?? '') ? -1 : 1)).at(-1);
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
