import { counted, wordsOf } from '../lib/words.ts';
import type { How, Picture, PictureEdge, PictureNode } from './picture.ts';

/** A node that is drawn: one of the picture, or a hub that stands for several. */
export interface ShownNode extends PictureNode {
  /** Keys of the nodes that a hub stands for; absent for a node that stands for itself. */
  readonly folded?: readonly string[];
}

export interface Shown {
  readonly nodes: ReadonlyMap<string, ShownNode>;
  readonly edges: ReadonlyMap<string, PictureEdge>;
  readonly subject: string;
  /** Nodes that stand inside a hub. */
  readonly foldedCount: number;
}

export interface FoldOptions {
  /** Keys of hubs that were unfolded. */
  readonly open: ReadonlySet<string>;
  /** Draw each node by itself. */
  readonly isAll?: boolean;
}

/** Alike nodes up to so many stay by themselves. */
const FEW = 4;
/** Sensitive ones of a group that stay by themselves. */
const MOST_SENSITIVE = 8;
/** Nodes of one column that an eye can still follow. */
const COLUMN_BUDGET = 36;
const HOWS: readonly How[] = ['granted', 'inferred', 'used'];
const RANKS: readonly string[] = ['customer-data', 'pii', 'confidential', 'internal'];

/** 0 is the most sensitive. */
export function rankOf({ sensitivity }: Pick<PictureNode, 'sensitivity'>): number {
  const rank = RANKS.indexOf(sensitivity ?? '');
  return rank < 0 ? RANKS.length + (sensitivity === 'public' ? 1 : 0) : rank;
}

/**
 * Folds what is alike into hubs with counts: first nodes of one kind with the same neighbours, then, in columns that are
 * still long, nodes of one kind, at last of one label. The subject, what was unfolded and the most sensitive always stand by
 * themselves.
 */
export function fold(picture: Picture, { open, isAll = false }: FoldOptions): Shown {
  const hubOf = new Map<string, string>();
  if (isAll) return shownOf(picture, hubOf);
  const neighbours = neighboursOf(picture);
  const held = new Set([picture.subject]);
  const isFree = ({ key }: PictureNode): boolean => !held.has(key) && !hubOf.has(key);
  const foldBy = (nodes: readonly PictureNode[], keyed: (node: PictureNode) => string, few: number): void => {
    for (const [key, group] of Map.groupBy(nodes.filter(isFree), keyed)) {
      const isOpen = open.has(`hub ${key}`);
      for (const node of less(group, few)) isOpen ? held.add(node.key) : hubOf.set(node.key, `hub ${key}`);
    }
  };
  const nodes = [...picture.nodes.values()];
  foldBy(nodes, (node) => `${kindOf(node)}|${digest(neighbours.get(node.key) ?? [])}`, FEW);
  for (const own of Map.groupBy(nodes, ({ column }) => column).values()) {
    for (const keyed of [kindOf, ({ label }: PictureNode) => label])
      if (drawnOf(own, hubOf) > COLUMN_BUDGET) foldBy(own, keyed, 1);
  }
  return shownOf(picture, hubOf);
}

function kindOf({ label, kind }: PictureNode): string {
  return `${label}|${kind ?? ''}`;
}

/** How many of a column are drawn: those by themselves, and their hubs. */
function drawnOf(own: readonly PictureNode[], hubOf: ReadonlyMap<string, string>): number {
  return new Set(own.map(({ key }) => hubOf.get(key) ?? key)).size;
}

/** Those of a group that a hub can stand for: all but the most sensitive, unless they are few. */
function less(group: readonly PictureNode[], few: number): readonly PictureNode[] {
  if (group.length <= few) return [];
  const sensitive = group
    .filter((node) => rankOf(node) < 3)
    .sort((a, b) => rankOf(a) - rankOf(b) || (a.key < b.key ? -1 : 1))
    .slice(0, MOST_SENSITIVE);
  const rest = group.filter((node) => !sensitive.includes(node));
  return rest.length < 2 ? [] : rest;
}

function shownOf(picture: Picture, hubOf: ReadonlyMap<string, string>): Shown {
  const nodes = new Map<string, ShownNode>();
  for (const node of picture.nodes.values()) {
    const hub = hubOf.get(node.key);
    if (hub === undefined) nodes.set(node.key, node);
    else nodes.set(hub, hubWith(nodes.get(hub), hub, node));
  }
  const edges = new Map<string, PictureEdge>();
  for (const edge of picture.edges.values()) {
    const [from, to] = [hubOf.get(edge.from) ?? edge.from, hubOf.get(edge.to) ?? edge.to];
    if (from === to) continue;
    const key = `${from} → ${to}`;
    edges.set(key, merged(edges.get(key), { ...edge, key, from, to }));
  }
  return { nodes, edges, subject: picture.subject, foldedCount: hubOf.size };
}

function hubWith(hub: ShownNode | undefined, key: string, node: PictureNode): ShownNode {
  const folded = [...(hub?.folded ?? []), node.key];
  const count = (hub?.count ?? 0) + node.count;
  const name = counted(count, node.kind ?? wordsOf(node.label), node.kind ?? `${wordsOf(node.label)}s`);
  const sensitivity = hub === undefined || rankOf(node) < rankOf(hub) ? node.sensitivity : hub.sensitivity;
  return { ...node, key, id: key, name, count, folded, sensitivity };
}

/** Several edges drawn as one: used when any is, and certain when any is. */
function merged(before: PictureEdge | undefined, edge: PictureEdge): PictureEdge {
  if (before === undefined) return edge;
  const how = HOWS.indexOf(before.how) >= HOWS.indexOf(edge.how) ? before.how : edge.how;
  const isCertain = before.certainty === 'certain' || edge.certainty === 'certain';
  return {
    ...before,
    how: how === 'inferred' && (before.how === 'granted' || edge.how === 'granted') ? 'granted' : how,
    certainty: isCertain ? 'certain' : before.certainty,
    type: before.type === edge.type ? before.type : 'several',
  };
}

function neighboursOf({ edges }: Picture): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (key: string, neighbour: string): void => {
    const known = found.get(key);
    if (known === undefined) found.set(key, [neighbour]);
    else known.push(neighbour);
  };
  for (const { from, to } of edges.values()) {
    add(from, `>${to}`);
    add(to, `<${from}`);
  }
  return found;
}

/** A short name of a set of keys, the same whatever their order (FNV-1a, 32 bits, twice). */
function digest(keys: readonly string[]): string {
  const text = [...keys].sort().join('\n');
  return [0x811c9dc5, 0x01234567].map((seed) => hash(text, seed)).join('');
}

function hash(text: string, seed: number): string {
  let sum = seed;
  for (let i = 0; i < text.length; i += 1) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return (sum >>> 0).toString(36);
}
