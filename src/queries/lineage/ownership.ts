import type { Graph } from '../../graph/index.ts';
import type { FoundNode } from '../find-node.ts';
import { nodeOf, type StoredNode } from './neighbours.ts';

/** One who answers for a thing, and why we think so. */
export interface Owner {
  readonly owner: StoredNode;
  /** 0 to 1. */
  readonly confidence: number | undefined;
  readonly verdict: string | undefined;
  /** The earliest dated evidence that names them, else since when the verdict stands (UTC instant). */
  readonly since: string | undefined;
  readonly basis: readonly string[];
  /** The observations behind it that are still in the graph. */
  readonly evidence: readonly StoredNode[];
  /** Who must act when the owner cannot, as derived. */
  readonly falls: StoredNode | undefined;
  readonly fallsWhy: string | undefined;
}

const OWNERS = `
  MATCH (s:Agent|Principal|Credential|Resource|Tool {id: $id}) WHERE labels(s)[0] = $label
  MATCH (o:Human|Team)-[e:OWNS]->(s)
  OPTIONAL MATCH (o)-[duty:FALLS_TO]->(m:Human) WHERE o.status IN ['departed', 'suspended', 'dissolved']
  RETURN labels(o)[0] AS label, properties(o) AS owner, properties(e) AS edge, properties(m) AS falls, duty.reason AS why,
         [v IN COLLECT { MATCH (v:Evidence) WHERE v.id IN coalesce(e.evidence, []) RETURN v ORDER BY v.id } | properties(v)] AS evidence
  ORDER BY e.confidence DESC, o.id`;

/** Who answers for a thing, the surest first. None: not known. One statement. */
export async function readOwners(graph: Graph, subject: FoundNode): Promise<Owner[]> {
  const rows = await graph.read(OWNERS, { id: subject.id, label: subject.label }, { timeoutMs: 15_000 });
  return rows.map((row) => {
    const edge = row['edge'] as Readonly<Record<string, unknown>>;
    const owner = nodeOf(row['label'] as 'Human' | 'Team', row['owner']);
    const falls = row['falls'] === null ? undefined : nodeOf('Human', row['falls']);
    return {
      owner,
      confidence: edge['confidence'] as number | undefined,
      verdict: edge['verdict'] as string | undefined,
      since: (edge['since'] ?? edge['firstSeen']) as string | undefined,
      basis: (edge['basis'] as string[] | undefined) ?? [],
      evidence: (row['evidence'] as unknown[]).map((one) => nodeOf('Evidence', one)),
      falls,
      fallsWhy: falls === undefined ? undefined : String(row['why']),
    };
  });
}

/** Somebody whom evidence names, and not surely enough, or less surely than the owner. */
export interface Alternative {
  readonly owner: StoredNode;
  /** 0 to 1. */
  readonly confidence: number;
  readonly basis: readonly string[];
}

/** Who else it might be, the surest first. One statement. */
export async function readAlternatives(graph: Graph, subject: FoundNode): Promise<Alternative[]> {
  const rows = await graph.read(
    `MATCH (s:Agent|Principal|Credential {id: $id}) WHERE labels(s)[0] = $label
     MATCH (o:Human|Team)-[e:MAY_OWN]->(s)
     RETURN labels(o)[0] AS label, properties(o) AS owner, e.confidence AS confidence, e.basis AS basis ORDER BY confidence DESC, o.id`,
    { id: subject.id, label: subject.label },
    { timeoutMs: 15_000 },
  );
  return rows.map((row) => ({
    owner: nodeOf(row['label'] as 'Human' | 'Team', row['owner']),
    confidence: row['confidence'] as number,
    basis: row['basis'] as string[],
  }));
}
