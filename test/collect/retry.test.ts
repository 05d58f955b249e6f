import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeniedError, ForeignLinkError, isDenied, MalformedError, statusOf } from '../../src/collect/errors.ts';
import { HttpError } from '../../src/collect/index.ts';
import { isTransient, retryAfterMs, withRetry } from '../../src/collect/retry.ts';

const NOW = Date.parse('2026-11-20T09:30:00Z');

function failure(fields: object): Error {
  return Object.assign(new Error('it failed'), fields);
}

describe('what is worth another try', () => {
  it.each([
    [{ status: 429 }, true],
    [{ statusCode: 503 }, true],
    [{ $metadata: { httpStatusCode: 500 } }, true],
    [{ status: 408 }, true],
    [{ status: 403, message: 'You have exceeded a secondary rate limit' }, true],
    [{ name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } }, true],
    [{ code: 'ECONNRESET' }, true],
    [{ cause: { code: 'UND_ERR_SOCKET' } }, true],
    [{ name: 'TimeoutError' }, true],
    [{ status: 400 }, false],
    [{ status: 404 }, false],
    [{ status: 401 }, false],
    [{ status: 403 }, false],
    [{ status: 501 }, false],
    [{ name: 'AccessDeniedException' }, false],
    [{}, false],
  ])('%j: %s', (fields, expected) => {
    expect(isTransient(failure(fields))).toBe(expected);
  });

  it('a refusal, a malformed answer and a foreign link are not', () => {
    for (const thrown of [new DeniedError('no'), new MalformedError('odd'), new ForeignLinkError('away'), 'text', null])
      expect(isTransient(thrown)).toBe(false);
  });

  it('a refusal is told by class, name or status, and not by a rate limit', () => {
    expect(isDenied(failure({ name: 'AccessDenied' }))).toBe(true);
    expect(isDenied(failure({ status: 403 }))).toBe(true);
    expect(isDenied(failure({ status: 403, message: 'API rate limit exceeded' }))).toBe(false);
    expect(statusOf('text')).toBeUndefined();
  });
});

describe('Retry-After', () => {
  it.each([
    [{ headers: { 'retry-after': '7' } }, 7_000],
    [{ headers: new Headers({ 'Retry-After': '0' }) }, 0],
    [{ response: { headers: { 'retry-after': 3 } } }, 3_000],
    [{ $response: { headers: { 'retry-after': '1.5' } } }, 1_500],
    [{ headers: { 'retry-after': 'Fri, 20 Nov 2026 09:30:42 GMT' } }, 42_000],
    [{ headers: { 'retry-after': 'Fri, 20 Nov 2026 09:00:00 GMT' } }, 0],
    [{ headers: { 'retry-after': 'soon' } }, undefined],
    [{ headers: {} }, undefined],
  ])('%j', (fields, expected) => {
    expect(retryAfterMs(failure(fields), NOW)).toBe(expected);
  });
});

describe('trying again', () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOW }));
  afterEach(() => void vi.useRealTimers());

  const SHORT = { minPauseMs: 10, maxPauseMs: 60_000, timeoutMs: 1_000 };

  function calls(...results: readonly (Error | string)[]) {
    const left = [...results];
    const times: number[] = [];
    const call = (): Promise<string> => {
      times.push(Date.now() - NOW);
      const next = left.shift() ?? 'nothing left';
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    };
    return { call, times };
  }

  const limited = (seconds: string): Error => new HttpError(429, new Headers({ 'retry-after': seconds }), 'GET users');

  it('waits as long as the source asks, and not longer than the cap', async () => {
    const { call, times } = calls(limited('30'), limited('3600'), 'well');
    const result = withRetry(call, { ...SHORT, signal: new AbortController().signal });
    await vi.advanceTimersByTimeAsync(29_000);
    expect(times).toEqual([0]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(times).toHaveLength(2);
    expect(times[1]).toBeGreaterThanOrEqual(30_000);
    await vi.advanceTimersByTimeAsync(61_000);
    expect(await result).toBe('well');
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(60_000);
  });

  it('gives up with what the last attempt threw', async () => {
    const { call, times } = calls(failure({ status: 503 }), failure({ status: 502 }), failure({ status: 504 }));
    const result = withRetry(call, { ...SHORT, retries: 2, signal: new AbortController().signal });
    const thrown = expect(result).rejects.toMatchObject({ status: 504 });
    await vi.runAllTimersAsync();
    await thrown;
    expect(times).toHaveLength(3);
  });

  it('makes a refused call once', async () => {
    const { call, times } = calls(failure({ status: 403 }), 'never');
    await expect(withRetry(call, { ...SHORT, signal: new AbortController().signal })).rejects.toMatchObject({
      status: 403,
    });
    expect(times).toHaveLength(1);
  });

  it('stops waiting when the run is cancelled', async () => {
    const cancel = new AbortController();
    const { call, times } = calls(limited('50'), 'never');
    const result = withRetry(call, { ...SHORT, signal: cancel.signal });
    const thrown = expect(result).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(1_000);
    cancel.abort(new Error('cancelled'));
    await vi.runAllTimersAsync();
    await thrown;
    expect(times).toHaveLength(1);
  });
});
