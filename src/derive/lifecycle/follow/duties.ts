import type { Graph } from '../../../graph/index.ts';
import type { EdgeRecord } from '../../../schema/index.ts';
import { dutyOfPerson, dutyOfTeam } from '../duty.ts';
import { readPeople, readTeams } from '../people.ts';
import type { RoutePerson, RouteTeam } from '../route.ts';
import { compared, type LimitedFacts } from './facts.ts';

const CLAIM = 'derive:graph/duty';

interface DutyFacts extends LimitedFacts {
  /** Keys of the people whose duties fall to somebody else than before, sorted. */
  readonly people: readonly string[];
  /** Keys of the teams whose chain passes somebody whose status changed, sorted. */
  readonly teams: readonly string[];
}

/** To whom duties fall whose chain passes some people, as deriving all duties would give it. `changed`: those whose status changed. */
export async function dutyFacts(graph: Graph, changed: readonly string[]): Promise<DutyFacts> {
  const below = await passing(graph, changed);
  const teams = await readTeams(graph, below.teams);
  const people = await withThoseAbove(graph, below.people, teams);
  const records = [
    ...below.people.flatMap((id) => {
      const person = people.get(id);
      return person === undefined ? [] : [...dutyOfPerson(person, people)];
    }),
    ...[...teams].flatMap(([id, team]) => [...dutyOfTeam(id, team, people)]),
  ] satisfies readonly EdgeRecord[];
  const from = [...below.people, ...below.teams];
  const { gone, fresh } = await compared(graph, { from, types: ['FALLS_TO'], claim: CLAIM }, records);
  const moved = new Set([...gone.map((one) => one.from), ...fresh.map((one) => one.from.id)]);
  return { people: below.people.filter((id) => moved.has(id)), teams: below.teams, records, gone };
}

const BELOW = `
  UNWIND $in.ids AS id MATCH (h:Human {id: id})
  CALL (h) {
    MATCH (x:Human)-[:REPORTS_TO|REPORTS_TO_WAS|SPONSORED_BY|SPONSORED_BY_WAS]->(h) RETURN x.id AS person, x.status AS status, null AS team
    UNION
    MATCH (h)-[:MEMBER_OF|MEMBER_OF_WAS {role: 'manager'}]->(t:Team) RETURN null AS person, null AS status, t.id AS team
    UNION
    MATCH (t:Team) WHERE t.managerId = h.id OR t.managerId IN [(h)-[:HAS_ACCOUNT|HAS_ACCOUNT_WAS]->(p) | p.id]
    RETURN null AS person, null AS status, t.id AS team
  }
  RETURN DISTINCT person, status, team`;

const MEMBERS =
  'UNWIND $in.teams AS id MATCH (x:Human)-[:MEMBER_OF]->(:Team {id: id}) RETURN DISTINCT x.id AS person, x.status AS status';

/** Everybody, and every team, from whom a chain of people who are not active leads to one of these. */
async function passing(graph: Graph, changed: readonly string[]) {
  const people = new Set(changed);
  const teams = new Set<string>();
  let wanted = changed;
  while (wanted.length > 0) {
    const rows = await graph.read(BELOW, { in: { ids: wanted } });
    const led = rows.flatMap((row) => (row['team'] as string | null) ?? []).filter((id) => !teams.has(id));
    for (const id of led) teams.add(id);
    const members = await graph.read(MEMBERS, { in: { teams: led } });
    const next: string[] = [];
    for (const row of [...rows, ...members]) {
      const person = row['person'] as string | null;
      if (person === null || people.has(person)) continue;
      people.add(person);
      // A chain ends at the first active person: nobody below them comes any further.
      if (row['status'] !== 'active') next.push(person);
    }
    wanted = next;
  }
  return { people: [...people].sort(), teams: [...teams].sort() };
}

/** People and, of those who are not active and of the first ones, everybody whom their duties may fall to. */
async function withThoseAbove(
  graph: Graph,
  ids: readonly string[],
  teams: ReadonlyMap<string, RouteTeam>,
): Promise<ReadonlyMap<string, RoutePerson>> {
  const known = new Map<string, RoutePerson>();
  const asked = new Set<string>();
  let wanted: readonly string[] = [...ids, ...[...teams.values()].flatMap(({ leads }) => leads)];
  for (let isFirst = true; wanted.length > 0; isFirst = false) {
    for (const id of wanted) asked.add(id);
    const read = await readPeople(graph, (some) => readTeams(graph, some), wanted);
    for (const [id, person] of read) known.set(id, person);
    const climbing = [...read.values()].filter(({ status }) => isFirst || status !== 'active');
    wanted = [...new Set(climbing.flatMap(aboveOf))].filter((id) => !asked.has(id));
  }
  return known;
}

function aboveOf({ managers, sponsors, teamManagers }: RoutePerson): string[] {
  return [...managers.map(({ to }) => to), ...sponsors.map(({ to }) => to), ...teamManagers];
}
