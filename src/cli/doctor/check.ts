import { KeylineError, sentenceOf } from '../../lib/errors.ts';
import { redactText } from '../../lib/redact.ts';

/** `ok`; `warn`: it works, with less than it could; `fail`: something does not work. */
export type CheckStatus = 'ok' | 'warn' | 'fail';

/** One line of the doctor. */
export interface Check {
  readonly area: 'machine' | 'data' | 'configuration' | 'graph' | 'source';
  /** What was looked at; unique in its area together with `says`. */
  readonly name: string;
  readonly status: CheckStatus;
  readonly says: string;
  /** What to do about it. */
  readonly hint?: string;
  /** Lists that belong to it, such as the permissions needed. */
  readonly details?: readonly string[];
}

/** A check that could not be made, as the failure it is: a known error by its sentence, any other by its message. */
export function failed(area: Check['area'], name: string, thrown: unknown): Check {
  if (thrown instanceof KeylineError) return { area, name, status: 'fail', says: redactText(sentenceOf(thrown)) };
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return { area, name, status: 'fail', says: redactText(message).slice(0, 500) };
}
