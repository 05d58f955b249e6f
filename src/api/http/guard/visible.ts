import type { Caller, Scope } from '../../../auth/index.ts';
import type { Graph, Row } from '../../../graph/index.ts';
import type { StoredNode } from '../../../queries/lineage/index.ts';
import type { Label } from '../../../schema/index.ts';

/** An agent that a scope covers, with what lists are filtered by. */
export type VisibleAgent = Readonly<Record<'id' | 'kind' | 'platform' | 'environment' | 'name', string | null>> & {
  readonly id: string;
};

export interface VisibleFinding {
  readonly id: string;
  readonly question: string;
  readonly severity: string;
  readonly situation: string | null;
  readonly firstSeen: string;
}

/** What one caller with a scope sees, in one version of the graph. */
export class Visible {
  readonly #keys: ReadonlySet<string>;
  readonly #scopes: readonly Scope[];
  /** In the order of their keys. */
  readonly agents: readonly VisibleAgent[];
  /** The most severe first, then the oldest. */
  readonly findings: readonly VisibleFinding[];

  constructor(scopes: readonly Scope[], parts: readonly VisiblePart[]) {
    this.#scopes = scopes;
    this.#keys = new Set(parts.flatMap((part) => [...part.keys]));
    this.agents = distinct(parts.flatMap((part) => part.agents)).sort((a, b) => (a.id < b.id ? -1 : 1));
    this.findings = distinct(parts.flatMap((part) => part.findings)).sort(bySeverity);
  }

  has(node: Pick<StoredNode, 'label' | 'id' | 'props'>): boolean {
    if (node.label === 'Resource') return this.hasEnvironment(node.props['environment']);
    if (SHARED.has(node.label)) return !this.isCutByEnvironment;
    return this.#keys.has(`${node.label} ${node.id}`);
  }

  /** By key alone; of resources nothing can be said so. */
  hasKey(label: Label, id: string): boolean {
    return this.#keys.has(`${label} ${id}`);
  }

  hasEnvironment(environment: unknown): boolean {
    return this.#scopes.some(
      ({ environments }) => environments.length === 0 || environments.includes(String(environment)),
    );
  }

  /** Figures over all environments would tell of others. */
  get isCutByEnvironment(): boolean {
    return this.#scopes.every(({ environments }) => environments.length > 0);
  }
}

/** Inventory that belongs to no team: seen unless environments are cut. Its edges lead only to what is visible. */
const SHARED: ReadonlySet<Label> = new Set<Label>([
  'Policy',
  'AccessProfile',
  'Scope',
  'TrustGroup',
  'Origin',
  'Endpoint',
]);

interface VisiblePart {
  readonly keys: ReadonlySet<string>;
  readonly agents: readonly VisibleAgent[];
  readonly findings: readonly VisibleFinding[];
}

const KEPT = 8;

