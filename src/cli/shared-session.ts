import { KeylineError } from '../lib/errors.ts';
import { whyLost } from '../pipeline/session.ts';
import type { CommandSession } from './context.ts';

const POLL_MS = 250;
const TRIES = 3;

/**
 * Does the work in a session. A command that attached to another's server loses it when that one is done and stops it: then the
 * work is done again in a new session, which starts a server of its own. All work can be done again: it asks, or loads what is
 * the same the second time. Errors: those of the work; `graph-server-gone` when an own server ends.
 */
export async function inSession<T>(
  open: () => Promise<CommandSession>,
  work: (session: CommandSession) => Promise<T>,
  options: { readonly signal: AbortSignal; readonly note: (text: string) => void },
): Promise<T> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await once(open, work);
    } catch (thrown) {
      if (!(thrown instanceof SharedServerGone)) throw thrown;
      if (left === 0 || options.signal.aborted) throw thrown.why;
      options.note('The graph server that this command shared was stopped by its owner; starting one.');
    }
  }
}

/** The server of another command ended while we used it. */
class SharedServerGone extends Error {
  readonly why: KeylineError;

  constructor(why: KeylineError) {
    super(why.message);
    this.why = why;
  }
}

async function once<T>(open: () => Promise<CommandSession>, work: (session: CommandSession) => Promise<T>): Promise<T> {
  const session = await open().catch((thrown: unknown) => {
    throw isServerGone(thrown) ? new SharedServerGone(thrown) : thrown;
  });
  const { server } = session;
  const watch = new AbortController();
  try {
    const working = work(session);
    return await (server.owned ? working : Promise.race([working, goneOf(session, watch.signal)]));
  } catch (thrown) {
    const why = await whyLost(server, thrown);
    if (why === undefined) throw thrown;
    throw server.owned ? why : new SharedServerGone(why);
  } finally {
    watch.abort();
    await session.close();
  }
}

function isServerGone(thrown: unknown): thrown is KeylineError {
  return thrown instanceof KeylineError && thrown.code === 'graph-server-gone';
}

/** Rejects when the server has ended: the driver alone would try to reach it for half a minute. */
function goneOf({ server }: CommandSession, done: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setInterval(() => {
      const why = server.whyUnreachable();
      if (why !== undefined) reject(why);
    }, POLL_MS);
    done.addEventListener('abort', () => clearInterval(timer), { once: true });
  });
}
