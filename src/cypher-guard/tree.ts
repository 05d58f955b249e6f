import type { Tree } from './grammar.ts';

/** The place and everything below it, the first in the text first. */
export function* within(tree: Tree): Generator<Tree> {
  yield tree;
  for (const child of tree.children) yield* within(child);
}

/** The nearest places of a rule below this one. */
export function nearest(tree: Tree, rule: string): Tree[] {
  return tree.children.flatMap((child) => (child.rule === rule ? [child] : nearest(child, rule)));
}

/** The words of a place, each token apart. */
export function wordsOf(tree: Tree): string[] {
  return [...within(tree)].flatMap(({ rule, token }) => (rule === undefined ? [token.text ?? ''] : []));
}

export function has(tree: Tree, ...rules: readonly string[]): boolean {
  return [...within(tree)].some(({ rule }) => rule !== undefined && rules.includes(rule));
}

/** Whether a token with this text stands directly in the place. */
export function hasToken(tree: Tree, text: string): boolean {
  return tree.children.some(({ rule, token }) => rule === undefined && token.text?.toUpperCase() === text);
}

/** A name without its backticks. */
export function unquoted(name: string): string {
  return name.startsWith('`') ? name.slice(1, -1).replaceAll('``', '`') : name;
}
