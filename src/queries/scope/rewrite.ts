import { lex, type Tree } from '../../cypher-guard/grammar.ts';
import { hasToken, wordsOf } from '../../cypher-guard/tree.ts';
import { KeylineError } from '../../lib/errors.ts';
import { type Edit, edited } from './edits.ts';

/** A condition on a node: its variable, and the labels of which it has one, when the pattern says so. */
type NodeTerm = (variable: string, labels: readonly string[] | undefined) => string;

const NAMES = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * A statement in which every node of every pattern must also fulfil a condition: what it reads is then the same as on a graph
 * without the other nodes. Paths of many steps (`-[:T*1..8]->`) become repeated patterns, so that the nodes between count too.
 * Errors: `outside-scope` for a statement in which a node cannot be given a condition.
 */
export async function withNodeTerms(text: string, term: NodeTerm): Promise<string> {
  const { tree } = (await lex(text)).parse();
  if (tree === undefined) throw uncut('it cannot be read');
  const edits: Edit[] = [];
  let named = 0;
  const fresh = (): string => {
    named += 1;
    return `__node${named}`;
  };
  const visit = (at: Tree, inComprehension: boolean): void => {
    if (at.rule === 'patternExpression' || at.rule === 'shortestPathPattern') throw uncut(at.rule);
    if (at.rule === 'nodePattern') edits.push(...nodeEdits(at, term, fresh));
    if (at.rule === 'relationshipPattern') edits.push(...stepEdits(at, term, fresh, inComprehension));
    if (at.rule === 'patternElement') checkRepeated(at);
    for (const child of at.children) visit(child, inComprehension || at.rule === 'patternComprehension');
  };
  visit(tree, false);
  return edited(text, edits);
}

/** `(a:Agent {…})` becomes `(a:Agent {…} WHERE …)`. */
function nodeEdits(node: Tree, term: NodeTerm, fresh: () => string): Edit[] {
  const part = (rule: string): Tree | undefined => node.children.find((one) => one.rule === rule);
  const leaf = (text: string): Tree | undefined =>
    node.children.find(({ rule, token }) => rule === undefined && token.text?.toUpperCase() === text);
  const [open, close, where] = [leaf('('), leaf(')'), leaf('WHERE')];
  if (open === undefined || close === undefined) throw uncut('a node without brackets');
  const given = part('variable');
  const variable = given === undefined ? fresh() : wordsOf(given).join('');
  const test = term(variable, labelsOf(part('labelExpression')));
  const edits: Edit[] = [];
  if (given === undefined) edits.push(insertion(open.token.stop + 1, variable));
  if (where === undefined) return [...edits, insertion(close.token.start, ` WHERE ${test}`)];
  return [...edits, insertion(where.token.stop + 1, ` ${test} AND (`), insertion(close.token.start, ')')];
}

/** `-[r:T*1..8]->` becomes `((a WHERE …)-[r:T]->(b WHERE …)){1,8}`. */
function stepEdits(step: Tree, term: NodeTerm, fresh: () => string, inComprehension: boolean): Edit[] {
  const length = step.children.find((one) => one.rule === 'pathLength');
  if (length === undefined) return [];
  const { from, to } = boundsOf(wordsOf(length));
  if (inComprehension) {
    if (to === 1) return [];
    throw uncut('a path of many steps in a list');
  }
  const [a, b] = [fresh(), fresh()];
  return [
    insertion(startOf(step), `((${a} WHERE ${term(a, undefined)})`),
    { from: startOf(length), to: endOf(length), text: '' },
    insertion(endOf(step), `(${b} WHERE ${term(b, undefined)})){${from},${to ?? ''}}`),
  ];
}

/** `-[:T]->+` names no node between. */
function checkRepeated({ children }: Tree): void {
  if (children.some(({ rule }, i) => rule === 'quantifier' && children[i - 1]?.rule === 'relationshipPattern'))
    throw uncut('a repeated edge without nodes');
}

/** Of `*`, `*3`, `*1..5`, `*..5`, `*2..`; no end: as many as there are. */
function boundsOf(words: readonly string[]): { readonly from: number; readonly to: number | undefined } {
  const text = words.join('').slice(1);
  const [low = '', high] = text.split('..');
  const from = low === '' ? 1 : Number(low);
  if (high === undefined) return { from, to: low === '' ? undefined : from };
  return { from, to: high === '' ? undefined : Number(high) };
}

/** `:A`, `:A|B`; anything else leaves it open. */
function labelsOf(expression: Tree | undefined): readonly string[] | undefined {
  if (expression === undefined) return undefined;
  const words = wordsOf(expression).filter((word) => word !== ':' && word !== '|');
  const isPlain = words.every((word) => NAMES.test(word)) && !hasToken(expression, 'IS');
  return isPlain ? words : undefined;
}

function insertion(at: number, text: string): Edit {
  return { from: at, to: at, text };
}

function startOf(tree: Tree): number {
  return tree.token.start;
}

function endOf(tree: Tree): number {
  const last = tree.children.at(-1);
  return last === undefined ? tree.token.stop + 1 : endOf(last);
}

function uncut(what: string): KeylineError {
  return new KeylineError('outside-scope', `This question cannot be cut to your teams and environments: ${what}`, {
    hint: 'It needs a role without a scope.',
  });
}
