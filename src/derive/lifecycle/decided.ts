import type { Graph } from '../../graph/index.ts';
import { edge, type GraphRecord, ref } from '../../schema/index.ts';
import type { DeriveJob } from '../job.ts';

const HOLDING = `
  MATCH (d:Decision)-[:DECIDES]->(s:Agent|Principal|Credential)
  WHERE d.endedAt IS NULL AND s.retiredAt IS NULL AND ($subjects IS NULL OR s.id IN $subjects)
  MATCH (d)-[:DECIDED_FOR]->(named:Human)
  OPTIONAL MATCH (named)-[:MERGED_INTO*]->(kept:Human) WHERE kept.status <> 'merged'
  WITH d, s, coalesce(kept, named) AS person
  OPTIONAL MATCH (d)-[:DECIDED_BY]->(b:Human)
  RETURN d.id AS id, d.kind AS kind, d.reason AS reason, d.at AS at, person.id AS person, coalesce(person.name, person.id) AS personName,
         coalesce(b.name, b.id, d.by) AS byName, s.id AS subject, labels(s)[0] AS label
  ORDER BY at, id`;

/** A decision about an owner, as it stands. */
export interface OwnerDecision {
  readonly id: string;
  readonly kind: 'confirm' | 'contest' | 'delegate' | 'take-over';
  readonly reason: string;
  readonly at: string;
  readonly person: string;
  readonly personName: string;
  readonly byName: string;
  readonly subject: string;
  readonly label: 'Agent' | 'Principal' | 'Credential';
}

/** The decisions about owners that hold: all, or those about some things. */
export async function readOwnerDecisions(graph: Graph, subjects?: readonly string[]): Promise<OwnerDecision[]> {
  return (await graph.read(HOLDING, { subjects: subjects ?? null })) as unknown as OwnerDecision[];
}

/** The owner as decided: sure, with the decision as its reason. `undefined` for a contest, which gives no owner. */
export function decidedOwner(one: OwnerDecision) {
  if (one.kind === 'contest') return undefined;
  return edge('OWNS', ref('Human', one.person), ref(one.label, one.subject), {
    confidence: 1,
    verdict: 'asserted',
    basis: [`${WORDS[one.kind](one)} on ${one.at.slice(0, 10)}: ${one.reason}`],
    evidence: [one.id],
    since: one.at,
  });
}

const WORDS = {
  confirm: ({ personName, byName }: OwnerDecision) => `${byName} confirmed ${personName}`,
  delegate: ({ personName, byName }: OwnerDecision) => `${byName} delegated it to ${personName}`,
  'take-over': ({ byName }: OwnerDecision) => `${byName} took it over`,
} as const;

/** The same derivation of owners, with people's decisions in place of what they outrank. */
export function withDecisions(job: DeriveJob): DeriveJob {
  return {
    ...job,
    reads: [...job.reads, 'Decision'],
    async *run(context) {
      const decisions = await readOwnerDecisions(context.graph);
      const decided = new Set(decisions.flatMap((one) => (one.kind === 'contest' ? [] : [one.subject])));
      const contested = new Set(
        decisions.flatMap((one) => (one.kind === 'contest' ? [pair(one.person, one.subject)] : [])),
      );
      for await (const record of job.run(context)) {
        if (!isOwner(record) || !(decided.has(record.to.id) || contested.has(pair(record.from.id, record.to.id))))
          yield record;
      }
      for (const one of decisions) {
        const owner = decidedOwner(one);
        if (owner !== undefined) yield owner;
      }
    },
  };
}

function isOwner(record: GraphRecord): record is Extract<GraphRecord, { readonly record: 'edge' }> {
  return record.record === 'edge' && record.type === 'OWNS';
}

function pair(owner: string, subject: string): string {
  return `${owner} ${subject}`;
}
