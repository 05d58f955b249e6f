import type { ServerContext } from '@modelcontextprotocol/server';
import { inputError } from '../lib/errors.ts';

const TICK_MS = 2_000;

/** Tells a client that asked for progress, every two seconds, that the answer is still being worked on. */
export async function withProgress<T>(work: Promise<T>, { mcpReq }: ServerContext): Promise<T> {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return work;
  let progress = 0;
  const tell = (): void => {
    progress += 1;
    const message = `working for ${(progress * TICK_MS) / 1000} s`;
    mcpReq
      .notify({ method: 'notifications/progress', params: { progressToken, progress, message } })
      .catch(() => undefined);
  };
  const timer = setInterval(tell, TICK_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

/** The work, or `cancelled` as soon as the client says so: the database ends a statement by itself. */
export async function untilCancelled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const cancel = (): void => reject(inputError('cancelled', 'The call was cancelled'));
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', cancel);
    work.catch(() => undefined);
  }
}
