import type { Scope } from '../../../auth/index.ts';
import type { Graph, Row } from '../../../graph/index.ts';
import type { Label } from '../../../schema/index.ts';
import { readNobodys, TIMEOUT } from './nobodys.ts';
import type { VisiblePart } from './visible.ts';

const AGENT = `a.retiredAt IS NULL AND (size($environments) = 0 OR a.environment IN $environments)`;

const AGENTS_OF_TEAMS = `
  MATCH (t:Team) WHERE t.id IN $teams
  CALL (t) { MATCH (t)-[:OWNS]->(a:Agent) RETURN a UNION MATCH (t)<-[:MEMBER_OF]-(:Human)-[:OWNS]->(a:Agent) RETURN a }
  WITH a WHERE ${AGENT} RETURN DISTINCT 'Agent' AS label, a.id AS id, elementId(a) AS key`;
const AGENTS_OF_ENVIRONMENTS = `MATCH (a:Agent) WHERE ${AGENT} RETURN 'Agent' AS label, a.id AS id, elementId(a) AS key`;

/** The teams and their people, with what these hold themselves. */
const PEOPLE = `
  MATCH (t:Team) WHERE t.id IN $teams
  CALL (t) {
    RETURN t AS n
    UNION MATCH (t)<-[:MEMBER_OF]-(n:Human) RETURN n
    UNION MATCH (t)<-[:MEMBER_OF]-(:Human)-[:HAS_ACCOUNT]->(n:Principal) RETURN n
  } RETURN DISTINCT labels(n)[0] AS label, n.id AS id, elementId(n) AS key`;

/** Owners are seen with what they own; without a team in the scope they are part of the answer. */
const OWNERS = `
  UNWIND $agents AS key MATCH (a:Agent {id: key})<-[:OWNS]-(n:Human|Team) RETURN DISTINCT labels(n)[0] AS label, n.id AS id`;

/** What hangs on agents: what they use and act as, what they run on, what was seen of them. */
const AROUND = `
  UNWIND $agents AS key MATCH (a:Agent {id: key})
  CALL (a) {
    MATCH (a)-[:USES]->(n:Credential) RETURN n
    UNION MATCH (a)-[:USES]->(:Credential)-[:AUTHENTICATES_AS]->(n:Principal) RETURN n
    UNION MATCH (a)-[:RUNS_AS]->(n:Principal) RETURN n
    UNION MATCH (a)-[:HAS_TOOL]->(n:Tool) RETURN n
    UNION MATCH (a)-[:HAS_TOOL]->(:Tool)-[:USES]->(n:Credential) RETURN n
    UNION MATCH (a)-[:RUNS_ON]->(n:Device) RETURN n
    UNION MATCH (a)<-[:BY]-(n:Session) RETURN n
    UNION MATCH (a)<-[:DECIDES]-(n:Decision) RETURN n
  } RETURN DISTINCT labels(n)[0] AS label, n.id AS id, elementId(n) AS key`;

/** Evidence that names somebody else says more of them than of the agent. */
const EVIDENCE = `
  UNWIND $agents AS key MATCH (:Agent {id: key})<-[:ABOUT]-(n:Evidence)
  WHERE NOT EXISTS { (n)-[:NAMES]->(o:Human|Team) WHERE NOT o.id IN $people }
    AND NOT EXISTS { (n)-[:NAMES]->(:Principal)<-[:HAS_ACCOUNT]-(o:Human) WHERE NOT o.id IN $people }
  RETURN DISTINCT 'Evidence' AS label, n.id AS id`;

const FINDINGS = `
  UNWIND $agents AS key MATCH (:Agent {id: key})<-[:ABOUT]-(f:Finding)
  WITH DISTINCT f
  RETURN 'Finding' AS label, f.id AS id, [(f)-[:ABOUT]->(s) WHERE NOT s:Resource | labels(s)[0] + ' ' + s.id] AS subjects`;

const DECISIONS = `
  UNWIND $findings AS key MATCH (:Finding {id: key})<-[:DECIDES]-(d:Decision) RETURN DISTINCT 'Decision' AS label, d.id AS id`;

/** What a scope covers, read from the whole graph. */
export async function readPart(graph: Graph, { teams, environments }: Scope): Promise<VisiblePart> {
  const keys = new Keys();
  const given = { teams, environments };
  const own = await graph.read(teams.length > 0 ? AGENTS_OF_TEAMS : AGENTS_OF_ENVIRONMENTS, given, TIMEOUT);
  keys.add(own);
  const agents = keys.of('Agent');
  const [around, holders] = await Promise.all([
    graph.read(AROUND, { agents }, TIMEOUT),
    teams.length > 0 ? graph.read(PEOPLE, given, TIMEOUT) : graph.read(OWNERS, { agents }, TIMEOUT),
  ]);
  keys.add([...around, ...holders]);
  const held = [...own, ...around, ...holders].flatMap(({ key }) => (typeof key === 'string' ? [key] : []));
  const people = [...keys.of('Human'), ...keys.of('Team')];
  keys.add(await readNobodys(graph, { agents, people: teams.length > 0 ? people : undefined, held }));
  const [evidence, findings] = await Promise.all([
    graph.read(EVIDENCE, { agents, people }, TIMEOUT),
    graph.read(FINDINGS, { agents }, TIMEOUT),
  ]);
  keys.add(evidence);
  // A finding that is also about somebody else’s agent is not told in part.
  keys.add(findings.filter((row) => (row['subjects'] as string[]).every((one) => keys.has(one))));
  keys.add(await graph.read(DECISIONS, { findings: keys.of('Finding') }, TIMEOUT));
  return keys.all;
}

/** Keys by label, as they are found. */
class Keys {
  readonly all = new Map<Label, Set<string>>();

  add(rows: readonly Row[]): void {
    for (const row of rows) {
      const label = row['label'] as Label;
      const known = this.all.get(label);
      if (known === undefined) this.all.set(label, new Set([row['id'] as string]));
      else known.add(row['id'] as string);
    }
  }

  of(label: Label): string[] {
    return [...(this.all.get(label) ?? [])];
  }

  /** `text`: label and key. */
  has(text: string): boolean {
    const at = text.indexOf(' ');
    return this.all.get(text.slice(0, at) as Label)?.has(text.slice(at + 1)) === true;
  }
}
