import { type TrailRecord, textAt } from './read.ts';

/** Lambda and CloudFront put their API's date behind the operation: `CreateFunction20150331`, `…20150331v2`, `…2020_05_31`. */
const API_DATE = /(?:20\d{2}_?\d{2}_?\d{2})(?:v\d+)?$/;

/** The operation without the date of its API. */
export function operationOf(record: TrailRecord): string | undefined {
  return textAt(record, 'eventName')?.replace(API_DATE, '');
}

/** `<service>:<operation>`, the service as its host name begins: `secretsmanager:GetSecretValue`. */
export function actionOf(record: TrailRecord): string | undefined {
  const service = textAt(record, 'eventSource')?.replace(/\.amazonaws\.com(?:\.cn)?$/, '');
  const operation = operationOf(record);
  return service === undefined || operation === undefined ? undefined : `${service}:${operation}`;
}

const DENIED = /AccessDenied|Unauthori[sz]ed|NotAuthori[sz]ed|Forbidden|ExplicitDeny|AuthorizationError/i;

/** `denied` when the service refused for want of a permission; any other error is a `failure`. */
export function outcomeOf(record: TrailRecord): 'success' | 'failure' | 'denied' {
  const error = textAt(record, 'errorCode');
  if (error !== undefined) return DENIED.test(error) ? 'denied' : 'failure';
  // A sign-in that fails has no error code: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
  if (textAt(record, 'responseElements', 'ConsoleLogin') === 'Failure') return 'failure';
  return textAt(record, 'errorMessage') === undefined ? 'success' : 'failure';
}
