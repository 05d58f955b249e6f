import pRetry, { AbortError } from 'p-retry';
import { ForeignLinkError, isDenied, isRateLimit, MalformedError, statusOf } from './errors.ts';

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Attempts after the first. Default 5. */
  readonly retries?: number;
  /** First pause; doubles with jitter. Default 500 ms. */
  readonly minPauseMs?: number;
  /** Longest pause, also for Retry-After. Default 60,000 ms. */
  readonly maxPauseMs?: number;
  /** One attempt takes no longer. Default 60,000 ms. */
  readonly timeoutMs?: number;
}

const TRANSIENT_CODES = /^(ECONNRESET|ECONNREFUSED|ETIMEDOUT|EPIPE|EAI_AGAIN|UND_ERR_\w+|ENETUNREACH)$/;
const TRANSIENT_NAMES =
  /^(Throttling|ThrottlingException|TooManyRequestsException|RequestTimeout|TimeoutError|ServiceUnavailable|InternalFailure|SlowDown)/;

/** Worth another try: rate limits, 5xx that are answers of the service, time-outs and broken connections. */
export function isTransient(thrown: unknown): boolean {
  if (thrown instanceof MalformedError || thrown instanceof ForeignLinkError || isDenied(thrown)) return false;
  if (isRateLimit(thrown)) return true;
  // AWS answers throttling with HTTP 400: the name of the error says more than the status.
  if (thrown instanceof Error && TRANSIENT_NAMES.test(thrown.name)) return true;
  const status = statusOf(thrown);
  if (status !== undefined)
    return status === 408 || status === 502 || status === 503 || status === 504 || status === 500;
  if (!(thrown instanceof Error)) return false;
  const code = (thrown as { code?: unknown }).code ?? (thrown.cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && TRANSIENT_CODES.test(code);
}

/** The pause the source asks for, in ms: `Retry-After` (seconds or a date) wherever the SDK keeps response headers. */
export function retryAfterMs(thrown: unknown, now: number): number | undefined {
  const value = headerOf(thrown, 'retry-after');
  if (value === undefined) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

function headerOf(thrown: unknown, name: string): string | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  const bag = thrown as { headers?: unknown; response?: { headers?: unknown }; $response?: { headers?: unknown } };
  for (const headers of [bag.headers, bag.response?.headers, bag.$response?.headers]) {
    const value =
      headers instanceof Headers ? headers.get(name) : (headers as Record<string, unknown> | undefined)?.[name];
    if (typeof value === 'string' || typeof value === 'number') return String(value);
  }
  return undefined;
}

/** Makes a call, again while that can help. Throws what the last attempt threw. */
export async function withRetry<T>(call: (signal: AbortSignal) => Promise<T>, options: RetryOptions): Promise<T> {
  const maxPauseMs = options.maxPauseMs ?? 60_000;
  const timeoutMs = options.timeoutMs ?? 60_000;
  return pRetry(() => attempt(call, options.signal, timeoutMs), {
    retries: options.retries ?? 5,
    minTimeout: options.minPauseMs ?? 500,
    maxTimeout: maxPauseMs,
    randomize: true,
    signal: options.signal,
    shouldRetry: ({ error }) => isTransient(error),
    onFailedAttempt: async ({ error, retriesLeft }) => {
      const pause = retryAfterMs(error, Date.now());
      if (pause !== undefined && retriesLeft > 0 && isTransient(error))
        await sleep(Math.min(pause, maxPauseMs), options.signal);
    },
  });
}

async function attempt<T>(
  call: (signal: AbortSignal) => Promise<T>,
  outer: AbortSignal,
  timeoutMs: number,
): Promise<T> {
  try {
    return await call(AbortSignal.any([outer, AbortSignal.timeout(timeoutMs)]));
  } catch (thrown) {
    if (outer.aborted) throw new AbortError('cancelled');
    throw thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}

/** Resolves after the pause; rejects when the signal is aborted. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new Error('cancelled'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
