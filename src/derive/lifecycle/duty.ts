import { edge, ref } from '../../schema/index.ts';
import { deriveJob } from '../job.ts';
import { readRouteBook } from './people.ts';
import { type Route, type RoutePerson, type RouteTeam, routeOfPerson, routeOfTeam } from './route.ts';

/**
 * To whom each duty falls, for every person and team: of those who left it lies there now, of the others it would. Saved
 * questions, the API, the command line and findings read this one edge. No edge: nobody active is left.
 */
export const dutyJob = deriveJob({
  id: 'duty',
  title: 'To whom duties fall',
  reads: ['Human', 'Team', 'REPORTS_TO', 'SPONSORED_BY', 'MEMBER_OF', 'HAS_ACCOUNT'],
  writes: ['FALLS_TO'],
  async *run({ graph }) {
    const { people, teams } = await readRouteBook(graph);
    for (const person of people.values()) yield* dutyOfPerson(person, people);
    for (const [id, team] of teams) yield* dutyOfTeam(id, team, people);
  },
});

type People = ReadonlyMap<string, RoutePerson>;

/** `people`: at least those up the chain, to the first active one. */
export function* dutyOfPerson(person: RoutePerson, people: People) {
  const found = routeOfPerson(person, people);
  if (found !== undefined) yield edge('FALLS_TO', ref('Human', person.id), ref('Human', found.to), propsOf(found));
}

/** The same of a team by its key. */
export function* dutyOfTeam(id: string, team: RouteTeam, people: People) {
  const found = routeOfTeam(team, people);
  if (found !== undefined) yield edge('FALLS_TO', ref('Team', id), ref('Human', found.to), propsOf(found));
}

function propsOf({ route, reason, steps }: Route) {
  return { route, reason, steps };
}