/** Works out what scopes cover, once for each version of the graph. */
export class Sight {
  readonly #graph: Graph;
  readonly #parts = new Map<string, Promise<VisiblePart>>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  async of(scopes: NonNullable<Caller['scope']>, graphVersion: number): Promise<Visible> {
    return new Visible(scopes, await Promise.all(scopes.map((scope) => this.#part(scope, graphVersion))));
  }

  #part(scope: Scope, graphVersion: number): Promise<VisiblePart> {
    const key = JSON.stringify([graphVersion, scope.teams, scope.environments]);
    const known = this.#parts.get(key);
    if (known !== undefined) return known;
    const part = readPart(this.#graph, scope);
    part.catch(() => this.#parts.delete(key));
    for (const old of [...this.#parts.keys()].slice(0, Math.max(0, this.#parts.size - KEPT + 1)))
      this.#parts.delete(old);
    this.#parts.set(key, part);
    return part;
  }
}

const TIMEOUT = { timeoutMs: 20_000 } as const;

const AGENT = `a.retiredAt IS NULL AND (size($environments) = 0 OR a.environment IN $environments)`;
const AGENT_FACTS = `DISTINCT a.id AS id, a.kind AS kind, a.platform AS platform, a.environment AS environment, a.name AS name`;

const AGENTS_OF_TEAMS = `
  MATCH (t:Team) WHERE t.id IN $teams
  CALL (t) { MATCH (t)-[:OWNS]->(a:Agent) RETURN a UNION MATCH (t)<-[:MEMBER_OF]-(:Human)-[:OWNS]->(a:Agent) RETURN a }
  WITH a WHERE ${AGENT} RETURN ${AGENT_FACTS}`;
const AGENTS_OF_ENVIRONMENTS = `MATCH (a:Agent) WHERE ${AGENT} RETURN ${AGENT_FACTS}`;

/** The teams and their people, with what these hold themselves. */
const PEOPLE = `
  MATCH (t:Team) WHERE t.id IN $teams
  CALL (t) {
    RETURN t AS n
    UNION MATCH (t)<-[:MEMBER_OF]-(n:Human) RETURN n
    UNION MATCH (t)<-[:MEMBER_OF]-(:Human)-[:HAS_ACCOUNT]->(n:Principal) RETURN n
  } RETURN DISTINCT labels(n)[0] AS label, n.id AS id`;

/** What hangs on agents: what they use and act as, what they run on, who owns them, what was seen of them. */
const AROUND_AGENTS = `
  UNWIND $agents AS key MATCH (a:Agent {id: key})
  CALL (a) {
    MATCH (a)-[:USES]->(n:Credential) RETURN n
    UNION MATCH (a)-[:USES]->(:Credential)-[:AUTHENTICATES_AS]->(n:Principal) RETURN n
    UNION MATCH (a)-[:RUNS_AS]->(n:Principal) RETURN n
    UNION MATCH (a)-[:HAS_TOOL]->(n:Tool) RETURN n
    UNION MATCH (a)-[:HAS_TOOL]->(:Tool)-[:USES]->(n:Credential) RETURN n
    UNION MATCH (a)-[:RUNS_ON]->(n:Device) RETURN n
    UNION MATCH (a)<-[:BY]-(n:Session) RETURN n
    UNION MATCH (a)<-[:ABOUT]-(n:Evidence) RETURN n
  } RETURN DISTINCT labels(n)[0] AS label, n.id AS id`;

/** Owners are seen with what they own; without a team in the scope they are part of the answer. */
const OWNERS = `
  UNWIND $agents AS key MATCH (a:Agent {id: key})<-[:OWNS]-(n:Human|Team) RETURN DISTINCT labels(n)[0] AS label, n.id AS id`;

const FINDINGS = `
  UNWIND $agents AS key MATCH (:Agent {id: key})<-[:ABOUT]-(f:Finding) WHERE f.retiredAt IS NULL
  WITH DISTINCT f
  RETURN f.id AS id, f.question AS question, f.severity AS severity, f.situation AS situation, f.firstSeen AS firstSeen,
    [(f)-[:ABOUT]->(s) WHERE NOT s:Resource | labels(s)[0] + ' ' + s.id] AS subjects`;

async function readPart(graph: Graph, { teams, environments }: Scope): Promise<VisiblePart> {
  const given = { teams, environments };
  const agentRows = await graph.read(teams.length > 0 ? AGENTS_OF_TEAMS : AGENTS_OF_ENVIRONMENTS, given, TIMEOUT);
  const agents = agentRows as unknown as VisibleAgent[];
  const ids = { agents: agents.map(({ id }) => id) };
  const [around, people, found] = await Promise.all([
    graph.read(AROUND_AGENTS, ids, TIMEOUT),
    teams.length > 0 ? graph.read(PEOPLE, given, TIMEOUT) : graph.read(OWNERS, ids, TIMEOUT),
    graph.read(FINDINGS, ids, TIMEOUT),
  ]);
  const keys = new Set([...ids.agents.map((id) => `Agent ${id}`), ...[...around, ...people].map(keyOf)]);
  // A finding that is also about somebody else’s agent is not told in part.
  const findings = found.filter((row) => (row['subjects'] as string[]).every((one) => keys.has(one)));
  for (const row of findings) keys.add(`Finding ${String(row['id'])}`);
  return { keys, agents, findings: findings as unknown as VisibleFinding[] };
}

function keyOf(row: Row): string {
  return `${String(row['label'])} ${String(row['id'])}`;
}

function distinct<T extends { readonly id: string }>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [one.id, one])).values()];
}

const SEVERITIES = ['critical', 'high', 'medium', 'low'];

function bySeverity(a: VisibleFinding, b: VisibleFinding): number {
  const rank = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  return rank !== 0 ? rank : a.firstSeen.localeCompare(b.firstSeen) || a.id.localeCompare(b.id);
}
