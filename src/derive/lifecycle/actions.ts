import { aiClientOf } from '../../events/client.ts';
import type { EventRow, EventStore } from '../../events/store.ts';
import type { Graph } from '../../graph/index.ts';
import { edge, ref } from '../../schema/index.ts';
import { type DeriveJob, deriveJob } from '../job.ts';
import { attribute } from './attribution.ts';
import { readAttributionBook } from './attribution-book.ts';

/** Events by everything that tells who acted, on what, and with which outcome: the agent of each group is one. */
const GROUPS = `
  SELECT agent, credential, principal, person, userAgent, r.resource AS resource, outcome = 'denied' AS refused,
         list_sort(list_distinct(list(action)))[1:20] AS actions, count(*)::INTEGER AS n, min(occurredAt) AS first, max(occurredAt) AS last
  FROM events, unnest(resources) AS r(resource)
  WHERE resource <> '' AND outcome IN ('success', 'denied')
  GROUP BY agent, credential, principal, person, userAgent, resource, refused ORDER BY ALL`;

const KNOWN = 'UNWIND $ids AS id MATCH (r:Resource {id: id}) WHERE r.retiredAt IS NULL RETURN id';
const CHUNK = 5_000;

/** What one agent did on one resource. */
interface Sum {
  readonly agent: string;
  readonly resource: string;
  readonly refused: boolean;
  count: number;
  first: string;
  last: string;
  readonly actions: Set<string>;
  readonly credentials: Set<string>;
  readonly people: Set<string>;
  why: string;
}

/** Which agent did what, and what it was refused: the name on the action, summed by pair, with the reasoning. */
export function actionsJob(events: EventStore): DeriveJob {
  return deriveJob({
    id: 'actions',
    title: 'What agents did',
    reads: ['Agent', 'USES', 'RUNS_AS', 'OWNS', 'Human', 'HAS_ACCOUNT', 'Resource'],
    writes: ['ACTED_ON', 'REFUSED'],
    async *run({ graph }) {
      const rows = await events.query(GROUPS);
      const known = await knownResources(graph, rows);
      const book = await readAttributionBook(graph);
      const sums = new Map<string, Sum>();
      for (const row of rows) {
        const resource = known.get(String(row['resource']));
        const acted = actedOf(row);
        const found = resource === undefined ? undefined : attribute(acted, book);
        if (resource === undefined || found === undefined) continue;
        add(sums, { ...found, resource, credential: acted.credential }, row);
      }
      for (const sum of sums.values()) yield recordOf(sum);
    },
  });
}

function actedOf(row: EventRow) {
  const text = (name: string): string | undefined => {
    const value = row[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    agent: text('agent'),
    credential: text('credential'),
    principal: text('principal'),
    person: text('person'),
    client: aiClientOf(text('userAgent')),
  };
}

interface Found {
  readonly agent: string;
  readonly resource: string;
  readonly why: string;
  readonly person: string | undefined;
  readonly credential: string | undefined;
}

function add(sums: Map<string, Sum>, found: Found, row: EventRow): void {
  const refused = row['refused'] === true;
  const [first, last] = [String(row['first']), String(row['last'])];
  const key = `${found.agent}\n${found.resource}\n${refused}`;
  const sum: Sum = sums.get(key) ?? {
    agent: found.agent,
    resource: found.resource,
    refused,
    count: 0,
    first,
    last,
    actions: new Set(),
    credentials: new Set(),
    people: new Set(),
    why: found.why,
  };
  sums.set(key, sum);
  sum.count += Number(row['n']);
  if (first < sum.first) sum.first = first;
  if (last >= sum.last) {
    sum.last = last;
    sum.why = found.why;
  }
  for (const action of (row['actions'] as readonly string[] | null) ?? []) sum.actions.add(action);
  if (found.credential !== undefined) sum.credentials.add(found.credential);
  if (found.person !== undefined) sum.people.add(found.person);
}

function recordOf(sum: Sum) {
  const { agent, resource, count, first, last, why } = sum;
  const props = {
    count,
    first,
    last,
    actions: [...sum.actions].sort().slice(0, 20),
    credentials: [...sum.credentials].sort().slice(0, 20),
    people: [...sum.people].sort().slice(0, 20),
    basis: why,
  };
  const [from, to] = [ref('Agent', agent), ref('Resource', resource)];
  return sum.refused ? edge('REFUSED', from, to, props) : edge('ACTED_ON', from, to, props);
}

/** Resources of the inventory by the name that events give them; a secret may be named without the end of its ARN. */
async function knownResources(graph: Graph, rows: readonly EventRow[]): Promise<ReadonlyMap<string, string>> {
  const named = [...new Set(rows.map((row) => String(row['resource'])))];
  const known = new Map<string, string>();
  for (let from = 0; from < named.length; from += CHUNK) {
    for (const row of await graph.read(KNOWN, { ids: named.slice(from, from + CHUNK) }))
      known.set(row['id'] as string, row['id'] as string);
  }
  const secrets = named.filter((one) => !known.has(one) && one.includes(':secretsmanager:'));
  for (const row of secrets.length === 0 ? [] : await graph.read(SECRETS, { ids: secrets }))
    known.set(row['name'] as string, row['id'] as string);
  return known;
}

/** Six characters that Secrets Manager adds to an ARN (https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen). */
const SECRETS = `UNWIND $ids AS name MATCH (r:Resource {kind: 'secretsmanager:secret'}) WHERE r.id STARTS WITH name + '-' AND size(r.id) = size(name) + 7
  RETURN name, r.id AS id`;
