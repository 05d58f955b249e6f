import { inputError, type KeylineError } from '../lib/errors.ts';
import { redactText } from '../lib/redact.ts';
import type { DecisionInput } from './types.ts';

const MAX_REASON = 1_000;
const DAY_MS = 86_400_000;
/** A risk that is accepted for longer is no longer looked at. */
const MAX_ACCEPTED_DAYS = 366;

/** What is wrong with a decision. `source` is the name of the field. */
export function fieldError(field: keyof DecisionInput | 'id', what: string, hint?: string): KeylineError {
  return inputError('decision', `${field}: ${what}`, { source: field, ...(hint === undefined ? {} : { hint }) });
}

/** What can be said of a decision without the graph. Gives the reason as it is kept. Errors: `decision`, with the field. */
export function checkFields(input: DecisionInput, nowMs: number): string {
  if (input.subject === '') throw fieldError('subject', 'must name what is decided about');
  if (input.by === '') throw fieldError('by', 'must name the person who decides');
  checkPerson(input);
  checkUntil(input, nowMs);
  return reasonOf(input.reason);
}

function checkPerson({ kind, person, by }: DecisionInput): void {
  const needs = kind === 'delegate' || kind === 'assign';
  if (needs && (person === undefined || person === '')) throw fieldError('person', `must name whom to ${kind} it to`);
  const never = kind === 'acknowledge' || kind === 'accept';
  if (never && person !== undefined) throw fieldError('person', `is not for ${kind}`);
  if (kind === 'take-over' && person !== undefined && person !== by)
    throw fieldError('person', 'must be the one who takes over; to name another, delegate');
  if (kind === 'delegate' && person === by)
    throw fieldError('person', 'must be somebody else; to have it oneself, take it over');
}

function checkUntil({ kind, until }: DecisionInput, nowMs: number): void {
  if (kind === 'accept' && until === undefined) throw fieldError('until', 'must say until when it is accepted');
  if (until === undefined) return;
  if (kind !== 'accept' && kind !== 'delegate') throw fieldError('until', `is not for ${kind}`);
  const at = Date.parse(until);
  if (!(at > nowMs)) throw fieldError('until', 'must be in the future');
  if (kind === 'accept' && at > nowMs + MAX_ACCEPTED_DAYS * DAY_MS)
    throw fieldError('until', `must be within ${MAX_ACCEPTED_DAYS} days`);
}

/** One line of text, without what has the shape of a secret. */
function reasonOf(reason: string): string {
  const text = redactText(reason.replaceAll(/\p{Cc}+/gu, ' ').trim());
  if (text === '') throw fieldError('reason', 'must say why');
  if (text.length > MAX_REASON) throw fieldError('reason', `must not be longer than ${MAX_REASON} characters`);
  return text;
}
