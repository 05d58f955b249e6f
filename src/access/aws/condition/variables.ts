import type { KeyLookup } from './keys.ts';

/**
 * Text with policy variables (`${aws:username}`, `${aws:PrincipalTag/team, 'none'}`), cut into pieces.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export type Template = readonly (string | Variable)[];

interface Variable {
  readonly key: string;
  readonly fallback: string | undefined;
}

const VARIABLE = /\$\{([^}]*)\}/g;
const DEFAULTED = /^\s*([^,]+?)\s*,\s*'(.*)'\s*$/s;

/** `${*}`, `${?}` and `${$}` are the characters themselves. */
const CHARACTERS = new Set(['*', '?', '$']);

/**
 * Cuts a text. Variables exist from policy version 2012-10-17 on; in an older document `${…}` is ordinary text.
 * @param guard applied to plain characters that must not act as wildcards
 */
export function parseTemplate(text: string, variables: boolean, guard: (value: string) => string): Template {
  if (!variables || !text.includes('${')) return [text];
  const pieces: (string | Variable)[] = [];
  let from = 0;
  for (const found of text.matchAll(VARIABLE)) {
    if (found.index > from) pieces.push(text.slice(from, found.index));
    pieces.push(pieceOf(found[1] ?? '', guard));
    from = found.index + found[0].length;
  }
  if (from < text.length || pieces.length === 0) pieces.push(text.slice(from));
  return pieces;
}

function pieceOf(inside: string, guard: (value: string) => string): string | Variable {
  if (CHARACTERS.has(inside)) return guard(inside);
  const defaulted = DEFAULTED.exec(inside);
  return defaulted === null
    ? { key: inside.trim(), fallback: undefined }
    : { key: defaulted[1] ?? '', fallback: defaulted[2] ?? '' };
}

export function hasVariables(template: Template): boolean {
  return template.some((piece) => typeof piece !== 'string');
}

/** The text with its variables filled in, or the first key that is missing or not known. */
export type Substituted =
  | { readonly state: 'text'; readonly text: string }
  | { readonly state: 'absent' | 'unknown' | 'resource'; readonly key: string };

/** A variable has one value: a key of several values cannot be one. */
export function substitute(template: Template, lookup: KeyLookup, guard: (value: string) => string): Substituted {
  let text = '';
  for (const piece of template) {
    if (typeof piece === 'string') {
      text += piece;
      continue;
    }
    const value = lookup(piece.key.toLowerCase());
    if (value === 'unknown' || value === 'resource') return { state: value, key: piece.key };
    const only = value === 'absent' || value.length !== 1 ? piece.fallback : value[0];
    if (only === undefined) return { state: 'absent', key: piece.key };
    text += guard(only);
  }
  return { state: 'text', text };
}
