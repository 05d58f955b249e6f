import type { Graph } from '../graph/index.ts';
import { type EndingEdge, endEdges } from '../graph/load/end-edges.ts';
import { endNodes } from '../graph/load/end-nodes.ts';
import type { GraphRecord } from '../schema/index.ts';
import type { FindingRule } from './rule.ts';

/** Nobody's key: fills a list up. */
const NOBODY = 'nobody';
/** The planner makes a plan for each of these lengths of a list, and planning takes longer than the answer. */
const LENGTHS = [10, 100, 1_000, 10_000] as const;

/** The list, filled up to the next length that has a plan. */
export function padded(keys: readonly string[]): readonly string[] {
  const length = LENGTHS.find((one) => keys.length <= one) ?? keys.length;
  return [...keys, ...Array.from({ length: length - keys.length }, () => NOBODY)];
}

const OF_PEOPLE = 'MATCH (h:Human {id: id})<-[:ABOUT]-(f:Finding)';
const OF_WHAT_THEY_OWN = 'MATCH (h:Human {id: id})-[:OWNS]->()<-[:ABOUT]-(f:Finding)';

/**
 * What a rule said before about some people or teams (keys) and does not say now is over: findings about those people, where the rule's
 * are about people, else about what they own; and whom and what the findings that stand are no longer about and no longer go to.
 * `at`: UTC.
 */
export async function retireUnsaid(
  graph: Graph,
  rule: FindingRule,
  about: readonly string[],
  said: readonly GraphRecord[],
  at: string,
): Promise<void> {
  const claim = `findings:graph/${rule.id}`;
  const found = new Set(said.flatMap((one) => (one.record === 'node' ? [one.id as string] : [])));
  if (rule.askedBy === 'owners') {
    const isAboutPeople = Object.values(rule.subjects).includes('Human');
    const rows = await graph.read(
      `UNWIND $in.about AS id ${isAboutPeople ? OF_PEOPLE : OF_WHAT_THEY_OWN}
       WHERE f.retiredAt IS NULL AND $in.claim IN f.claims RETURN DISTINCT f.id AS id`,
      { in: { about, claim } },
    );
    const over = rows.map((row) => row['id'] as string).filter((id) => !found.has(id));
    await endNodes(graph, 'Finding', over, { claim, at });
  }
  await endEdges(graph, await strayEdges(graph, [...found], claim, said), at);
}

/** Live edges of findings that they no longer have. */
async function strayEdges(
  graph: Graph,
  findings: readonly string[],
  claim: string,
  said: readonly GraphRecord[],
): Promise<EndingEdge[]> {
  if (findings.length === 0) return [];
  const keys = new Set(
    said.flatMap((one) => (one.record === 'edge' ? [`${one.type} ${one.from.id} ${one.to.label} ${one.to.id}`] : [])),
  );
  const rows = await graph.read(
    `UNWIND $in.findings AS id MATCH (f:Finding {id: id})-[r:ABOUT|ROUTED_TO]->(to) WHERE $in.claim IN r.claims
     RETURN type(r) AS type, 'Finding' AS fromLabel, f.id AS from, labels(to)[0] AS toLabel, to.id AS to`,
    { in: { findings, claim } },
  );
  return (rows as unknown as EndingEdge[]).filter(
    ({ type, from, toLabel, to }) => !keys.has(`${type} ${from} ${toLabel} ${to}`),
  );
}
