import type { Row } from '../../graph/index.ts';
import { edge, ref } from '../../schema/index.ts';
import { deriveJob } from '../job.ts';

/** Who can read each place that keeps a credential: named one by one, or within a scope. */
const READERS = `
  MATCH (c:Credential)-[:STORED_IN]->(s:Resource) WHERE s.secretContainer AND s.retiredAt IS NULL
  CALL (s) {
    MATCH (x)-[k:CAN]->(s) RETURN x, k
    UNION ALL
    MATCH (o:Scope) WHERE s.path IS NOT NULL AND o.lo <= s.path AND s.path < o.hi AND o.kind = s.kind
    MATCH (x)-[k:CAN]->(o) WHERE NOT EXISTS { (x)-[without:CAN_EXCEPT]->(s) WHERE 'Read' IN without.levels }
    RETURN x, k
  }
  WITH c, s, x, CASE WHEN 'Read' IN coalesce(k.certain, []) THEN 0 WHEN 'Read' IN coalesce(k.possible, []) THEN 1
                     WHEN 'Read' IN coalesce(k.unknown, []) THEN 2 ELSE 3 END AS rank
  WHERE rank < 3
  WITH c, x, s, rank ORDER BY rank, s.id
  WITH c, x, head(collect({place: s.id, rank: rank})) AS best
  RETURN c.id AS credential, labels(x)[0] AS label, x.id AS reader, best.place AS place, best.rank AS rank ORDER BY credential, reader`;

const CERTAINTY = ['certain', 'conditional', 'unknown'];

/** The link that makes a chain: whoever reads a secret container holds the credentials in it. */
export const obtainJob = deriveJob({
  id: 'obtain',
  title: 'Readable credentials',
  reads: ['CAN', 'Scope', 'STORED_IN'],
  writes: ['CAN_OBTAIN'],
  async *run({ graph }) {
    for await (const row of graph.stream(READERS)) yield obtainEdge(row);
  },
});

function obtainEdge(row: Row) {
  const to = ref('Credential', row['credential'] as string);
  const props = { via: row['place'] as string, certainty: CERTAINTY[row['rank'] as number] ?? 'unknown' };
  const reader = row['reader'] as string;
  return row['label'] === 'AccessProfile'
    ? edge('CAN_OBTAIN', ref('AccessProfile', reader), to, props)
    : edge('CAN_OBTAIN', ref('Principal', reader), to, props);
}
