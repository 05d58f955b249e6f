import type { Graph, Row } from '../../graph/index.ts';
import type { Clock, Instant } from '../../lib/clock.ts';
import type { Label } from '../../schema/index.ts';
import { CERTAINTIES, type Certainty } from './levels.ts';
import { closureText } from './pattern.ts';

/** A node that the subject can act as, with the last step of a shortest way to it. */
export interface Reached {
  /** The database's id of the node: the key within one answer. */
  readonly key: string;
  readonly label: Label;
  readonly id: string;
  readonly name: string | undefined;
  readonly steps: number;
  /** The node before it; nothing for the subject itself. */
  readonly before: string | undefined;
  readonly edge: string | undefined;
  readonly stepCertainty: Certainty;
  readonly conditionKeys: readonly string[];
}

/** All that one subject can act as: for each certainty a way may have, the nodes it leads to. */
export interface Closure {
  readonly start: string;
  readonly startId: string;
  /** The surest ways first: a node is taken from the first tree that holds it. */
  readonly trees: readonly ReadonlyMap<string, Reached>[];
}

export const READ_TIMEOUT_MS = 20_000;

/**
 * The closures of several subjects of one label, by key; one statement, and one more for each lesser certainty that is met.
 * Subjects that are not there, are retired, or are credentials that no longer open anything at `now` are left out.
 */
export async function readClosures(
  graph: Graph,
  label: Label,
  ids: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, Closure>> {
  const readOf = (some: readonly string[], allowed: readonly Certainty[]): Promise<Map<string, Tree>> =>
    readTrees(graph, label, { ids: some, allowed, now });
  const all = await readOf(ids, CERTAINTIES);
  const found = new Map<string, Closure>();
  const doubtful = new Map<Certainty, string[]>();
  for (const tree of all.values()) {
    const worst = worstOf(tree.nodes);
    if (worst !== 'certain') push(doubtful, 'certain', tree.startId);
    if (worst === 'unknown') push(doubtful, 'conditional', tree.startId);
  }
  const [certain, conditional] = await Promise.all([
    readOf(doubtful.get('certain') ?? [], ['certain']),
    readOf(doubtful.get('conditional') ?? [], ['certain', 'conditional']),
  ]);
  for (const [id, tree] of all) {
    const sure = certain.get(id)?.nodes ?? (worstOf(tree.nodes) === 'certain' ? tree.nodes : new Map());
    const middle = conditional.get(id)?.nodes ?? (worstOf(tree.nodes) === 'conditional' ? tree.nodes : new Map());
    found.set(id, { start: tree.start, startId: id, trees: [sure, middle, tree.nodes] });
  }
  return found;
}

/** How surely a node is reached, and the node as the surest way leads to it. */
export function standingOf(closure: Closure, key: string): { node: Reached; certainty: Certainty } | undefined {
  for (const [rank, tree] of closure.trees.entries()) {
    const node = tree.get(key);
    if (node !== undefined) return { node, certainty: CERTAINTIES[rank] ?? 'unknown' };
  }
  return undefined;
}

/** The way to a node within the tree of its certainty, the subject first. */
export function wayTo(closure: Closure, key: string): Reached[] {
  const tree = closure.trees.find((one) => one.has(key));
  const way: Reached[] = [];
  for (let at = tree?.get(key); at !== undefined; at = at.before === undefined ? undefined : tree?.get(at.before))
    way.unshift(at);
  return way;
}

/** What an answer holds for: one version of the graph, and, because credentials expire, one minute. */
export function validity(graphVersion: number, clock: Clock): string {
  return `${graphVersion} ${Math.floor(clock.now() / 60_000)}`;
}

interface Tree {
  readonly start: string;
  readonly startId: string;
  readonly nodes: Map<string, Reached>;
}

async function readTrees(
  graph: Graph,
  label: Label,
  asked: { readonly ids: readonly string[]; readonly allowed: readonly Certainty[]; readonly now: Instant },
): Promise<Map<string, Tree>> {
  if (asked.ids.length === 0) return new Map();
  const rows = await graph.read(closureText(label), asked, { timeoutMs: READ_TIMEOUT_MS });
  const trees = new Map<string, Tree>();
  for (const row of rows) {
    const startId = row['startId'] as string;
    let tree = trees.get(startId);
    if (tree === undefined) {
      tree = { start: row['start'] as string, startId, nodes: new Map() };
      trees.set(startId, tree);
    }
    const node = reachedOf(row);
    const known = tree.nodes.get(node.key);
    if (known === undefined || node.steps < known.steps) tree.nodes.set(node.key, node);
  }
  return trees;
}

function reachedOf(row: Row): Reached {
  return {
    key: row['key'] as string,
    label: row['label'] as Label,
    id: row['id'] as string,
    name: (row['name'] as string | null) ?? undefined,
    steps: row['steps'] as number,
    before: (row['before'] as string | null) ?? undefined,
    edge: (row['edge'] as string | null) ?? undefined,
    stepCertainty: row['certainty'] as Certainty,
    conditionKeys: row['conditionKeys'] as string[],
  };
}

function worstOf(nodes: ReadonlyMap<string, Reached>): Certainty {
  let worst = 0;
  for (const node of nodes.values()) worst = Math.max(worst, CERTAINTIES.indexOf(node.stepCertainty));
  return CERTAINTIES[worst] ?? 'unknown';
}

function push<K>(lists: Map<K, string[]>, key: K, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
