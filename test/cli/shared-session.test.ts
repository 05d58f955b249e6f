import { expect, it } from 'vitest';
import type { CommandSession } from '../../src/cli/context.ts';
import { inSession } from '../../src/cli/shared-session.ts';
import { KeylineError } from '../../src/lib/errors.ts';

const GONE = new KeylineError('graph-server-gone', 'stopped by process 7');

interface Fake {
  readonly session: CommandSession;
  end: () => void;
  closed: number;
}

function fake(owned: boolean): Fake {
  let gone = false;
  const made: Fake = {
    session: {
      server: { owned, whyUnreachable: () => (gone ? GONE : undefined) },
      close: () => {
        made.closed += 1;
        return Promise.resolve();
      },
    } as unknown as CommandSession,
    end: () => {
      gone = true;
    },
    closed: 0,
  };
  return made;
}

function setting(...fakes: readonly Fake[]) {
  const notes: string[] = [];
  const left = [...fakes];
  const open = () => Promise.resolve((left.shift() ?? fake(true)).session);
  return {
    notes,
    open,
    options: { signal: new AbortController().signal, note: (text: string) => void notes.push(text) },
  };
}

it('work whose shared server is stopped is done again, at once, in a new session', async () => {
  const shared = fake(false);
  const own = fake(true);
  const { open, options, notes } = setting(shared, own);
  const sessions: CommandSession[] = [];
  const answer = await inSession(
    open,
    (session) => {
      sessions.push(session);
      if (session.server.owned) return Promise.resolve('answer');
      shared.end();
      return new Promise<string>(() => {});
    },
    options,
  );
  expect(answer).toBe('answer');
  expect(sessions).toHaveLength(2);
  expect([shared.closed, own.closed]).toEqual([1, 1]);
  expect(notes).toHaveLength(1);
});

it('an error of the work is told as it is, and nothing is done again', async () => {
  const shared = fake(false);
  const { open, options, notes } = setting(shared);
  await expect(inSession(open, () => Promise.reject(new Error('own')), options)).rejects.toThrow('own');
  expect([shared.closed, notes]).toEqual([1, []]);
});

it('an own server that ends is explained, not started again', async () => {
  const own = fake(true);
  const { open, options, notes } = setting(own);
  const work = () => {
    own.end();
    return Promise.reject(new Error('connection lost'));
  };
  await expect(inSession(open, work, options)).rejects.toBe(GONE);
  expect(notes).toEqual([]);
});

it('gives up after three shared servers', async () => {
  const all = [fake(false), fake(false), fake(false)];
  const { open, options } = setting(...all);
  for (const one of all) one.end();
  await expect(inSession(open, () => Promise.reject(new Error('lost')), options)).rejects.toBe(GONE);
  expect(all.map((one) => one.closed)).toEqual([1, 1, 1]);
});
