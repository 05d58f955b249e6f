import type { Graph } from '../../graph/index.ts';
import type { RoutePerson, RouteTeam, Tie } from './route.ts';

const TIES = (type: string): string =>
  `[(h)-[r:${type}|${type}_WAS]->(m:Human) | {to: m.id, from: coalesce(r.from, r.firstSeen), until: r.to}]`;

const PEOPLE = `
  MATCH (h:Human) WHERE h.retiredAt IS NULL AND h.status <> 'merged'
  RETURN h.id AS id, coalesce(h.name, h.email, h.id) AS name, h.status AS status, h.title AS title, h.departedAt AS departedAt,
         ${TIES('REPORTS_TO')} AS managers, ${TIES('SPONSORED_BY')} AS sponsors,
         [(h)-[:MEMBER_OF]->(t:Team) WHERE t.retiredAt IS NULL | t.id] AS teams
  ORDER BY id`;

const TEAMS = `
  MATCH (t:Team) WHERE t.retiredAt IS NULL OR t.status = 'dissolved'
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

export async function readRouteBook(graph: Graph): Promise<RouteBook> {
  const teams = new Map<string, RouteTeam>();
  for await (const row of graph.stream(TEAMS)) {
    teams.set(row['id'] as string, {
      name: row['name'] as string,
      dissolved: row['dissolved'] as boolean,
      leads: row['leads'] as string[],
    });
  }
  const people = new Map<string, RoutePerson>();
  for await (const row of graph.stream(PEOPLE)) {
    const leads = (row['teams'] as string[]).flatMap((id) => teams.get(id)?.leads ?? []);
    people.set(row['id'] as string, {
      id: row['id'] as string,
      name: row['name'] as string,
      status: row['status'] as string,
      title: (row['title'] as string | null) ?? undefined,
      departedAt: (row['departedAt'] as string | null) ?? undefined,
      managers: tiesOf(row['managers']),
      sponsors: tiesOf(row['sponsors']),
      teamManagers: [...new Set(leads)],
    });
  }
  return { people, teams };
}

function tiesOf(value: unknown): Tie[] {
  return (value as readonly Readonly<Record<'to' | 'from' | 'until', string | null>>[]).map(({ to, from, until }) => ({
    to: to ?? '',
    ...(from === null ? {} : { from }),
    ...(until === null ? {} : { until }),
  }));
}
