import type { Tree } from './grammar.ts';
import { has, hasToken, nearest, within, wordsOf } from './tree.ts';

/** Steps of a path that names its edge types; a lineage has fewer than twenty. */
const MAX_STEPS = 100;
/** Steps over any edge: each multiplies the ways by a hundred. */
const MAX_UNTYPED_STEPS = 8;
/** Parts of one MATCH that nothing connects are multiplied with one another. */
const MAX_UNCONNECTED = 3;

/** `-[:T*1..5]->`: a path of many steps names its edge types, or says where it ends. */
export function judgeRelationship(relationship: Tree, shortest: boolean): string | undefined {
  const [length] = nearest(relationship, 'pathLength');
  if (length === undefined) return undefined;
  return judgeSteps(upperOf(wordsOf(length), '..'), isTyped(relationship), shortest);
}

/** `((a)-[:T]->(b)){1,5}` and `-[:T]->+`. `path`: what is repeated, and the quantifier. */
export function judgeQuantifier(path: Tree, quantifier: Tree, shortest: boolean): string | undefined {
  const relationships = path.rule === 'relationshipPattern' ? [path] : nearest(path, 'relationshipPattern');
  return judgeSteps(upperOf(wordsOf(quantifier), ','), relationships.every(isTyped), shortest);
}

function judgeSteps(upper: number, typed: boolean, shortest: boolean): string | undefined {
  if (Number.isFinite(upper) && upper > MAX_STEPS) return `a path has at most ${MAX_STEPS} steps`;
  if (typed || shortest || upper <= MAX_UNTYPED_STEPS) return undefined;
  return `a path over edges of any type has at most ${MAX_UNTYPED_STEPS} steps; name its types`;
}

/** The upper bound of `*`, `*3`, `*1..5`, `+`, `{2}`, `{1,5}`; infinite where there is none. */
function upperOf(words: readonly string[], separator: string): number {
  const numbers = words.filter((word) => /^[0-9]/.test(word)).map(Number);
  const at = words.indexOf(separator);
  if (at < 0) return numbers[0] ?? Number.POSITIVE_INFINITY;
  const last = words.slice(at).find((word) => /^[0-9]/.test(word));
  return last === undefined ? Number.POSITIVE_INFINITY : Number(last);
}

function isTyped(relationship: Tree): boolean {
  const [label] = nearest(relationship, 'labelExpression');
  return label !== undefined && !wordsOf(label).some((word) => word === '%' || word === '!');
}

/** `(a), (b), (c), (d)`: more rows than there are nodes, four times multiplied. */
export function judgeUnconnected(match: Tree, seen: ReadonlySet<string>): string | undefined {
  const [list] = nearest(match, 'patternList');
  const parts = nearest(list ?? match, 'pattern').map(variablesOf);
  const groups: Set<string>[] = [];
  for (const names of parts) {
    if ([...names].some((name) => seen.has(name))) continue;
    const touching = groups.filter((group) => [...names].some((name) => group.has(name)));
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push(new Set([...names, ...touching.flatMap((group) => [...group])]));
  }
  if (groups.length <= MAX_UNCONNECTED) return undefined;
  return `${groups.length} parts of this MATCH have nothing in common; at most ${MAX_UNCONNECTED} are multiplied`;
}

export function variablesOf(tree: Tree): Set<string> {
  const found = [...within(tree)].filter(({ rule }) => rule === 'variable');
  return new Set(found.flatMap(wordsOf));
}

/** Only the shortest ways are looked for: they end by themselves. */
export function isShortest(tree: Tree): boolean {
  if (tree.rule === 'shortestPathPattern') return true;
  return (
    tree.rule === 'pattern' &&
    has(tree, 'pathPatternPrefix') &&
    tree.children.some((one) => one.rule === 'pathPatternPrefix' && hasToken(one, 'SHORTEST'))
  );
}
