import type { ElementDefinition } from 'cytoscape';
import { shortened } from '../lib/words.ts';
import { rankOf, type ShownNode } from './fold.ts';
import { columnX, NODE_WIDTH, type Place } from './layout.ts';
import { COLUMNS, type PictureEdge } from './picture.ts';

const LABEL_LENGTH = 27;
const CURVE_OUT = 46;
const HEAD_KEY = 'head ';

/** Whether an element is the head of a column, and no node of the picture. */
export function isHead(id: string): boolean {
  return id.startsWith(HEAD_KEY);
}

/** The titles over the columns. */
export function headsOf(): ElementDefinition[] {
  return COLUMNS.map((name, i) => ({
    group: 'nodes',
    data: { id: `${HEAD_KEY}${i}`, label: name },
    position: { x: columnX(i), y: -18 },
    classes: ['head'],
    selectable: false,
  }));
}

/** A node in its place; how it looks is left to classes. */
export function nodeOf(node: ShownNode, place: Place, subject: string): ElementDefinition {
  const data = { id: node.key, label: shortened(node.name, LABEL_LENGTH) };
  return { group: 'nodes', data, position: { ...place }, classes: nodeClasses(node, subject) };
}

/** An edge between two places; one of many is straight. */
export function edgeOf(edge: PictureEdge, from: Place, to: Place, isMany: boolean): ElementDefinition {
  const ends = { id: edge.key, source: edge.from, target: edge.to };
  const data = isMany ? ends : { ...ends, ...curveOf(from, to) };
  return { group: 'edges', data, classes: edgeClasses(edge, from.x < to.x) };
}

function nodeClasses(node: ShownNode, subject: string): string[] {
  return [
    rankOf(node) < 3 ? 'sensitive' : `column-${node.column}`,
    ...(node.folded === undefined ? [] : ['hub']),
    ...(node.key === subject ? ['subject'] : []),
  ];
}

/** Edges lead to the right, or back. */
export function edgeClasses({ how }: PictureEdge, isOnward: boolean): string[] {
  return [how, isOnward ? 'onward' : 'back'];
}

/** Control points that leave a node level and arrive level, as Cytoscape.js wants them: along the line and off it. */
function curveOf(
  from: Place,
  to: Place,
): { readonly weights: readonly number[]; readonly distances: readonly number[] } {
  const half = NODE_WIDTH / 2;
  const isOnward = from.x < to.x;
  const a = { x: from.x + half, y: from.y };
  const b = { x: to.x + (isOnward ? -half : half), y: to.y };
  const out = isOnward ? (a.x + b.x) / 2 : Math.max(a.x, b.x) + CURVE_OUT;
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy) || 1;
  const points = [
    { x: out, y: a.y },
    { x: out, y: b.y },
  ];
  return {
    weights: points.map((one) => ((one.x - a.x) * dx + (one.y - a.y) * dy) / length ** 2),
    distances: points.map((one) => ((one.x - a.x) * -dy + (one.y - a.y) * dx) / length),
  };
}
