import type { Graph, Row } from '../../graph/index.ts';
import type { RoutePerson, RouteTeam, Tie } from './route.ts';

const TIES = (type: string): string =>
  `[(h)-[r:${type}|${type}_WAS]->(m:Human) | {to: m.id, from: coalesce(r.from, r.firstSeen), until: r.to}]`;

const peopleText = (which: string): string => `
  ${which} WHERE h.retiredAt IS NULL AND h.status <> 'merged'
  RETURN h.id AS id, coalesce(h.name, h.email, h.id) AS name, h.status AS status, h.title AS title, h.departedAt AS departedAt,
         ${TIES('REPORTS_TO')} AS managers, ${TIES('SPONSORED_BY')} AS sponsors,
         [(h)-[:MEMBER_OF]->(t:Team) WHERE t.retiredAt IS NULL | t.id] AS teams
  ORDER BY id`;

const teamsText = (which: string): string => `
  ${which} WHERE t.retiredAt IS NULL OR t.status = 'dissolved'
  CALL (t) {
    MATCH (lead:Human) WHERE lead.id = t.managerId RETURN lead, '9' AS until
    UNION MATCH (lead:Human)-[:HAS_ACCOUNT|HAS_ACCOUNT_WAS]->(:Principal {id: t.managerId}) RETURN lead, '9' AS until
    UNION MATCH (lead:Human)-[r:MEMBER_OF|MEMBER_OF_WAS {role: 'manager'}]->(t) RETURN lead, coalesce(r.to, '8') AS until
  }
  WITH t, lead, max(until) AS until ORDER BY until DESC, lead.id
  RETURN t.id AS id, coalesce(t.name, t.id) AS name, coalesce(t.status, 'active') = 'dissolved' AS dissolved, collect(lead.id) AS leads
  ORDER BY id`;

/** People and teams as routing takes them, from the graph and its history. */
export interface RouteBook {
  readonly people: ReadonlyMap<string, RoutePerson>;
  readonly teams: ReadonlyMap<string, RouteTeam>;
}

/** All of them. */
export async function readRouteBook(graph: Graph): Promise<RouteBook> {
  const teams = await readTeams(graph);
  return { people: await readPeople(graph, teams), teams };
}

/** All teams, or those of these keys. */
export async function readTeams(graph: Graph, ids?: readonly string[]): Promise<Map<string, RouteTeam>> {
  const teams = new Map<string, RouteTeam>();
  const which = ids === undefined ? 'MATCH (t:Team)' : 'UNWIND $in.ids AS id MATCH (t:Team {id: id})';
  for await (const row of graph.stream(teamsText(which), inOf(ids))) {
    teams.set(row['id'] as string, {
      name: row['name'] as string,
      dissolved: row['dissolved'] as boolean,
      leads: row['leads'] as string[],
    });
  }
  return teams;
}

type Teams = ReadonlyMap<string, RouteTeam>;

/** All people, or those of these keys; `teams`: at least theirs, or how to read them by key. */
export async function readPeople(
  graph: Graph,
  teams: Teams | ((ids: readonly string[]) => Promise<Teams>),
  ids?: readonly string[],
): Promise<Map<string, RoutePerson>> {
  const which = ids === undefined ? 'MATCH (h:Human)' : 'UNWIND $in.ids AS id MATCH (h:Human {id: id})';
  const rows: Row[] = [];
  for await (const row of graph.stream(peopleText(which), inOf(ids))) rows.push(row);
  const theirs = typeof teams === 'function' ? await teams(rows.flatMap((row) => row['teams'] as string[])) : teams;
  return new Map(rows.map((row) => [row['id'] as string, personOf(row, theirs)]));
}

function personOf(row: Row, teams: Teams): RoutePerson {
  const leads = (row['teams'] as string[]).flatMap((id) => teams.get(id)?.leads ?? []);
  return {
    id: row['id'] as string,
    name: row['name'] as string,
    status: row['status'] as string,
    title: (row['title'] as string | null) ?? undefined,
    departedAt: (row['departedAt'] as string | null) ?? undefined,
    managers: tiesOf(row['managers']),
    sponsors: tiesOf(row['sponsors']),
    teamManagers: [...new Set(leads)],
  };
}

function inOf(ids: readonly string[] | undefined) {
  return ids === undefined ? {} : { in: { ids: [...new Set(ids)] } };
}

function tiesOf(value: unknown): Tie[] {
  return (value as readonly Readonly<Record<'to' | 'from' | 'until', string | null>>[]).map(({ to, from, until }) => ({
    to: to ?? '',
    ...(from === null ? {} : { from }),
    ...(until === null ? {} : { until }),
  }));
}
