import type { Graph } from '../../src/graph/index.ts';

/** Everything in the graph but Run and Step records, as sorted lines; times are left out when `timeless`. */
export async function dumpGraph(graph: Graph, timeless = false): Promise<string[]> {
  const nodes = await graph.read(
    'MATCH (n) WHERE NOT n:Run AND NOT n:Step RETURN labels(n)[0] AS label, properties(n) AS p',
  );
  const edges = await graph.read(
    'MATCH (a)-[r]->(b) RETURN type(r) AS type, a.id AS from, b.id AS to, properties(r) AS p',
  );
  const lines = [
    ...nodes.map((row) => `${row['label']} ${stable(row['p'], timeless)}`),
    ...edges.map((row) => `${row['from']} -[${row['type']}]-> ${row['to']} ${stable(row['p'], timeless)}`),
  ];
  return lines.sort();
}

const TIMES = new Set(['firstSeen', 'lastSeen', 'retiredAt', 'from', 'to', 'at']);

function stable(props: unknown, timeless: boolean): string {
  const entries = Object.entries(props as Record<string, unknown>).filter(([name]) => !(timeless && TIMES.has(name)));
  return JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
}
