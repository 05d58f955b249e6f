import type { Fields, Graph } from '../../graph/index.ts';
import { SHARED_BELOW, text } from '../../queries/reach/grants.ts';
import { maskOf, maskText } from '../../queries/reach/levels.ts';
import { HOLDERS } from '../../queries/reach/pattern.ts';
import {
  BY_CONTAINER,
  BY_RESOURCE,
  type GrantTables,
  ON_CONTAINER,
  ON_RESOURCE,
  ON_SCOPE,
  type ScopeTables,
} from '../tables.ts';
import { without, wordOf } from '../word.ts';
import type { ConditionLists } from './conditions.ts';
import { grouped } from './steps.ts';
import { type NumberMap, Numbers } from './stream.ts';

const GRANTS = (holder: string): string => `
  MATCH (h:${holder})-[g:CAN|GRANTED_ON]->(t:Resource|Scope) WHERE ${text.gives}
  RETURN id(h), id(t), t:Scope, type(g), ${maskText('g.certain')}, ${maskText('g.possible')}, ${maskText('g.unknown')}, g.conditionKeys`;

const EXCEPTIONS = 'MATCH (h)-[x:CAN_EXCEPT]->(r:Resource) RETURN id(h), id(r), x.levels';

const CONTAINED = `
  MATCH (h)-[g:CAN|GRANTED_ON]->(c:Resource) WHERE ${text.gives} AND EXISTS { (c)-[:CONTAINS]->(:Resource) }
  WITH DISTINCT c, type(g) AS granted
  MATCH (c)-[:CONTAINS*1..8]->(r:Resource) WHERE ${SHARED_BELOW.replace('type(g)', 'granted')}
  RETURN DISTINCT id(c), id(r)`;

interface Places {
  readonly actors: NumberMap;
  readonly actorCount: number;
  readonly ordinals: NumberMap;
  readonly scopeNumbers: NumberMap;
  readonly scopes: ScopeTables;
}

/** Everything granted to anybody, as ranges of ordinals. */
export async function readGrants(graph: Graph, places: Places, conditions: ConditionLists): Promise<GrantTables> {
  const exceptions = await readExceptions(graph, places);
  const contents = await readContents(graph, places);
  const ranges = new Ranges();
  const add = (record: Fields): void => {
    const holder = places.actors.get(record.get(0) as number);
    if (holder < 0) return;
    const grant = {
      holder,
      word: wordOf({
        certain: record.get(4) as number,
        possible: record.get(5) as number,
        unknown: record.get(6) as number,
      }),
      condition: conditions.numberOf(record.get(7) as string[] | null),
    };
    const target = record.get(1) as number;
    if (record.get(2) === true) addScope(ranges, grant, places.scopeNumbers.get(target), places.scopes, exceptions);
    else addResource(ranges, grant, places.ordinals.get(target), record.get(3) === 'CAN', contents);
  };
  for (const holder of HOLDERS) await graph.each(GRANTS(holder), {}, add);
  const containers = [...contents.keys()].sort((a, b) => a - b);
  return {
    ...ranges.done(places.actorCount),
    scopes: places.scopes,
    containers: Uint32Array.from(containers),
    contents: Uint32Array.from(containers, (container) => contents.get(container)?.length ?? 0),
  };
}

interface Grant {
  readonly holder: number;
  readonly word: number;
  readonly condition: number;
}

/** Ranges as they come. */
class Ranges {
  readonly #holders = new Numbers();
  readonly #lo = new Numbers();
  readonly #hi = new Numbers();
  readonly #words = new Numbers();
  readonly #kinds = new Numbers();
  readonly #via = new Numbers();
  readonly #conditions = new Numbers();

  add(grant: Grant, lo: number, hi: number, kind: number, via = 0, word = grant.word): void {
    if (lo >= hi || word === 0) return;
    this.#holders.add(grant.holder);
    this.#lo.add(lo);
    this.#hi.add(hi);
    this.#words.add(word);
    this.#kinds.add(kind);
    this.#via.add(via);
    this.#conditions.add(grant.condition);
  }

