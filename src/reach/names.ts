import type { Graph } from '../graph/index.ts';
import type { Source } from '../queries/reach/back.ts';
import { factsOf, type ResourceFacts, text } from '../queries/reach/grants.ts';
import type { Label } from '../schema/index.ts';

/** Something to be named. */
export interface Described {
  readonly label: Label;
  readonly id: string;
}

type Scope = { readonly id: string; readonly lo: string; readonly hi: string; readonly kind: string };

type Facts = Pick<Source, 'kind' | 'platform' | 'environment'>;

/** Labels on paths. A profile is called after its holder. */
const NAMED = ['Agent', 'Credential', 'Device', 'Human', 'Principal', 'Session', 'Team', 'Tool', 'TrustGroup'] as const;

/** One text for all: it is planned once. */
const TEXT = [
  `UNWIND $Resource AS id MATCH (n:Resource {id: id}) RETURN 'Resource' AS label, n.id AS id, n.name AS name, ${text.facts('n')} AS facts`,
  "UNWIND $Scope AS id MATCH (n:Scope {id: id}) RETURN 'Scope' AS label, n.id AS id, null AS name, {lo: n.lo, hi: n.hi, kind: n.kind} AS facts",
  ...NAMED.map(
    (label) =>
      `UNWIND $${label} AS id MATCH (n:${label} {id: id}) RETURN '${label}' AS label, n.id AS id, coalesce(n.name, n.email) AS name, {kind: n.kind, platform: n.platform, environment: n.environment} AS facts`,
  ),
].join('\nUNION ALL\n');

/** What the graph calls the nodes of an answer. */
export class Names {
  readonly #names = new Map<string, string>();
  readonly #facts = new Map<string, Facts>();
  readonly #resources = new Map<string, ResourceFacts>();
  readonly #scopes = new Map<string, Scope>();

  /** Reads them in one statement. */
  static async read(graph: Graph, nodes: readonly Described[]): Promise<Names> {
    const names = new Names();
    const labels = ['Resource', 'Scope', ...NAMED] as const;
    const params = Object.fromEntries(
      labels.map((label) => [label, [...new Set(nodes.filter((one) => one.label === label).map(({ id }) => id))]]),
    );
    for (const row of await graph.read(TEXT, params)) {
      const [label, id, name] = [row['label'] as string, row['id'] as string, row['name'] as string | null];
      if (name !== null) names.#names.set(`${label} ${id}`, name);
      if (label === 'Resource') names.#resources.set(id, factsOf(row['facts']));
      else if (label !== 'Scope') names.#facts.set(`${label} ${id}`, nodeFacts(row['facts']));
      if (label === 'Scope') names.#scopes.set(id, { id, ...(row['facts'] as Omit<Scope, 'id'>) });
    }
    return names;
  }

  /** Of an agent, principal or credential. */
  facts({ label, id }: Described): Facts {
    return this.#facts.get(`${label} ${id}`) ?? { kind: undefined, platform: undefined, environment: undefined };
  }

  of({ label, id }: Described): string | undefined {
    return this.#names.get(`${label} ${id}`);
  }

  resource(id: string): ResourceFacts | undefined {
    return this.#resources.get(id);
  }

  scope(id: string): Scope | undefined {
    return this.#scopes.get(id);
  }
}

function nodeFacts(value: unknown): Facts {
  const facts = value as Readonly<Record<keyof Facts, string | null>>;
  return {
    kind: facts.kind ?? undefined,
    platform: facts.platform ?? undefined,
    environment: facts.environment ?? undefined,
  };
}
