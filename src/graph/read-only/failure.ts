import { inputError, KeylineError, messageOf } from '../../lib/errors.ts';

/** What the database says, and what the analyst is told: code, sentence, what to do. */
const KNOWN: readonly (readonly [RegExp, string, string, string])[] = [
  [
    /TransactionTimedOut/,
    'cypher-timeout',
    'The statement took too long and was ended',
    'Name more edge types and keys, give paths an upper bound, or add a LIMIT.',
  ],
  [
    /MemoryPoolOutOfMemory|TransactionOutOfMemory/,
    'cypher-memory',
    'The statement needs more memory than one may have and was ended',
    'Aggregate less at once: fewer rows behind collect, DISTINCT and ORDER BY.',
  ],
];

/** A failure in the analyst's words. What is a `KeylineError` already stays what it is. */
export function told(thrown: unknown, signal: AbortSignal | undefined): Error {
  if (signal?.aborted === true) {
    return inputError('cypher-cancelled', 'The statement was cancelled and ended in the database', { cause: thrown });
  }
  if (thrown instanceof KeylineError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const known = KNOWN.find(([pattern]) => pattern.test(code));
  if (known !== undefined) return inputError(known[1], known[2], { hint: known[3], cause: thrown });
  if (code === 'ServiceUnavailable' || code === 'SessionExpired') {
    return thrown instanceof Error ? thrown : new Error(code);
  }
  return inputError('cypher-failed', `The statement failed: ${firstLine(messageOf(thrown))}`, { cause: thrown });
}

/** The database shows the statement again below its message. */
function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}
