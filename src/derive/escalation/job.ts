import { type AwsPrincipal, Candidates, type Escalation, Escalations, openAwsAccess } from '../../access/index.ts';
import type { Graph } from '../../graph/index.ts';
import { edge, node, ref } from '../../schema/index.ts';
import { readAwsInput } from '../access/input.ts';
import { deriveJob } from '../job.ts';
import { readEscalationFacts } from './facts.ts';

const SHARING = `
  MATCH (f:AccessProfile {system: 'aws'})<-[:HAS_ACCESS]-(p:Principal) WHERE f.retiredAt IS NULL
  RETURN f.id AS profile, collect(p.id) AS principals ORDER BY profile`;

/** Who could become whom by a change that it may make. Never part of reach. */
export const escalationJob = deriveJob({
  id: 'escalation',
  title: 'What principals could become',
  reads: ['Policy', 'GOVERNED_BY', 'HAS_ACCESS', 'CAN_ASSUME', 'IN_TRUST_GROUP'],
  writes: ['COULD_BECOME', 'Principal'],
  async *run({ graph, signal }) {
    const input = await readAwsInput(graph);
    if (input.principals.length === 0) return;
    const access = await openAwsAccess({ ...input, resources: [], resourcePolicies: [] });
    const sharing = await readSharing(graph, access.principals);
    const candidates = new Candidates(access);
    const concerned = [...sharing.values()].flat().filter((one) => candidates.plansFor(one).length > 0);
    const facts = await readEscalationFacts(
      graph,
      concerned.map(({ id }) => id),
      [...new Set(concerned.map(({ account }) => account))],
    );
    const escalations = await Escalations.open(access, candidates, facts);
    const roots = new Set<string>();
    for (const [profile, principals] of sharing) {
      signal.throwIfAborted();
      for (const found of merged(escalations.of(principals))) {
        if (found.to.endsWith(':root') && !roots.has(found.to)) {
          roots.add(found.to);
          yield rootNode(found.to);
        }
        yield edgeOf(profile, found);
      }
    }
  },
});

async function readSharing(
  graph: Graph,
  known: ReadonlyMap<string, AwsPrincipal>,
): Promise<ReadonlyMap<string, readonly AwsPrincipal[]>> {
  const sharing = new Map<string, readonly AwsPrincipal[]>();
  for await (const row of graph.stream(SHARING)) {
    const principals = (row['principals'] as string[]).flatMap((id) => known.get(id) ?? []);
    if (principals.length > 0) sharing.set(row['profile'] as string, principals);
  }
  return sharing;
}

/** One edge for each pair: its techniques by name, as sure as the surest of them. */
interface Merged extends Omit<Escalation, 'technique' | 'method'> {
  readonly techniques: readonly string[];
  readonly methods: readonly string[];
}

const RANK = { certain: 0, conditional: 1, unknown: 2 } as const;

function merged(found: readonly Escalation[]): Merged[] {
  return [...Map.groupBy(found, ({ from, to }) => `${from ?? ''} ${to}`).values()].flatMap((same) => {
    const [best] = [...same].sort((a, b) => RANK[a.certainty] - RANK[b.certainty]);
    if (best === undefined) return [];
    const { from, to, certainty, conditionKeys } = best;
    const methods = new Map(
      same.filter((one) => one.certainty === certainty).map(({ technique, method }) => [technique, method]),
    );
    const techniques = [...methods.keys()].sort();
    return [{ from, to, certainty, conditionKeys, techniques, methods: techniques.map((id) => methods.get(id) ?? id) }];
  });
}

function edgeOf(profile: string, { from, to, certainty, conditionKeys, techniques, methods }: Merged) {
  const props = {
    techniques: [...techniques],
    methods: [...methods],
    certainty,
    conditionKeys: conditionKeys.length === 0 ? undefined : [...conditionKeys],
  };
  return from === undefined
    ? edge('COULD_BECOME', ref('AccessProfile', profile), ref('Principal', to), props)
    : edge('COULD_BECOME', ref('Principal', from), ref('Principal', to), props);
}

/** Who could give itself anything in an account has the power of its root, which no source need list. */
function rootNode(id: string) {
  const account = id.split(':')[4] ?? '';
  return node('Principal', id, { name: `root of ${account}`, kind: 'iam-root', system: 'aws', tenant: account });
}
