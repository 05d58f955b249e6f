import type { Graph } from '../../graph/index.ts';
import type { Label } from '../../schema/index.ts';
import { hashOf, keyIndex } from '../key-index.ts';
import type { ActorTables } from '../tables.ts';
import { TextPoolWriter } from '../text-pool.ts';
import { Names, NumberMap, Numbers } from './stream.ts';

/** Labels of nodes that lead to grants. */
const LABELS = [
  'AccessProfile',
  'Agent',
  'Credential',
  'Device',
  'Human',
  'Principal',
  'Resource',
  'Session',
  'Team',
  'Tool',
  'TrustGroup',
] as const satisfies readonly Label[];

/** Of resources, those that consume or keep credentials, or act as somebody. */
const CONSUMERS = 'AND (EXISTS { (n)-[:USES|RUNS_AS]->() } OR EXISTS { (n)<-[:STORED_IN]-(:Credential) })';

/** A credential of another status opens nothing. */
const LIVE = ['active', 'unknown'];

export interface ReadActors {
  readonly tables: ActorTables;
  /** Actors by the id of the database. */
  readonly numbers: NumberMap;
}

/** Reads the nodes that lead to grants. */
export async function readActors(graph: Graph): Promise<ReadActors> {
  const numbers = new NumberMap();
  const ids = new TextPoolWriter();
  const kinds = new Names('');
  const environments = new Names('');
  const [kindOf, environmentOf, hashes, liveUntil] = [new Numbers(), new Numbers(), new Numbers(), new Numbers()];
  const labelStarts = [0];
  for (const label of LABELS) {
    await graph.each(textOf(label), {}, (record) => {
      const id = record.get(1) as string;
      numbers.set(record.get(0) as number, ids.size);
      ids.add(id);
      hashes.add(hashOf(`${label} ${id}`));
      kindOf.add(kinds.numberOf((record.get(2) as string | null) ?? ''));
      environmentOf.add(environments.numberOf((record.get(3) as string | null) ?? ''));
      liveUntil.add(
        label === 'Credential'
          ? endOf(record.get(4) as string | null, record.get(5) as string | null)
          : Number.POSITIVE_INFINITY,
      );
    });
    labelStarts.push(ids.size);
  }
  return {
    numbers,
    tables: {
      keys: keyIndex(Uint32Array.from(hashes.all())),
      labels: LABELS,
      labelStarts: Uint32Array.from(labelStarts),
      ids: ids.done(),
      kinds: kinds.all,
      kindOf: Uint16Array.from(kindOf.all()),
      environments: environments.all,
      environmentOf: Uint16Array.from(environmentOf.all()),
      liveUntil: liveUntil.all().slice(),
    },
  };
}

function textOf(label: Label): string {
  const own = label === 'Resource' ? CONSUMERS : '';
  const life = label === 'Credential' ? ', n.status, n.expiresAt' : '';
  return `MATCH (n:${label}) WHERE n.retiredAt IS NULL ${own} RETURN id(n), n.id, n.kind, n.environment${life} ORDER BY n.id`;
}

function endOf(status: string | null, expiresAt: string | null): number {
  if (status !== null && !LIVE.includes(status)) return Number.NEGATIVE_INFINITY;
  return expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt);
}
