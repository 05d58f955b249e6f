import { type Graph, integer } from '../../graph/index.ts';

/** A decision with the names of those it speaks of. */
interface DecisionView {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly subjectName: string | undefined;
  readonly person: string | undefined;
  readonly personName: string | undefined;
  readonly by: string;
  readonly byName: string | undefined;
  readonly enteredBy: string | undefined;
  readonly reason: string;
  readonly at: string;
  readonly until: string | undefined;
  readonly endedAt: string | undefined;
  readonly endedWhy: string | undefined;
}

interface DecisionFilter {
  /** Key of what they are about. */
  readonly subject?: string;
  /** Only those that hold. */
  readonly holding?: boolean;
  readonly limit?: number;
}

/** Decisions, the latest first; those that ended are kept. */
export async function readDecisions(graph: Graph, filter: DecisionFilter = {}): Promise<DecisionView[]> {
  const rows = await graph.read(
    `MATCH (d:Decision) WHERE ($subject IS NULL OR d.subject = $subject) AND ($holding = false OR d.endedAt IS NULL)
     WITH d ORDER BY d.at DESC, d.id LIMIT $limit
     OPTIONAL MATCH (d)-[:DECIDES]->(s)
     OPTIONAL MATCH (d)-[:DECIDED_BY]->(b:Human)
     OPTIONAL MATCH (d)-[:DECIDED_FOR]->(p:Human)
     RETURN d {.*, subjectName: coalesce(s.name, s.sentence), byName: b.name, personName: p.name} AS d ORDER BY d.at DESC, d.id`,
    { subject: filter.subject ?? null, holding: filter.holding ?? false, limit: integer(filter.limit ?? 200) },
    { timeoutMs: 15_000 },
  );
  return rows.map((row) => viewOf(row['d'] as Readonly<Record<string, string | null>>));
}

function viewOf(d: Readonly<Record<string, string | null>>): DecisionView {
  const text = (name: string): string | undefined => d[name] ?? undefined;
  return {
    id: d['id'] ?? '',
    kind: d['kind'] ?? '',
    subject: d['subject'] ?? '',
    subjectName: text('subjectName'),
    person: text('person'),
    personName: text('personName'),
    by: d['by'] ?? '',
    byName: text('byName'),
    enteredBy: text('enteredBy'),
    reason: d['reason'] ?? '',
    at: d['at'] ?? '',
    until: text('until'),
    endedAt: text('endedAt'),
    endedWhy: text('endedWhy'),
  };
}
