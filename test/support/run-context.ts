import type { RunContext } from '../../src/collect/run.ts';
import { FixedClock } from '../../src/lib/clock.ts';
import { fingerprint } from '../../src/lib/fingerprint.ts';
import { createLogger } from '../../src/lib/log.ts';

const TEST_KEY = Buffer.alloc(32, 7);

/** A run context for tests: short retries, a fixed fingerprint key, a clock that stands still. */
export function testRunContext(overrides: Partial<RunContext> = {}): RunContext {
  return {
    clock: new FixedClock('2026-11-20T09:30:00Z'),
    log: createLogger({ level: 'silent' }),
    signal: new AbortController().signal,
    fingerprint: (kind, secret) => fingerprint(TEST_KEY, kind, secret),
    retry: { retries: 2, minPauseMs: 1, maxPauseMs: 20, timeoutMs: 5_000 },
    ...overrides,
  };
}
