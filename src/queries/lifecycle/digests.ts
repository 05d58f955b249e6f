import type { Graph } from '../../graph/index.ts';
import { STATE_CLAUSE } from './state.ts';

/** One person, with the live findings that concern them and are not accepted. */
export interface DigestRow {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly agents: number;
  readonly findings: readonly {
    readonly id: string;
    readonly severity: string;
    readonly sentence: string;
    readonly remedy: string;
    readonly state: string;
    readonly dueAt: string | null;
    readonly to: string;
    readonly route: string | null;
  }[];
}

/** Of owners: what goes to somebody. Of managers: what goes to them or to those who report to them. */
const WHO = {
  owners: 'MATCH (f)-[:ROUTED_TO]->(to:Human {status: "active"}) WITH f, state, to, to AS h',
  managers: `MATCH (f)-[:ROUTED_TO]->(to:Human {status: "active"})
    CALL (to) { RETURN to AS h UNION MATCH (to)-[:REPORTS_TO]->(h:Human {status: "active"}) RETURN h }
    WITH f, state, to, h WHERE EXISTS { (:Human {status: "active"})-[:REPORTS_TO]->(h) }`,
} as const;

const AGENTS = {
  owners: 'count { (h)-[:OWNS]->(a:Agent) WHERE a.retiredAt IS NULL }',
  managers: 'count { (h)<-[:REPORTS_TO]-(:Human)-[:OWNS]->(a:Agent) WHERE a.retiredAt IS NULL }',
} as const;

/** Active people who have something to look after, in the order of their keys. `now`: UTC. */
export async function readDigests(graph: Graph, kind: keyof typeof WHO, now: string): Promise<DigestRow[]> {
  const rows = await graph.read(
    `MATCH (f:Finding) WHERE f.retiredAt IS NULL ${STATE_CLAUSE}
     WITH f, state WHERE state <> 'accepted'
     ${WHO[kind]}
     WITH h, f, state, to ORDER BY CASE f.severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END, f.dueAt, f.id
     WITH h, collect({id: f.id, severity: f.severity, sentence: f.sentence, remedy: f.remedy, state: state, dueAt: f.dueAt,
                      to: coalesce(to.name, to.id), route: f.route}) AS findings
     RETURN h.id AS id, coalesce(h.name, h.id) AS name, h.email AS email, ${AGENTS[kind]} AS agents, findings ORDER BY id`,
    { now },
    { timeoutMs: 120_000 },
  );
  return rows as unknown as DigestRow[];
}
