import { z } from 'zod';
import { instantOf } from '../lib/clock.ts';
import type { SignalsConfig } from '../lib/config-signals.ts';
import { kindOfOktaEvent } from './events.ts';
import { SignalRefused } from './refusal.ts';
import { signalId } from './set.ts';
import type { Signal } from './signal.ts';
import { isSecret } from './verify.ts';

type Hook = SignalsConfig['okta'][number];

const target = z.looseObject({ id: z.string(), type: z.string(), alternateId: z.string().nullish() });
const logEvent = z.looseObject({
  uuid: z.string().min(1).max(512),
  published: z.iso.datetime({ offset: true }),
  eventType: z.string().min(1).max(200),
  target: z.array(target).nullish(),
});
const delivery = z.looseObject({
  eventType: z.literal('com.okta.event_hook'),
  data: z.looseObject({ events: z.array(logEvent).min(1).max(500) }),
});

/** Which organisation's hook calls, by its secret. Errors: `SignalRefused`. */
export function hookOf(hooks: readonly Hook[], header: (name: string) => string | undefined): Hook {
  const hook = hooks.find((one) => isSecret(header(one.header.toLowerCase()), one.secret));
  if (hook === undefined)
    throw new SignalRefused('authentication_failed', 'The call does not show the secret of a hook', 401);
  return hook;
}

/**
 * What an event hook delivers (https://developer.okta.com/docs/concepts/event-hooks/): events of the System Log, in a body that
 * only the secret vouches for. Errors: `SignalRefused` for one that cannot be read, or is stale.
 */
export function signalsOfHook(hook: Hook, body: Buffer, nowMs: number): [Signal, ...Signal[]] {
  const parsed = delivery.safeParse(jsonOf(body));
  if (!parsed.success) throw new SignalRefused('invalid_request', 'The body is not a delivery of an Okta event hook');
  const [first, ...others] = parsed.data.data.events.map((one) => signalOf(hook, one, nowMs));
  if (first === undefined) throw new SignalRefused('invalid_request', 'The delivery has no events');
  return [first, ...others];
}

function signalOf({ org, maxAgeSeconds }: Hook, event: z.output<typeof logEvent>, nowMs: number): Signal {
  const at = Date.parse(event.published);
  if (at < nowMs - maxAgeSeconds * 1_000)
    throw new SignalRefused(
      'invalid_request',
      `The delivery is stale: an event is older than ${maxAgeSeconds} seconds`,
    );
  if (at > nowMs + 60_000) throw new SignalRefused('invalid_request', 'An event comes from the future');
  const user = event.target?.find((one) => one.type === 'User');
  return {
    id: signalId(`okta:${org}`, event.uuid, 0),
    kind: user === undefined ? 'other' : kindOfOktaEvent(event.eventType),
    event: event.eventType,
    issuer: org,
    at: instantOf(at),
    ...(user === undefined
      ? {}
      : { account: `okta:${org}:user:${user.id}`, subject: user.alternateId?.toLowerCase() ?? user.id }),
  };
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
