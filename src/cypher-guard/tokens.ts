import type { Token } from 'antlr4ng';
import type { Lexed } from './grammar.ts';
import { type Refusal, refused } from './verdict.ts';

/** Brackets and CASE within one another. The saved questions need 9; what a parser does with hundreds is nobody's question. */
const MAX_DEPTH = 24;

const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);
const QUOTED = new Set(['STRING_LITERAL1', 'STRING_LITERAL2', 'ESCAPED_SYMBOLIC_NAME']);

/** What the tokens forbid, before they are parsed. */
export function judgeTokens(lexed: Lexed): Refusal | undefined {
  const [problem] = lexed.problems;
  if (problem !== undefined) return refused('it has a character or an open quote that is not Cypher', problem);
  if (lexed.tokens.length === 0) return refused('it is empty', { line: 1, column: 1 });
  return judgeLetters(lexed) ?? judgeDepth(lexed);
}

/** Letters that look like others and other kinds of white space are for quoted text. */
function judgeLetters({ tokens, spaces, kindOf }: Lexed): Refusal | undefined {
  const space = spaces.find((token) => /[^\t\n\r ]/.test(token.text ?? ''));
  if (space !== undefined) return refused('white space is a space, a tab or a line feed', placeOf(space));
  const odd = tokens.find((token) => !QUOTED.has(kindOf(token)) && !isAscii(token.text ?? ''));
  if (odd === undefined) return undefined;
  return refused(`letters beyond ASCII are for quoted text and names in backticks: ${shown(odd.text)}`, placeOf(odd));
}

function judgeDepth({ tokens, kindOf }: Lexed): Refusal | undefined {
  let depth = 0;
  for (const token of tokens) {
    const kind = kindOf(token);
    if (OPENING.has(token.text ?? '') || kind === 'CASE') depth += 1;
    else if (CLOSING.has(token.text ?? '') || (kind === 'END' && depth > 0)) depth -= 1;
    if (depth > MAX_DEPTH) return refused(`it is nested more than ${MAX_DEPTH} levels deep`, placeOf(token));
  }
  return undefined;
}

export function placeOf(token: Token): { line: number; column: number } {
  return { line: token.line, column: token.column + 1 };
}

export function shown(text: string | undefined): string {
  const one = (text ?? '').replaceAll(/\s+/g, ' ');
  return `"${one.length > 40 ? `${one.slice(0, 40)}…` : one}"`;
}

function isAscii(text: string): boolean {
  return /^[\t\n\r -~]*$/.test(text);
}
