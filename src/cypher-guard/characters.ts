import { type Refusal, refused } from './verdict.ts';

/** The longest saved question has 5,040 characters. */
const MAX_CHARACTERS = 20_000;

interface Rule {
  readonly pattern: RegExp;
  readonly reason: string;
}

/**
 * What stands in no honest statement. Neo4j replaces `\uXXXX` before it reads anything else, also in strings and comments
 * (Cypher Manual, Parsing: Unicode escapes): a statement with one would not be the statement that is judged here.
 */
const RULES: readonly Rule[] = [
  { pattern: /\\u/i, reason: 'unicode escapes are not read; write the character itself' },
  {
    pattern: /[\u202A-\u202E\u2066-\u2069\u200B-\u200F\u2060-\u2064\uFEFF]/,
    reason: 'invisible characters that change how a text is read or shown are not allowed',
  },
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  { pattern: /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/, reason: 'control characters are not allowed' },
  { pattern: /[\u2028\u2029]/, reason: 'separators of lines other than a line feed are not allowed' },
  { pattern: /[\uD800-\uDFFF]/u, reason: 'half of a character that takes two is not allowed' },
];

/** What the characters alone forbid, before the text is parsed. */
export function judgeCharacters(text: string): Refusal | undefined {
  if (text.trim() === '') return refused('it is empty', { line: 1, column: 1 });
  if (text.length > MAX_CHARACTERS) {
    return refused(`it has more than ${MAX_CHARACTERS.toLocaleString('en')} characters`, { line: 1, column: 1 });
  }
  for (const { pattern, reason } of RULES) {
    const at = text.search(pattern);
    if (at >= 0) return refused(reason, placeOf(text, at));
  }
  return undefined;
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
}
