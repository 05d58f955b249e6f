import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 5;

/** Does the work and says for how long the event loop stood still meanwhile, at most: milliseconds beyond its own beat. */
export async function withStall<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly stallMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  try {
    const value = await work();
    return { value, stallMs: Math.max(0, delay.max / 1e6 - RESOLUTION_MS) };
  } finally {
    delay.disable();
  }
}

/** The time of a share of all, such as 0.99. `times`: in milliseconds, sorted. */
export function atShare(times: readonly number[], share: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
}
