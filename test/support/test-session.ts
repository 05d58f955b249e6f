import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandSession } from '../../src/cli/context.ts';
import { EventStore } from '../../src/events/store.ts';
import type { FixedClock } from '../../src/lib/clock.ts';
import { createLogger } from '../../src/lib/log.ts';
import { openSession } from '../../src/pipeline/session.ts';

export interface TestSession {
  readonly session: CommandSession;
  /** Everything that was logged so far, at level `trace`. */
  readonly logged: () => string;
  readonly close: () => Promise<void>;
}

interface Address {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
}

/** A new data directory with this fingerprint key. */
export function makeHome(key: Buffer): string {
  const home = mkdtempSync(join(tmpdir(), 'keyline-home-'));
  writeFileSync(join(home, 'fingerprint.key'), `${key.toString('hex')}\n`, { mode: 0o600 });
  return home;
}

/**
 * A session as commands have it, over the test graph and a data directory, which goes with it. NEO4J_URI is set for the
 * rest of the file, so that commands in processes of their own find the graph too.
 */
export async function openTestSession({ uri, user, password }: Address, clock: FixedClock, home: string) {
  Object.assign(process.env, { NEO4J_URI: uri, NEO4J_USER: user, NEO4J_PASSWORD: password });
  let logged = '';
  const stream = {
    write: (line: string): void => {
      logged += line;
    },
  };
  const events = await EventStore.open(home);
  const session = await openSession({
    home,
    clock,
    log: createLogger({ level: 'trace', stream: stream as never }),
    openEvents: () => Promise.resolve(events),
  });
  const opened: TestSession = {
    session: { ...session, events },
    logged: () => logged,
    close: async () => {
      await session.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return opened;
}
