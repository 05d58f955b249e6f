import { messageOf } from '../lib/errors.ts';
import { redactText } from '../lib/redact.ts';
import type { Problem } from './outcome.ts';

/** The source refused: a permission, a licence or a plan is missing. Never retried. */
export class DeniedError extends Error {
  override readonly name = 'DeniedError';
}

/** The source answered with something that cannot be used. Never retried. `place` says where. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError';
  readonly place: string | undefined;

  constructor(message: string, place?: string) {
    super(message);
    this.place = place;
  }
}

/** A next-page link that leads to another origin: refused, so that no token leaves. */
export class ForeignLinkError extends Error {
  override readonly name = 'ForeignLinkError';
}

const DENIED_NAMES =
  /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|NotAuthorized|ForbiddenException|Forbidden)/;

/** HTTP status of whatever an SDK threw: AWS (`$metadata`), Octokit and Okta (`status`), Graph (`statusCode`). */
export function statusOf(thrown: unknown): number | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  const bag = thrown as { status?: unknown; statusCode?: unknown; $metadata?: { httpStatusCode?: unknown } };
  for (const value of [bag.status, bag.statusCode, bag.$metadata?.httpStatusCode]) {
    if (typeof value === 'number') return value;
  }
  return undefined;
}

/** Was it a refusal? By our own class, by the vendor's error name, or by HTTP 401 and 403 that are no rate limit. */
export function isDenied(thrown: unknown): boolean {
  if (thrown instanceof DeniedError) return true;
  if (thrown instanceof Error && DENIED_NAMES.test(thrown.name)) return true;
  const status = statusOf(thrown);
  return (status === 401 || status === 403) && !isRateLimit(thrown);
}

/** A 403 that is a rate limit: GitHub says so in its message. */
export function isRateLimit(thrown: unknown): boolean {
  const status = statusOf(thrown);
  if (status === 429) return true;
  return status === 403 && /rate limit|secondary limit|abuse/i.test(messageOf(thrown));
}

/** What was thrown, as the problem it is. The message is cleaned of secrets. */
export function problemOf(thrown: unknown, what: string, place?: string): Problem {
  const message = redactText(messageOf(thrown)).slice(0, 500);
  const at = thrown instanceof MalformedError ? (thrown.place ?? place) : place;
  const kind = isDenied(thrown) ? 'denied' : thrown instanceof MalformedError ? 'malformed' : 'failed';
  return at === undefined ? { kind, what, message } : { kind, what, place: at, message };
}
