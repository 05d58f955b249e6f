import type { Fields, Graph } from '../../graph/index.ts';
import { CERTAINTIES, type Certainty } from '../../queries/reach/levels.ts';
import { FOLLOWED } from '../../queries/reach/pattern.ts';
import type { StepTables } from '../tables.ts';
import type { ConditionLists } from './conditions.ts';
import { type NumberMap, Numbers } from './stream.ts';

const STEP = 'coalesce(e.delegated, false) = false';
const TOLD = 'type(e), e.certainty, e.conditionKeys';

/** Steps of direct reach, and the ways in from what people ask about; those of `src/queries/reach/pattern.ts`. */
const TEXTS = [
  ...FOLLOWED.map(
    (type) => `MATCH (x)-[e:${type}]->(y) WHERE NOT x:Resource AND NOT y:Team AND ${STEP} RETURN id(x), id(y), ${TOLD}`,
  ),
  `MATCH (x:Human)-[e:HAS_ACCOUNT|OWNS]->(y) WHERE NOT y:Team AND ${STEP} RETURN id(x), id(y), ${TOLD}`,
  `MATCH (x:Team)-[e:OWNS]->(y) WHERE NOT y:Team AND ${STEP} RETURN id(x), id(y), ${TOLD}`,
  `MATCH (x:Device)<-[e:RUNS_ON|STORED_IN]-(y) RETURN id(x), id(y), ${TOLD}`,
  `MATCH (x:Session)-[e:OF]->(y) RETURN id(x), id(y), ${TOLD}`,
  `MATCH (x:Resource)-[e:USES|RUNS_AS]->(y) RETURN id(x), id(y), ${TOLD}`,
  `MATCH (x:Resource)<-[e:STORED_IN]-(y:Credential) RETURN id(x), id(y), ${TOLD}`,
];

/** Edge types of steps, by number. */
const TYPES = [...FOLLOWED, 'HAS_ACCOUNT', 'OWNS', 'RUNS_ON', 'STORED_IN', 'OF'] as const;

/** Steps between actors. `actors`: numbers of actors by the id of the database; `count`: how many there are. */
export async function readSteps(
  graph: Graph,
  actors: NumberMap,
  count: number,
  conditions: ConditionLists,
): Promise<StepTables> {
  const typeNumbers = new Map<string, number>(TYPES.map((type, i) => [type, i]));
  const columns = {
    from: new Numbers(),
    to: new Numbers(),
    rank: new Numbers(),
    type: new Numbers(),
    condition: new Numbers(),
  };
  const add = (record: Fields): void => {
    const from = actors.get(record.get(0) as number);
    const to = actors.get(record.get(1) as number);
    if (from < 0 || to < 0) return;
    columns.from.add(from);
    columns.to.add(to);
    columns.type.add(typeNumbers.get(record.get(2) as string) ?? 0);
    columns.rank.add(rankOf(record.get(3) as Certainty | null));
    columns.condition.add(conditions.numberOf(record.get(4) as string[] | null));
  };
  for (const text of TEXTS) await graph.each(text, {}, add);
  const { starts, order } = grouped(columns.from.all(), count);
  const pick = (column: Numbers) => (_: unknown, i: number) => column.at(order[i] ?? 0);
  const { length } = order;
  return {
    starts,
    to: Uint32Array.from({ length }, pick(columns.to)),
    ranks: Uint8Array.from({ length }, pick(columns.rank)),
    typeOf: Uint8Array.from({ length }, pick(columns.type)),
    types: TYPES,
    conditionsOf: Uint16Array.from({ length }, pick(columns.condition)),
  };
}

function rankOf(certainty: Certainty | null): number {
  return certainty === null ? 0 : Math.max(0, CERTAINTIES.indexOf(certainty));
}

/** Puts rows of one owner together: `order[starts[owner] .. starts[owner + 1])` are the numbers of its rows. */
export function grouped(owners: Float64Array, count: number): { starts: Uint32Array; order: Uint32Array } {
  const starts = new Uint32Array(count + 1);
  for (const owner of owners) starts[owner + 1] = (starts[owner + 1] ?? 0) + 1;
  for (let owner = 0; owner < count; owner += 1) starts[owner + 1] = (starts[owner + 1] ?? 0) + (starts[owner] ?? 0);
  const next = starts.slice();
  const order = new Uint32Array(owners.length);
  for (const [i, owner] of owners.entries()) {
    const at = next[owner] ?? 0;
    order[at] = i;
    next[owner] = at + 1;
  }
  return { starts, order };
}
