import type { Row } from '../../graph/index.ts';
import { edge, ref, SHARED_BELOW } from '../../schema/index.ts';
import { deriveJob } from '../job.ts';
import { BY_ACTION } from './contents.ts';

/** Who can read each place that keeps a credential: named one by one, within a scope, or by a container it lies in. */
const READERS = `
  MATCH (kept:Credential)-[:STORED_IN]->(r:Resource)
  WHERE r.secretContainer AND r.retiredAt IS NULL AND NOT (r.system = 'aws' AND r.kind IN $byAction)
  CALL (r) {
    MATCH (x)-[g:CAN]->(r) RETURN x, g
    UNION ALL
    MATCH (o:Scope) WHERE r.path IS NOT NULL AND o.lo <= r.path AND r.path < o.hi AND o.kind = r.kind
    MATCH (x)-[g:CAN]->(o) WHERE NOT EXISTS { (x)-[without:CAN_EXCEPT]->(r) WHERE 'Read' IN without.levels }
    RETURN x, g
    UNION ALL
    MATCH (c:Resource)-[:CONTAINS*1..8]->(r)
    MATCH (x)-[g:CAN]->(c) WHERE ${SHARED_BELOW}
    RETURN x, g
  }
  WITH kept, r, x, CASE WHEN 'Read' IN coalesce(g.certain, []) THEN 0 WHEN 'Read' IN coalesce(g.possible, []) THEN 1
                        WHEN 'Read' IN coalesce(g.unknown, []) THEN 2 ELSE 3 END AS rank
  WHERE rank < 3
  WITH kept, x, r, rank ORDER BY rank, r.id
  WITH kept, x, head(collect({place: r.id, rank: rank})) AS best
  RETURN kept.id AS credential, labels(x)[0] AS label, x.id AS reader, best.place AS place, best.rank AS rank ORDER BY credential, reader`;

const CERTAINTY = ['certain', 'conditional', 'unknown'];

/** The link that makes a chain: whoever reads a secret container holds the credentials in it. */
export const obtainJob = deriveJob({
  id: 'obtain',
  title: 'Readable credentials',
  reads: ['CAN', 'Scope', 'STORED_IN', 'CONTAINS'],
  writes: ['CAN_OBTAIN'],
  async *run({ graph }) {
    for await (const row of graph.stream(READERS, { byAction: BY_ACTION })) yield obtainEdge(row);
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
