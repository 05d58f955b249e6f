import type { EventStore } from '../../events/store.ts';
import type { Graph } from '../../graph/index.ts';
import { edge, node, ref } from '../../schema/index.ts';
import { type DeriveJob, deriveJob } from '../job.ts';
import { KnownKeys } from '../usage/known.ts';
import { evidenceOfActs, evidenceOfUse } from './acts.ts';
import type { Observation, SubjectLabel } from './clue.ts';
import { readActs, readCodeActs, readIssuances, readLastUses, readMade } from './events.ts';
import { repositoryOf, Trail } from './trail.ts';

/**
 * Evidence that takes more than one event: who stands at the beginning of a chain of role sessions, who wrote and reviewed
 * what a pipeline deployed, who acted after the first, who used an agent last. What is done to the function or container
 * that an agent runs on is done to the agent.
 */
export function trailJob(events: EventStore): DeriveJob {
  return deriveJob({
    id: 'ownership-trail',
    title: 'Evidence from trails',
    reads: ['Agent', 'Principal', 'Credential', 'RUNS_ON'],
    writes: ['Evidence', 'ABOUT', 'NAMES'],
    async *run({ graph }) {
      const known = await KnownKeys.read(graph);
      const hosts = await readHosts(graph);
      const made = (await readMade(events)).flatMap((one) => subjectsOf(one, hosts, known));
      const credentials = made.flatMap(({ credential }) => credential ?? []);
      const issuances = await readIssuances(events, credentials);
      const repositories = issuances.flatMap(({ principal }) => repositoryOf(principal) ?? []);
      const trail = new Trail(issuances, await readCodeActs(events, repositories));
      for (const one of made) for (const evidence of trail.evidenceOf(one)) yield* recordsOf(evidence, known);
      for (const one of await readActs(events)) {
        for (const act of subjectsOf(one, hosts, known))
          for (const told of evidenceOfActs(act)) yield* recordsOf(told, known);
      }
      for (const use of await readLastUses(events)) {
        if (known.has('Agent', use.agent)) yield* recordsOf(evidenceOfUse(use), known);
      }
    },
  });
}

/** Agents by what they run on. */
async function readHosts(graph: Graph): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await graph.read(
    'MATCH (a:Agent)-[:RUNS_ON]->(r:Resource) WHERE a.retiredAt IS NULL WITH r.id AS host, a.id AS agent ORDER BY agent RETURN host, collect(agent) AS agents',
  );
  return new Map(rows.map((row) => [row['host'] as string, row['agents'] as string[]]));
}

/** The act as told of what can be owned; of an agent's host it is told of the agent, to whom it is never the first. */
function subjectsOf<
  A extends { readonly subject: string; readonly subjectLabel: SubjectLabel; readonly label: string },
>(act: A, hosts: ReadonlyMap<string, readonly string[]>, known: KnownKeys): A[] {
  if (act.label !== 'Resource') return known.has(act.label, act.subject) ? [act] : [];
  const agents = hosts.get(act.subject) ?? [];
  return agents.map((subject) => ({ ...act, subject, subjectLabel: 'Agent', isFirst: false }));
}

function* recordsOf(told: Observation, known: KnownKeys) {
  const { evidence, kind, says, at, subject, subjectLabel, account, person, event } = told;
  if (person === undefined && !known.has('Principal', account)) return;
  const self = ref('Evidence', evidence);
  yield node('Evidence', evidence, { kind, says, at, person, event });
  yield edge('ABOUT', self, ref(subjectLabel, subject), {});
  if (person === undefined && account !== undefined) yield edge('NAMES', self, ref('Principal', account), {});
}
