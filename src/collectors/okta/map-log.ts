import { MalformedError, type MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { type EventRecord, event } from '../../schema/index.ts';
import { type Bag, bag, text } from './json.ts';
import { factsOf, logEventOf } from './log-facts.ts';
import { subjectOf } from './log-subjects.ts';

/**
 * One System Log event (https://developer.okta.com/docs/api/openapi/okta-management/management/tags/systemlog) in normal
 * form. `debugContext` is not kept: it may carry request bodies; only the client id is looked up in it.
 */
export function mapLogEvent(raw: { readonly item: Bag }, context: MapContext): readonly EventRecord[] {
  const given = logEventOf(raw.item);
  const id = text(given.uuid);
  const at = toInstant(given.published);
  const type = text(given.eventType);
  if (id === undefined || at === undefined || type === undefined) {
    throw new MalformedError('a log event needs uuid, published and eventType');
  }
  const host = context.scope;
  const facts = factsOf(given, host);
  return [
    event({
      id: `okta:${host}:event:${id}`,
      at,
      source: 'okta',
      scope: host,
      action: `okta:${type}`,
      outcome: outcomeOf(bag(raw.item, 'outcome')),
      principal: facts.actor?.id,
      credential: facts.token,
      session: facts.session,
      person: facts.person,
      agent: facts.agent,
      resources: facts.resources.length === 0 ? undefined : facts.resources,
      subject: subjectOf(type, facts, host),
      issued: facts.issued,
      ip: text(facts.client['ipAddress']),
      userAgent: userAgentOf(facts.client),
    }),
  ];
}

/** DENY and what was never answered did not happen; CHALLENGE and SKIPPED are steps on the way. */
function outcomeOf(outcome: Bag): EventRecord['outcome'] {
  const result = text(outcome['result'])?.toUpperCase();
  if (result === 'DENY') return 'denied';
  if (result === 'FAILURE')
    return /denied|forbidden|not.?authori[sz]ed|access_denied/i.test(text(outcome['reason']) ?? '')
      ? 'denied'
      : 'failure';
  return result !== undefined && /^(ABANDONED|UNANSWERED|RATE_LIMIT)$/.test(result) ? 'failure' : 'success';
}

function userAgentOf(client: Bag): string | undefined {
  return text(bag(client, 'userAgent')['rawUserAgent']) ?? text(client['userAgent']);
}
