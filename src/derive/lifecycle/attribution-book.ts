import type { Graph } from '../../graph/index.ts';
import type { AttributionBook } from './attribution.ts';

const AGENTS = 'MATCH (a:Agent) WHERE a.retiredAt IS NULL RETURN a.id AS id';
const CREDENTIALS = `
  MATCH (a:Agent)-[:USES]->(c:Credential) WHERE a.retiredAt IS NULL
  RETURN c.id AS key, a.id AS agent, [one IN [a.client, CASE a.kind WHEN 'mcp-server' THEN 'mcp' END] WHERE one IS NOT NULL] AS clients`;
const PRINCIPALS = `MATCH (a:Agent)-[:RUNS_AS]->(p:Principal) WHERE a.retiredAt IS NULL RETURN p.id AS key, a.id AS agent, [] AS clients`;
const OWNED = `
  MATCH (h:Human)-[:OWNS]->(a:Agent) WHERE a.retiredAt IS NULL AND a.client IS NOT NULL
  RETURN h.id AS key, a.id AS agent, [a.client] AS clients`;
const PEOPLE = `
  MATCH (h:Human) WHERE h.retiredAt IS NULL AND h.status <> 'merged'
  RETURN h.id AS id, [h.email] + coalesce(h.aliases, []) + [(h)-[:HAS_ACCOUNT]->(p) | p.id] + [(h)-[:HAS_ACCOUNT]->(p) | p.login] AS names`;

/** Who acts with what, read from the graph. */
export async function readAttributionBook(graph: Graph): Promise<AttributionBook> {
  const agents = new Set<string>();
  for await (const row of graph.stream(AGENTS)) agents.add(row['id'] as string);
  return {
    agents,
    byCredential: await readMany(graph, CREDENTIALS, 'both'),
    byPrincipal: await readMany(graph, PRINCIPALS, 'plain'),
    byHuman: await readMany(graph, OWNED, 'client'),
    people: await readPeople(graph),
  };
}

async function readMany(graph: Graph, text: string, by: 'plain' | 'client' | 'both'): Promise<Map<string, string[]>> {
  const many = new Map<string, string[]>();
  const put = (key: string, agent: string): void => {
    const known = many.get(key) ?? [];
    if (!known.includes(agent)) many.set(key, [...known, agent]);
  };
  for await (const row of graph.stream(text)) {
    const [key, agent] = [row['key'] as string, row['agent'] as string];
    if (by !== 'client') put(key, agent);
    for (const client of row['clients'] as readonly string[]) put(`${key} ${client}`, agent);
  }
  return many;
}

async function readPeople(graph: Graph): Promise<Map<string, string>> {
  const people = new Map<string, string>();
  const several = new Set<string>();
  for await (const row of graph.stream(PEOPLE)) {
    const human = row['id'] as string;
    for (const name of row['names'] as readonly (string | null)[]) {
      const key = name?.toLowerCase() ?? '';
      if (people.has(key) && people.get(key) !== human) several.add(key);
      if (key !== '') people.set(key, human);
    }
  }
  for (const name of several) people.delete(name);
  return people;
}
