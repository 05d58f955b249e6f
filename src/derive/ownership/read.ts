import type { Graph } from '../../graph/index.ts';
import { type KnownPerson, type KnownTeam, PeopleBook } from './book.ts';
import type { Observation, Passage, SubjectLabel } from './clue.ts';

type Stored = Readonly<Record<string, unknown>>;

const text = (row: Stored, name: string): string | undefined => (row[name] as string | null) ?? undefined;

/** The people that evidence may name. */
export async function readBook(graph: Graph): Promise<PeopleBook> {
  const people: KnownPerson[] = [];
  const query = `MATCH (h:Human) WHERE h.retiredAt IS NULL AND h.status <> 'merged'
    RETURN h.id AS id, h.name AS name, h.startedAt AS startedAt, h.departedAt AS departedAt, h.status <> 'unknown' AS isKnown,
      [one IN [h.email, h.employeeId] + coalesce(h.aliases, []) WHERE one IS NOT NULL] AS names,
      [(h)-[:HAS_ACCOUNT]->(p) | p.id] AS accounts, [(h)-[:MEMBER_OF]->(t:Team) | t.id] AS teams`;
  for await (const row of graph.stream(query)) {
    people.push({
      id: row['id'] as string,
      name: text(row, 'name'),
      names: row['names'] as string[],
      accounts: row['accounts'] as string[],
      isKnown: row['isKnown'] as boolean,
      startedAt: text(row, 'startedAt'),
      departedAt: text(row, 'departedAt'),
      teams: row['teams'] as string[],
    });
  }
  const teams = await graph.read(
    'MATCH (t:Team) WHERE t.retiredAt IS NULL RETURN t.id AS id, coalesce(t.name, t.id) AS name',
  );
  return new PeopleBook(people, teams as unknown as KnownTeam[]);
}

/** Every piece of evidence about something that can be owned; what its source states no more is not told. */
export async function* readObservations(graph: Graph): AsyncGenerator<Observation> {
  const query = `
    MATCH (e:Evidence)-[:ABOUT]->(s) WHERE e.retiredAt IS NULL AND (s:Agent OR s:Principal OR s:Credential)
    RETURN e.id AS evidence, e.kind AS kind, e.says AS says, e.at AS at, e.person AS person, s.id AS subject, labels(s)[0] AS subjectLabel,
           head([(e)-[:NAMES]->(p:Principal) | p.id]) AS account, head([(e)-[:NAMES]->(h:Human) | h.id]) AS human, head([(e)-[:NAMES]->(t:Team) | t.id]) AS team`;
  for await (const row of graph.stream(query)) {
    yield {
      evidence: row['evidence'] as string,
      kind: row['kind'] as string,
      says: row['says'] as string,
      at: text(row, 'at'),
      subject: row['subject'] as string,
      subjectLabel: row['subjectLabel'] as SubjectLabel,
      account: text(row, 'account'),
      human: text(row, 'human'),
      team: text(row, 'team'),
      person: text(row, 'person'),
    };
  }
}

/** A credential that authenticates as a person's own account belongs to that person. */
export async function* readHolders(graph: Graph): AsyncGenerator<Observation> {
  const query = `MATCH (h:Human)-[:HAS_ACCOUNT]->(p:Principal)<-[:AUTHENTICATES_AS]-(c:Credential)
                RETURN h.id AS human, c.id AS subject, p.id AS account, coalesce(h.name, h.email, h.id) AS name`;
  for await (const row of graph.stream(query)) {
    yield {
      evidence: row['account'] as string,
      kind: 'credential-holder',
      says: `${String(row['name'])} holds the account that the credential authenticates as`,
      subject: row['subject'] as string,
      subjectLabel: 'Credential',
      human: row['human'] as string,
    };
  }
}

/** The credentials and principals of agents, whose evidence speaks for the agent. */
export async function* readPassages(graph: Graph): AsyncGenerator<Passage> {
  const query = `MATCH (a:Agent)-[r:USES|RUNS_AS]->(x) WHERE a.retiredAt IS NULL
                OPTIONAL MATCH (x)-[:AUTHENTICATES_AS]->(p:Principal) WHERE r.basis IS NOT NULL
                RETURN a.id AS agent, type(r) AS via, x.id AS through, collect(DISTINCT p.id) AS principals`;
  for await (const row of graph.stream(query)) {
    const agent = row['agent'] as string;
    yield { agent, through: row['through'] as string, via: row['via'] === 'USES' ? 'credential' : 'principal' };
    for (const through of row['principals'] as string[]) yield { agent, through, via: 'principal' };
  }
}

/** Names and kinds of agents, by key. */
export async function readAgents(
  graph: Graph,
): Promise<ReadonlyMap<string, { readonly name: string; readonly kind: string }>> {
  const query =
    'MATCH (a:Agent) WHERE a.retiredAt IS NULL RETURN a.id AS id, coalesce(a.name, "") AS name, coalesce(a.kind, "") AS kind';
  const agents = new Map<string, { readonly name: string; readonly kind: string }>();
  for await (const row of graph.stream(query)) {
    agents.set(row['id'] as string, { name: row['name'] as string, kind: row['kind'] as string });
  }
  return agents;
}

/** The hint that a name gives, where it is like that of one person alone. */
export function likenessOf(agent: string, name: string, book: PeopleBook): Observation | undefined {
  const human = book.likened(name);
  if (human === undefined) return undefined;
  const says = `its name ${name} is like theirs`;
  return { evidence: agent, kind: 'naming-hint', says, subject: agent, subjectLabel: 'Agent', human };
}