  done(actors: number): Omit<GrantTables, 'scopes' | 'containers' | 'contents'> {
    const { starts, order } = grouped(this.#holders.all(), actors);
    const { length } = order;
    const pick = (column: Numbers) => (_: unknown, i: number) => column.at(order[i] ?? 0);
    return {
      starts,
      lo: Uint32Array.from({ length }, pick(this.#lo)),
      hi: Uint32Array.from({ length }, pick(this.#hi)),
      words: Uint16Array.from({ length }, pick(this.#words)),
      kindOf: Uint8Array.from({ length }, pick(this.#kinds)),
      via: Uint32Array.from({ length }, pick(this.#via)),
      conditionsOf: Uint16Array.from({ length }, pick(this.#conditions)),
    };
  }
}

/** By holder: what its scopes do not give, by ordinal ascending. */
type Exceptions = ReadonlyMap<number, readonly { readonly ordinal: number; readonly levels: number }[]>;

async function readExceptions(graph: Graph, { actors, ordinals }: Places): Promise<Exceptions> {
  const found = new Map<number, { ordinal: number; levels: number }[]>();
  await graph.each(EXCEPTIONS, {}, (record) => {
    const holder = actors.get(record.get(0) as number);
    const ordinal = ordinals.get(record.get(1) as number);
    if (holder < 0 || ordinal < 0) return;
    const one = { ordinal, levels: maskOf(record.get(2) as string[]) };
    const list = found.get(holder);
    if (list === undefined) found.set(holder, [one]);
    else list.push(one);
  });
  for (const list of found.values()) list.sort((a, b) => a.ordinal - b.ordinal);
  return found;
}

/** What is in containers that are granted, by the container's ordinal. */
async function readContents(graph: Graph, { ordinals }: Places): Promise<ReadonlyMap<number, readonly number[]>> {
  const found = new Map<number, number[]>();
  await graph.each(CONTAINED, {}, (record) => {
    const container = ordinals.get(record.get(0) as number);
    const inside = ordinals.get(record.get(1) as number);
    if (container < 0 || inside < 0) return;
    const list = found.get(container);
    if (list === undefined) found.set(container, [inside]);
    else list.push(inside);
  });
  for (const list of found.values()) list.sort((a, b) => a - b);
  return found;
}

function addResource(
  ranges: Ranges,
  grant: Grant,
  ordinal: number,
  isAccess: boolean,
  contents: ReadonlyMap<number, readonly number[]>,
): void {
  if (ordinal < 0) return;
  ranges.add(grant, ordinal, ordinal + 1, isAccess ? ON_RESOURCE : BY_RESOURCE);
  const inside = contents.get(ordinal) ?? [];
  for (let i = 0; i < inside.length; ) {
    let end = i + 1;
    while (inside[end] === (inside[i] ?? 0) + end - i) end += 1;
    ranges.add(grant, inside[i] ?? 0, (inside[end - 1] ?? 0) + 1, isAccess ? ON_CONTAINER : BY_CONTAINER, ordinal);
    i = end;
  }
}

/** A scope's range, cut where the holder's exceptions take something away. */
function addScope(ranges: Ranges, grant: Grant, scope: number, { lo, hi }: ScopeTables, exceptions: Exceptions): void {
  if (scope < 0) return;
  let from = lo[scope] ?? 0;
  const to = hi[scope] ?? 0;
  for (const { ordinal, levels } of exceptions.get(grant.holder) ?? []) {
    if (ordinal < from || ordinal >= to) continue;
    ranges.add(grant, from, ordinal, ON_SCOPE, scope);
    ranges.add(grant, ordinal, ordinal + 1, ON_SCOPE, scope, without(grant.word, levels));
    from = ordinal + 1;
  }
  ranges.add(grant, from, to, ON_SCOPE, scope);
}
