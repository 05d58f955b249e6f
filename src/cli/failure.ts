import { CommanderError } from 'commander';
import { KeylineError, sentenceOf } from '../lib/errors.ts';
import { redactText } from '../lib/redact.ts';
import type { Output } from './output.ts';

/**
 * Tells what was thrown and gives the exit code: 0 for help, 1 for a failure, 2 for bad usage or bad input. Known errors are
 * one sentence; unknown ones come with their stack, cleaned of secrets.
 */
export function reportFailure(thrown: unknown, signal: AbortSignal, output: Output): 0 | 1 | 2 {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
  if (signal.aborted) {
    output.note('Cancelled.');
    return 1;
  }
  if (thrown instanceof KeylineError) {
    output.note(redactText(sentenceOf(thrown)));
    return thrown.exitCode;
  }
  output.note(redactText(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)));
  return 1;
}
