import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../src/lib/log.ts';
import { type Recurring, type Scheduler, startSchedules } from '../../src/pipeline/schedule.ts';
import { reportSchedules } from '../../src/report/index.ts';
import { fakeSession } from './session.ts';

const logged: string[] = [];
const log = createLogger({ level: 'info', stream: { write: (line: string) => void logged.push(line) } });
let running: Scheduler | undefined;

function start(...recurring: readonly Recurring[]): void {
  running = startSchedules(recurring, log);
}

beforeEach(() => {
  logged.length = 0;
});
afterEach(async () => {
  vi.useRealTimers();
  await running?.stop();
  running = undefined;
});

describe('time zones', () => {
  it.each([
    ['2026-07-01T05:29:58Z', 'Europe/Stockholm', 'summer time'],
    ['2026-12-01T06:29:58Z', 'Europe/Stockholm', 'winter time'],
    ['2026-07-01T11:29:58Z', 'America/New_York', 'west'],
    ['2026-07-01T01:59:58Z', 'Asia/Kolkata', 'half an hour'],
  ])('half past seven is at %s in %s (%s)', async (now, timezone) => {
    vi.useFakeTimers({ now: new Date(now) });
    const runs: string[] = [];
    const work = (): Promise<void> => Promise.resolve(void runs.push(new Date().toISOString()));
    start(
      { name: 'here', cron: '30 7 * * *', timezone, work },
      { name: 'utc', cron: '30 7 * * *', timezone: 'UTC', work },
    );
    await vi.advanceTimersByTimeAsync(1_000);
    expect(runs).toEqual([]);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(runs).toHaveLength(1);
  });

  it('a zone or expression that there is not is refused with the name of the schedule', () => {
    const work = (): Promise<void> => Promise.resolve();
    expect(() => start({ name: 'odd', cron: 'whenever', timezone: 'UTC', work })).toThrow(
      '"whenever" is not a cron expression',
    );
    expect(() => start({ name: 'odd', cron: '0 6 * * *', timezone: 'Mars/Olympus', work })).toThrow(
      /schedule cannot be used/,
    );
  });
});

describe('no overlap', () => {
  it('a run that is late meets neither itself nor another; nothing is queued twice', async () => {
    vi.useFakeTimers({ now: new Date('2026-07-01T00:00:00Z') });
    let active = 0;
    let most = 0;
    const runs = { slow: 0, quick: 0 };
    const recurring = (name: 'slow' | 'quick', takes: number): Recurring => ({
      name,
      cron: '* * * * * *',
      timezone: 'UTC',
      work: async () => {
        active += 1;
        most = Math.max(most, active);
        runs[name] += 1;
        await new Promise((resolve) => setTimeout(resolve, takes));
        active -= 1;
      },
    });
    start(recurring('slow', 5_500), recurring('quick', 10));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(most).toBe(1);
    expect(runs.slow).toBeGreaterThanOrEqual(3);
    expect(runs.slow).toBeLessThanOrEqual(4);
    expect(runs.quick).toBeLessThanOrEqual(runs.slow + 2);
    const stopped = running?.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    await stopped;
    const last = runs.slow;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(runs.slow).toBe(last);
  });
});

describe('a report on schedule', () => {
  it('is made each time, told as new once; a failure is logged without the address, and the schedule goes on', async () => {
    const home = mkdtempSync(join(tmpdir(), 'keyline-schedule-'));
    vi.useFakeTimers({ now: new Date('2026-07-01T00:00:00Z'), toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const session = fakeSession(home);
    const folder = join(home, 'out');
    const schedule = { cron: '*/2 * * * * *', timezone: 'UTC' };
    start(
      ...reportSchedules(
        [
          { id: 'orphan-owners', folder, schedule },
          { id: 'orphan-owners', folder: join(home, 'out', 'orphan-owners.csv'), schedule },
        ],
        session,
      ),
    );
    while (session.asked < 5) await vi.advanceTimersByTimeAsync(500);
    await running?.stop();
    const report = JSON.parse(readFileSync(join(folder, 'orphan-owners.json'), 'utf8')) as {
      summary: { still: number };
    };
    expect(report.summary).toMatchObject({ new: 0, still: 1 });
    expect(logged.join('')).toContain('did not get to');
    rmSync(home, { recursive: true, force: true });
  });
});
