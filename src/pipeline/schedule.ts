import { type ScheduledTask, schedule, setLogger, validate } from 'node-cron';
import { inputError, messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';

/** Something that is done again and again. */
export interface Recurring {
  readonly name: string;
  /** Cron expression, five or six fields. */
  readonly cron: string;
  /** IANA time zone. */
  readonly timezone: string;
  readonly work: () => Promise<void>;
}

export interface Scheduler {
  /** Takes no further work, and waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * Runs work on schedule, one at a time over all of it: the graph has one writer, and a run that is late must not meet the
 * next. A failure is logged and the schedule goes on. Errors: `schedule` for an expression or zone that cannot be read.
 */
export function startSchedules(recurring: readonly Recurring[], log: Logger): Scheduler {
  setLogger(cronLog(log));
  let lane: Promise<void> = Promise.resolve();
  const waiting = new Set<string>();
  const enqueue = (one: Recurring): Promise<void> => {
    if (waiting.has(one.name)) return lane;
    waiting.add(one.name);
    lane = lane.then(() => {
      waiting.delete(one.name);
      return attempt(one, log);
    });
    return lane;
  };
  const tasks = recurring.map((one) => plan(one, () => enqueue(one)));
  return {
    stop: async () => {
      await Promise.all(tasks.map((task) => task.stop()));
      await lane;
    },
  };
}

function plan(one: Recurring, run: () => Promise<void>): ScheduledTask {
  if (!validate(one.cron)) throw inputError('schedule', `"${one.cron}" is not a cron expression`, { source: one.name });
  try {
    return schedule(one.cron, run, { timezone: one.timezone, noOverlap: true, name: one.name });
  } catch (cause) {
    throw inputError('schedule', `The schedule cannot be used: ${messageOf(cause)}`, { source: one.name, cause });
  }
}

async function attempt(one: Recurring, log: Logger): Promise<void> {
  try {
    log.info({ schedule: one.name }, 'scheduled run begins');
    await one.work();
    log.info({ schedule: one.name }, 'scheduled run done');
  } catch (thrown) {
    log.error({ schedule: one.name, err: messageOf(thrown) }, 'scheduled run failed');
  }
}

/** The scheduler would write to the console. That a tick finds the last run under way is no news; a missed one is. */
function cronLog(log: Logger): Parameters<typeof setLogger>[0] {
  return {
    info: (message) => log.debug(message),
    debug: (message) => log.debug(messageOf(message)),
    warn: (message) => (/overlap/i.test(message) ? log.debug(message) : log.warn(message)),
    error: (message, err) => log.error({ ...(err === undefined ? {} : { err: messageOf(err) }) }, messageOf(message)),
  };
}
