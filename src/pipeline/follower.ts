import { messageOf } from '../lib/errors.ts';
import { type DeriveSession, deriveIfChanged } from './derive.ts';
import { type Followed, followDecision, followSignals, warmForSignals } from './follow.ts';

/** Brings the graph up to date with what comes from outside of the schedules, one after another. */
export interface Follower {
  /** Signals were received since a time (UTC). Gives when people and findings have followed. */
  readonly signals: (since: string) => Promise<void>;
  /** Something was decided about the owner of this key. Gives when its owner has followed, or after a while. */
  readonly decision: (subject: string) => Promise<void>;
  /** Makes ready for signals, in the background, once. */
  readonly warm: () => void;
  /** Takes nothing new, and waits for what is under way. */
  readonly close: () => Promise<void>;
}

/** Then everything else is derived, when nothing more has come. */
const QUIET_MS = 20_000;
/** Whoever decided does not wait longer; the graph follows all the same. */
const DECIDED_WAIT_MS = 5_000;

/** `changed`: called after every change, with what was followed. `quietMs`: how long nothing must come until everything is derived. */
export function follower(
  session: DeriveSession,
  followed: Followed,
  changed: (what: string) => void,
  quietMs = QUIET_MS,
): Follower {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let warmed = false;
  const working = new Set<Promise<unknown>>();
  const work = (what: string, task: () => Promise<unknown>, isNews = true): Promise<void> => {
    const begun = performance.now();
    const one = task().then(
      (outcome) => {
        session.log.info({ what, outcome, ms: Math.round(performance.now() - begun) }, 'followed');
        if (isNews) changed(what);
      },
      (thrown: unknown) => session.log.error({ what, err: messageOf(thrown) }, 'could not be followed'),
    );
    working.add(one);
    return one.finally(() => working.delete(one));
  };
  const settleLater = (): void => {
    clearTimeout(timer);
    if (closed) return;
    timer = setTimeout(() => {
      void work('everything', async () => (await deriveIfChanged(session, followed.jobs, followed.rules))?.totals);
    }, quietMs);
    timer.unref();
  };
  return {
    signals: async (since) => {
      await work('signals', () => followSignals(session, since, followed));
      settleLater();
    },
    decision: async (subject) => {
      const done = work('decision', () => followDecision(session, subject, followed)).then(settleLater);
      let waiting: NodeJS.Timeout | undefined;
      await Promise.race([
        done,
        new Promise((resolve) => {
          waiting = setTimeout(resolve, DECIDED_WAIT_MS);
        }),
      ]);
      clearTimeout(waiting);
    },
    warm: () => {
      if (!closed && !warmed) void work('nothing yet', () => warmForSignals(session, followed), false);
      warmed = true;
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await Promise.all(working);
    },
  };
}
