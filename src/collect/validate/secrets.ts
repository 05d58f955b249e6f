import { mayHoldSecret, secretKindOf } from '../../lib/redact.ts';

const FINGERPRINT = /^fp:[A-Za-z0-9_-]{43}$/;

/** The kind of secret a value looks like. A keyed fingerprint is none, whatever letters it is made of. */
export function secretIn(value: string): string | undefined {
  if (value.length < 12 && !value.includes('://')) return undefined;
  const kind = secretKindOf(value);
  return kind !== undefined && FINGERPRINT.test(value) ? undefined : kind;
}

const CONTROL = /[\x7f-\x9f]/;

/**
 * May a text of JSON lines hold a value that has to be looked at closely: a secret, an escape (which could hide one), a
 * control character? One pass over a block of lines is much cheaper than one over each value.
 */
export function needsCare(text: string): boolean {
  return text.includes('\\') || CONTROL.test(text) || mayHoldSecret(text);
}
