import type { Graph } from '../../graph/index.ts';
import { ordered, type Reach } from './assemble.ts';
import { READ_TIMEOUT_MS } from './closure.ts';
import { factsOf, text } from './grants.ts';
import { anyOf } from './levels.ts';
import { comparePlaces, type Place, placeOf, RANK_TEXT } from './order.ts';
import { memberRow, type RowRef, specialRows } from './rows.ts';

const MEMBERS = `
  UNWIND $segments AS s
  MATCH (n:Resource) WHERE n.path >= s.lo AND n.path < s.hi AND n.kind = s.kind AND n.retiredAt IS NULL AND NOT n.id IN $special
  WITH s.i AS i, n, ${RANK_TEXT.sensitivity} AS sensitivity, ${RANK_TEXT.environment} AS environment
  WHERE $id IS NULL OR sensitivity > $sensitivity OR (sensitivity = $sensitivity AND (environment > $environment OR (environment = $environment AND n.id > $id)))
  RETURN i, ${text.facts('n')} AS facts ORDER BY sensitivity, environment, n.id LIMIT toInteger($limit)`;

/** Every resource one by one: `limit` rows behind `after`. One statement when there are scopes. */
export async function unfoldedRows(
  graph: Graph,
  reach: Reach,
  level: number,
  after: Place | undefined,
  limit: number,
): Promise<RowRef[]> {
  const special = specialRows(reach, level).filter((one) => after === undefined || comparePlaces(one.place, after) > 0);
  const members = await readMembers(graph, reach, level, after, limit);
  return [...special.slice(0, limit), ...members].sort((a, b) => comparePlaces(a.place, b.place)).slice(0, limit);
}

async function readMembers(
  graph: Graph,
  reach: Reach,
  level: number,
  after: Place | undefined,
  limit: number,
): Promise<RowRef[]> {
  const segments = reach.segments.flatMap(({ lo, hi, kind, masks }, i) =>
    level === 0 || (anyOf(masks) & level) !== 0 ? [{ i, lo, hi, kind }] : [],
  );
  if (segments.length === 0) return [];
  const special = [...reach.entries.values()].map((one) => one.resource.id);
  const rows = await graph.read(
    MEMBERS,
    {
      segments,
      special,
      limit,
      id: after?.id ?? null,
      sensitivity: after?.sensitivity ?? null,
      environment: after?.environment ?? null,
    },
    { timeoutMs: READ_TIMEOUT_MS },
  );
  return rows.flatMap((row) => {
    const segment = reach.segments[row['i'] as number];
    if (segment === undefined) return [];
    const facts = factsOf(row['facts']);
    const parts = ordered(
      reach.closure,
      segment.scopes.flatMap((one) => one.parts),
    );
    return [{ place: placeOf(facts), count: 1, make: () => memberRow(reach, facts, segment.masks, parts) }];
  });
}
