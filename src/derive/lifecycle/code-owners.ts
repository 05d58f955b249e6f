import type { EventStore } from '../../events/store.ts';
import type { Graph, Row } from '../../graph/index.ts';
import { edge, node, ref } from '../../schema/index.ts';
import { type DeriveJob, deriveJob } from '../job.ts';
import { readIssuances, readMade } from '../ownership/events.ts';
import { type Issuance, repositoryOf } from '../ownership/trail.ts';

const OWNED = `
  MATCH (e:Evidence {kind: 'code-owner'})-[:ABOUT]->(r:Resource {kind: 'github:repository'}) WHERE e.retiredAt IS NULL AND r.retiredAt IS NULL
  RETURN r.id AS repository, e.id AS id, e.says AS says, e.person AS person, head([(e)-[:NAMES]->(p:Principal) | p.id]) AS account
  ORDER BY repository, id`;

const HOSTED = `
  MATCH (a:Agent) WHERE a.retiredAt IS NULL
  RETURN a.id AS agent, [(a)-[:RUNS_ON]->(r:Resource) | r.id] AS hosts`;

const MOST_STEPS = 8;

/**
 * Owners of the code that deploys an agent: whom CODEOWNERS names for a repository whose pipeline made the agent, or the function or
 * container that it runs on. Which repository that is, the subject of the pipeline's token says.
 */
export function codeOwnersJob(events: EventStore): DeriveJob {
  return deriveJob({
    id: 'code-owners',
    title: 'Owners of the code that deploys agents',
    reads: ['Agent', 'Resource', 'RUNS_ON'],
    writes: ['Evidence', 'ABOUT', 'NAMES'],
    async *run({ graph }) {
      const owned = Map.groupBy(await graph.read(OWNED), (row) => row['repository'] as string);
      if (owned.size === 0) return;
      for (const [agent, repositories] of await deployments(graph, events)) {
        for (const repository of repositories)
          for (const row of owned.get(`github.com/${repository}`) ?? []) yield* recordsOf(agent, row);
      }
    },
  });
}

/** The repositories (`<owner>/<name>`) whose pipelines made or changed each agent. */
async function deployments(graph: Graph, events: EventStore): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const agentsOf = await readHosts(graph);
  const made = await readMade(events);
  const issuances = await readIssuances(
    events,
    made.flatMap(({ credential }) => credential ?? []),
  );
  const byKey = new Map(issuances.map((one) => [one.issued, one]));
  const found = new Map<string, Set<string>>();
  for (const one of made) {
    const repository = pipelineOf(one.principal, one.credential, byKey);
    if (repository === undefined) continue;
    for (const agent of agentsOf.get(`${one.label} ${one.subject}`) ?? [])
      found.set(agent, (found.get(agent) ?? new Set()).add(repository));
  }
  return found;
}

/** The repository whose pipeline stands at the beginning of a chain of sessions. */
function pipelineOf(
  principal: string | undefined,
  credential: string | undefined,
  issuances: ReadonlyMap<string, Issuance>,
): string | undefined {
  let at: Pick<Issuance, 'principal' | 'credential'> = { principal, credential };
  for (let step = 0; step <= MOST_STEPS; step += 1) {
    const repository = repositoryOf(at.principal);
    if (repository !== undefined) return repository;
    const before = at.credential === undefined ? undefined : issuances.get(at.credential);
    if (before === undefined) return undefined;
    at = before;
  }
  return undefined;
}

/** Agents by what an event can name: themselves, and what they run on. */
async function readHosts(graph: Graph): Promise<ReadonlyMap<string, readonly string[]>> {
  const agents = new Map<string, string[]>();
  for await (const row of graph.stream(HOSTED)) {
    const agent = row['agent'] as string;
    const names = [`Agent ${agent}`, ...(row['hosts'] as string[]).map((host) => `Resource ${host}`)];
    for (const name of names) agents.set(name, [...(agents.get(name) ?? []), agent]);
  }
  return agents;
}

function* recordsOf(agent: string, { id, says, person, account }: Row) {
  const self = ref('Evidence', `${id as string}:${agent}`);
  yield node('Evidence', self.id, {
    kind: 'code-owner',
    says: `${says as string}, whose pipeline deployed it`,
    person: (person as string | null) ?? undefined,
  });
  yield edge('ABOUT', self, ref('Agent', agent), {});
  if (account !== null && account !== undefined) yield edge('NAMES', self, ref('Principal', account as string), {});
}
