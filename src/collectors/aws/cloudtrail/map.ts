import { isIP } from 'node:net';
import { MalformedError } from '../../../collect/errors.ts';
import type { MapContext } from '../../../collect/step.ts';
import { toInstant } from '../../../lib/clock.ts';
import { redactText } from '../../../lib/redact.ts';
import { type EventRecord, event } from '../../../schema/index.ts';
import { actionOf, outcomeOf } from './action.ts';
import { actorOf } from './actor.ts';
import { type TrailRecord, textAt } from './read.ts';
import { issuedBy, subjectOf } from './subject.ts';
import { resourcesOf } from './targets.ts';

const LONGEST_USER_AGENT = 512;

/**
 * A CloudTrail record as an event. Of request and response only the names of what was acted on are kept. Insight records
 * are no events of anybody and give none. Errors: MalformedError when id, time or operation is missing.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function mapTrailRecord(record: TrailRecord, context: MapContext): readonly EventRecord[] {
  if (textAt(record, 'eventType') === 'AwsCloudTrailInsight') return [];
  const id = must(textAt(record, 'eventID'), 'eventID');
  const at = must(toInstant(textAt(record, 'eventTime')), 'eventTime');
  const action = must(actionOf(record), 'eventSource and eventName');
  const outcome = outcomeOf(record);
  const region = textAt(record, 'awsRegion');
  const place = { account: accountOf(record) ?? context.scope, region: region ?? '' };
  const subject = outcome === 'success' ? subjectOf(record, action, place) : undefined;
  const address = textAt(record, 'sourceIPAddress');
  return [
    event({
      id,
      at,
      source: 'aws',
      scope: place.account,
      action,
      outcome,
      ...actorOf(record, at.slice(0, 10)),
      resources: resourcesOf(record, place),
      subject,
      issued: outcome === 'success' ? issuedBy(record, subject) : undefined,
      // A call by AWS itself has the name of the service there.
      ip: address !== undefined && isIP(address) !== 0 ? address : undefined,
      region,
      userAgent: userAgentOf(record),
    }),
  ];
}

/** The account whose trail it is. */
export function accountOf(record: TrailRecord): string | undefined {
  return textAt(record, 'recipientAccountId') ?? textAt(record, 'userIdentity', 'accountId');
}

function userAgentOf(record: TrailRecord): string | undefined {
  const agent = textAt(record, 'userAgent');
  return agent === undefined ? undefined : redactText(agent).slice(0, LONGEST_USER_AGENT);
}

function must(value: string | undefined, field: string): string {
  if (value === undefined) throw new MalformedError(`the field ${field} is missing or cannot be used`);
  return value;
}
