import { aiClientOf } from '../../events/client.ts';
import type { EventRow } from '../../events/store.ts';
import type { Graph } from '../../graph/index.ts';
import { edge, node, ref } from '../../schema/index.ts';
import type { KnownKeys } from './known.ts';

interface Seen {
  readonly credential: string;
  readonly client: string;
  count: number;
  first: string;
  last: string;
}

/**
 * A client seen on a credential is the agent that is known to hold it with that client; where nobody registered one, it is
 * an agent inferred from its consumption, and shown as such.
 */
export async function* inferredAgents(graph: Graph, rows: readonly EventRow[], known: KnownKeys) {
  const registered = await registeredAgents(graph);
  for (const seen of sumByClient(rows, known)) {
    const usage = {
      basis: 'seen',
      via: `user agent of ${seen.client}`,
      count: seen.count,
      first: seen.first,
      last: seen.last,
    };
    const agents = registered.get(`${seen.credential} ${seen.client}`);
    for (const agent of agents ?? [])
      yield edge('USES', ref('Agent', agent), ref('Credential', seen.credential), usage);
    if (agents !== undefined) continue;
    const id = `inferred:${seen.client}:agent:${seen.credential}`;
    yield node('Agent', id, {
      name: `${seen.client} on ${seen.credential}`,
      kind: 'inferred',
      platform: 'events',
      client: seen.client,
      lastActiveAt: seen.last,
    });
    yield edge('USES', ref('Agent', id), ref('Credential', seen.credential), usage);
  }
}

function sumByClient(rows: readonly EventRow[], known: KnownKeys): Iterable<Seen> {
  const sums = new Map<string, Seen>();
  for (const row of rows) {
    const credential = row['credential'] as string;
    const client = aiClientOf(row['userAgent'] as string);
    if (client === undefined || !known.has('Credential', credential)) continue;
    const first = row['first'] as string;
    const last = row['last'] as string;
    const count = row['n'] as number;
    const sum = sums.get(`${credential} ${client}`);
    if (sum === undefined) sums.set(`${credential} ${client}`, { credential, client, count, first, last });
    else {
      sum.count += count;
      sum.first = [first, sum.first].sort()[0] ?? first;
      sum.last = [last, sum.last].sort()[1] ?? last;
    }
  }
  return sums.values();
}

/** Agents by the credential they hold and their client; an MCP server is its own client, `mcp`. */
async function registeredAgents(graph: Graph): Promise<ReadonlyMap<string, readonly string[]>> {
  const byUse = new Map<string, string[]>();
  const text = `MATCH (a:Agent)-[r:USES]->(c:Credential) WHERE a.kind <> 'inferred'
                UNWIND [one IN [a.client, CASE a.kind WHEN 'mcp-server' THEN 'mcp' END] WHERE one IS NOT NULL] AS client
                RETURN c.id + ' ' + client AS use, a.id AS agent ORDER BY agent`;
  for await (const row of graph.stream(text)) {
    const use = row['use'] as string;
    byUse.set(use, [...(byUse.get(use) ?? []), row['agent'] as string]);
  }
  return byUse;
}
