import type { introspection } from '../graphql/generated/schema.ts';
import { timeOf, wordsOf } from '../lib/words.ts';
import type { Picture, PictureEdge } from './picture.ts';

/** What the graph says of an edge. */
export interface Fact {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly props: unknown;
}

type NodeLabel = introspection['types']['NodeLabel']['enumValues'];

export interface Pair {
  readonly fromLabel: NodeLabel;
  readonly from: string;
  readonly toLabel: NodeLabel;
  readonly to: string;
}

/** Those that are no nodes of the graph by the key the picture has for them. */
const NOT_ASKED = new Set(['Scope', 'Finding']);

/** The pairs of nodes to ask about: the ends of each edge, and the credential and the resource at the end of each way. */
export function pairsOf(picture: Picture, most: number): Pair[] {
  const pairs = new Map<string, Pair>();
  const add = (fromKey: string | undefined, toKey: string | undefined): void => {
    const [from, to] = [picture.nodes.get(fromKey ?? ''), picture.nodes.get(toKey ?? '')];
    if (from === undefined || to === undefined || pairs.size >= most) return;
    if (NOT_ASKED.has(from.label) || NOT_ASKED.has(to.label)) return;
    pairs.set(`${from.key} → ${to.key}`, {
      fromLabel: from.label as NodeLabel,
      from: from.id,
      toLabel: to.label as NodeLabel,
      to: to.id,
    });
  };
  for (const { from, to } of picture.edges.values()) add(from, to);
  for (const way of picture.ways) add(lastCredential(way), way.at(-1));
  return [...pairs.values()];
}

/** The picture with what is known of its edges: what was seen used is drawn so, and told with its last time. */
export function withFacts(picture: Picture, facts: readonly Fact[]): Picture {
  const byEnds = Map.groupBy(facts, ({ from, to }) => `${from} → ${to}`);
  const touched = touchedEnds(picture, byEnds);
  const edges = new Map(
    [...picture.edges].map(([key, edge]) => {
      const ends = `${idOf(edge.from)} → ${idOf(edge.to)}`;
      return [key, told(edge, [...(byEnds.get(ends) ?? []), ...(touched.get(key) ?? [])])];
    }),
  );
  return { ...picture, edges };
}

/** Uses of a resource by a credential, put on the last edge of the ways from the one to the other. */
function touchedEnds(picture: Picture, byEnds: ReadonlyMap<string, readonly Fact[]>): Map<string, Fact[]> {
  const touched = new Map<string, Fact[]>();
  for (const way of picture.ways) {
    const [before, end, credential] = [way.at(-2), way.at(-1), lastCredential(way)];
    if (before === undefined || end === undefined || credential === undefined || credential === before) continue;
    const facts = (byEnds.get(`${idOf(credential)} → ${idOf(end)}`) ?? []).filter(({ type }) => type === 'TOUCHED');
    if (facts.length > 0) touched.set(`${before} → ${end}`, facts);
  }
  return touched;
}

function told(edge: PictureEdge, facts: readonly Fact[]): PictureEdge {
  if (facts.length === 0) return edge;
  const isUsed = facts.some(({ type, props }) => type === 'TOUCHED' || factOf(props, 'basis') === 'seen');
  const isLikely = facts.some(({ type, props }) => type === 'OWNS' && factOf(props, 'verdict') !== 'asserted');
  return {
    ...edge,
    how: isUsed ? 'used' : isLikely ? 'inferred' : edge.how,
    told: [...new Set([...edge.told, ...facts.flatMap(wordsOfFact)])],
  };
}

function wordsOfFact({ type, props }: Fact): string[] {
  const [basis, via, count, last] = ['basis', 'via', 'count', 'last'].map((name) => factOf(props, name));
  const words = [
    wordsOf(type),
    ...(typeof basis === 'string' ? [basis] : []),
    ...(typeof via === 'string' ? [`in ${via}`] : []),
    ...(typeof count === 'number' ? [`${count} times`] : []),
    ...(typeof last === 'string' ? [`last seen ${timeOf(last)}`] : []),
  ];
  return words.length === 1 && type !== 'TOUCHED' ? [] : [words.join(', ')];
}

function factOf(props: unknown, name: string): unknown {
  return typeof props === 'object' && props !== null ? (props as Readonly<Record<string, unknown>>)[name] : undefined;
}

function lastCredential(way: readonly string[]): string | undefined {
  return way.findLast((key) => key.startsWith('Credential '));
}

function idOf(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}
