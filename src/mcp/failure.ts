import type { CallToolResult } from '@modelcontextprotocol/server';
import { KeylineError, messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';

/** What a model can do next, by the code of what went wrong. */
const NEXT: Readonly<Record<string, string>> = {
  'node-unknown': 'Call look_up with a part of the name or key, or find it with run_question or run_cypher.',
  'node-ambiguous': 'Call again with one of the keys listed here, or with a label where the tool takes one.',
  'query-unknown': 'Call find_questions for the ids there are.',
  'query-ambiguous': 'Call again with one of the ids listed here.',
  'query-parameter': 'Call describe_question for the parameters and their types.',
  'query-failed': 'Try a shorter time window or a smaller limit; if it fails again, tell the user that it failed.',
  'cypher-refused': 'Read the resource keyline://schema and write a statement that only reads (MATCH … RETURN …).',
  'cypher-failed': 'Correct the statement; the resource keyline://schema names labels, edges and properties.',
  'cypher-parameter': 'Correct the parameter.',
  'cypher-timeout': 'Ask for less: name edge types, start from a key, add a LIMIT.',
  'cypher-memory': 'Ask for less: fewer rows behind collect, DISTINCT and ORDER BY.',
  cursor: 'Use the nextCursor of the answer before, or leave it out for the first page.',
  forbidden: 'Do not try again: tell the user that their role does not allow it.',
  'outside-scope': 'Do not try again: tell the user that their access is limited to some teams or environments.',
  'reach-index-missing': 'The reach index is being built; try again in a minute.',
};

/** Codes whose message is about internals. */
const INTERNAL: ReadonlySet<string> = new Set(['query-failed']);

/** The code of anything that was thrown, for the audit trail. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof KeylineError ? thrown.code : isTimeout(thrown) ? 'timeout' : 'internal';
}

/** A failure as a model can use it: code, sentence, what to do next. What is not known goes to the log only. */
export function failureOf(thrown: unknown, log: Logger): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: sentencesOf(thrown, log).join(' ') }] };
}

function sentencesOf(thrown: unknown, log: Logger): string[] {
  if (!(thrown instanceof KeylineError)) {
    if (isTimeout(thrown)) return ['timeout: The question took too long.', 'Ask for less, or try again later.'];
    log.error({ err: messageOf(thrown) }, 'an MCP tool failed');
    return ['internal: The tool failed because of an internal error.', 'Tell the user; trying again may not help.'];
  }
  const { code, message, hint, source } = thrown;
  if (INTERNAL.has(code)) log.warn({ err: messageOf(thrown.cause) }, 'a question failed');
  const said = INTERNAL.has(code) ? 'The question could not be answered' : message;
  const where = source === undefined || INTERNAL.has(code) ? '' : ` (${source})`;
  return [
    `${code}: ${said}${where}.`.replace(/\.\.$/, '.'),
    ...(hint === undefined ? [] : [hint]),
    ...(NEXT[code] === undefined ? [] : [NEXT[code]]),
  ];
}

function isTimeout(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && String(thrown.code).includes('TransactionTimedOut');
}
