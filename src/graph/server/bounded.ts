import { KeylineError } from '../../lib/errors.ts';

export interface Bounds {
  readonly timeoutMs: number;
  readonly what: string;
  readonly signal?: AbortSignal | undefined;
}

/** The promise, or a rejection when the time is over (`graph-timeout`) or the signal is aborted (its reason). */
export async function bounded<T>(promise: Promise<T>, { timeoutMs, what, signal }: Bounds): Promise<T> {
  signal?.throwIfAborted();
  const { promise: refusal, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(timeoutError(what, timeoutMs)), timeoutMs);
  const abort = () => reject(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, refusal]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

export function timeoutError(what: string, timeoutMs: number): KeylineError {
  return new KeylineError('graph-timeout', `${what} took longer than ${timeoutMs / 1000} s`, {
    hint: 'Try again; if it happens again, look at server.log in the data directory.',
  });
}
