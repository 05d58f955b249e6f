import { createHash } from 'node:crypto';
import { instantOf } from '../lib/clock.ts';
import { kindOfEvent } from './events.ts';
import { SignalRefused } from './refusal.ts';
import type { Signal } from './signal.ts';
import { subjectOf } from './subject.ts';
import type { VerifiedSet } from './verify.ts';

const MAX_EVENTS = 20;

type Json = Readonly<Record<string, unknown>>;

/** What a verified SET says, one signal an event (RFC 8417 §2.2). Errors: `SignalRefused` for one that cannot be read. */
export function signalsOfSet({ stream, payload, jti, issuedAt }: VerifiedSet): [Signal, ...Signal[]] {
  const [first, ...others] = eventsOf(payload['events']).map(([type, event], index) => {
    const kind = kindOfEvent(type, event['reason'], stream.disabled);
    const named = subjectOf(payload['sub_id'] ?? event['subject'] ?? event['sub_id'], stream.issuer, stream.accounts);
    if (named === undefined && kind !== 'other')
      throw new SignalRefused('invalid_request', 'The subject of the event is in no form that is known');
    const at = Math.min(whenOf(event['event_timestamp'], payload['toe']) ?? issuedAt, issuedAt);
    return {
      id: signalId(stream.issuer, jti, index),
      kind,
      event: type,
      issuer: stream.issuer,
      at: instantOf(at),
      ...named,
    };
  });
  if (first === undefined) throw new SignalRefused('invalid_request', 'The token has no events');
  return [first, ...others];
}

/** The same event of the same sender has the same key for ever. */
export function signalId(issuer: string, id: string, index: number): string {
  const text = JSON.stringify([issuer, id, index]);
  return `signal:${createHash('sha256').update(text).digest('hex').slice(0, 40)}`;
}

function eventsOf(value: unknown): readonly (readonly [string, Json])[] {
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  if (entries.length > MAX_EVENTS)
    throw new SignalRefused('invalid_request', `A token can have ${MAX_EVENTS} events, not more`);
  return entries.map(([type, event]) => {
    if (typeof event !== 'object' || event === null || Array.isArray(event) || type.length > 200)
      throw new SignalRefused('invalid_request', 'An event of the token is not an object');
    return [type, event as Json];
  });
}

/** The first that is a time in seconds; some senders give milliseconds. */
function whenOf(...values: readonly unknown[]): number | undefined {
  const found = values.find((one) => typeof one === 'number' && Number.isFinite(one) && one > 0);
  return typeof found !== 'number' ? undefined : found > 1e11 ? found : found * 1_000;
}
