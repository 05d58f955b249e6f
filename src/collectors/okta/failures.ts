import { DeniedError, HttpError } from '../../collect/index.ts';
import { messageOf } from '../../lib/errors.ts';

/** What the SDK threw, as the engine's own errors. Okta's summary says which permission or scope is missing. */
export function failureOf(thrown: unknown, place: string): unknown {
  const bagged = thrown as { status?: unknown; headers?: { get(name: string): string | null } };
  if (typeof bagged.status !== 'number') return thrown;
  const said = `${place} answered ${bagged.status}: ${messageOf(thrown).slice(0, 300)}`;
  if (bagged.status === 401 || bagged.status === 403) return new DeniedError(said);
  const headers = new Headers();
  const pause = pauseOf(bagged.headers);
  if (pause !== undefined) headers.set('retry-after', pause);
  return new HttpError(bagged.status, headers, place);
}

/** Seconds until `X-Rate-Limit-Reset` (epoch seconds), by the server's own clock, plus one. */
function pauseOf(headers: { get(name: string): string | null } | undefined): string | undefined {
  const given = headers?.get('retry-after');
  if (given !== null && given !== undefined) return given;
  const reset = Number(headers?.get('x-rate-limit-reset') ?? Number.NaN);
  const now = Date.parse(headers?.get('date') ?? '') / 1000;
  if (!Number.isFinite(reset) || !Number.isFinite(now)) return undefined;
  return String(Math.max(0, Math.ceil(reset - now) + 1));
}
