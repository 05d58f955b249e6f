import { describe, expect, it } from 'vitest';
import {
  DeniedError,
  type FetchContext,
  MalformedError,
  ProblemLog,
  problemLine,
  runStep,
  type StepMode,
  step,
} from '../../src/collect/index.ts';
import { node } from '../../src/schema/index.ts';
import { MemorySink, testRunContext } from '../support/memory-sink.ts';

interface Raw {
  readonly host?: string;
}

type Fetch = (context: FetchContext<string>) => AsyncGenerator<Raw>;

/** A source that gives these items and then ends, or throws. */
function giving(items: readonly Raw[], thrown?: Error): Fetch {
  return async function* () {
    yield* items;
    if (thrown !== undefined) throw thrown;
  };
}

const CLAIM = 'gannet:s-1/hosts';

async function run(fetch: Fetch, options: { mode?: StepMode; cursor?: string; sink?: MemorySink } = {}) {
  const hosts = step({
    id: 'hosts',
    title: 'Hosts',
    mode: options.mode ?? 'snapshot',
    emits: ['Endpoint'],
    permissions: ['none'],
    fetch,
    map: ({ host }: Raw) => {
      if (host === undefined) throw new TypeError('no host');
      return [node('Endpoint', `endpoint:${host}`, { host })];
    },
  });
  const sink = options.sink ?? new MemorySink(new Map(options.cursor === undefined ? [] : [[CLAIM, options.cursor]]));
  const report = await runStep('gannet', hosts, { scope: 's-1', client: 'client' }, sink, testRunContext());
  const kept = sink.steps.get(CLAIM);
  return {
    status: report.outcome.status,
    problems: report.outcome.problems.map(problemLine),
    count: kept?.records.length ?? 0,
    cursor: kept?.cursor,
  };
}

describe('how a step ends', () => {
  it('complete: read to its end without a problem', async () => {
    const ended = await run(giving([{ host: 'a' }]));
    expect(ended).toMatchObject({ status: 'complete', count: 1, problems: [] });
  });

  it('complete: nothing is there', async () => {
    expect(await run(giving([]))).toMatchObject({ status: 'complete', count: 0 });
  });

  it('denied: refused before anything was read', async () => {
    const ended = await run(giving([], new DeniedError('hosts:List is missing')));
    expect(ended).toMatchObject({
      status: 'denied',
      problems: ['denied: hosts at after 0 items: hosts:List is missing'],
    });
  });

  it('partial: refused, broken off or malformed after something was read', async () => {
    for (const thrown of [new DeniedError('no'), new Error('gone'), new MalformedError('odd')]) {
      const ended = await run(giving([{ host: 'a' }], thrown));
      expect(ended).toMatchObject({ status: 'partial', count: 1 });
    }
  });

  it('failed: it did not work at all', async () => {
    const ended = await run(giving([], new Error('unreachable, with ghp_AbcdefghijklmnopqrstuvwxyzABCDEF0123 in it')));
    expect(ended.status).toBe('failed');
    expect(ended.problems[0]).toContain('[redacted github-token]');
  });

  it('partial: one item cannot be mapped; its place is told and the others are kept', async () => {
    const ended = await run(giving([{ host: 'a' }, {}, { host: 'c' }]));
    expect(ended).toMatchObject({
      status: 'partial',
      count: 2,
      problems: ['malformed: hosts at item 2: TypeError: no host'],
    });
  });

  it.each([
    [0, true, [], 'complete'],
    [3, true, [], 'complete'],
    [0, false, [], 'failed'],
    [3, false, [], 'partial'],
    [0, true, ['denied'], 'denied'],
    [0, false, ['denied', 'denied'], 'denied'],
    [0, true, ['denied', 'failed'], 'failed'],
    [0, true, ['malformed'], 'partial'],
    [0, false, ['failed'], 'failed'],
    [1, true, ['denied'], 'partial'],
  ] as const)('%i items, ended %s, problems %j: %s', (fetched, ended, kinds, status) => {
    const log = new ProblemLog();
    for (const kind of kinds) log.add({ kind, what: 'x', message: 'm' });
    expect(log.outcome(fetched, ended).status).toBe(status);
  });

  it('keeps the first problems and counts them all', () => {
    const log = new ProblemLog();
    for (let at = 0; at < 70; at += 1) log.add({ kind: 'failed', what: `call ${at}`, message: 'm' });
    const { problems, problemCount } = log.outcome(1, true);
    expect([problems.length, problems[0]?.what, problemCount]).toEqual([50, 'call 0', 70]);
  });
});

describe('attempt', () => {
  it('gives the answer, or nothing and a problem: a refusal costs that one fact', async () => {
    const ended = await run(async function* ({ attempt }) {
      const good = await attempt('hosts:Get', () => Promise.resolve({ host: 'a' }));
      const refused = await attempt('hosts:Tags', () => Promise.reject(new DeniedError('not allowed')), 'host a');
      if (good !== undefined && refused === undefined) yield good;
    });
    expect(ended).toMatchObject({
      status: 'partial',
      count: 1,
      problems: ['denied: hosts:Tags at host a: not allowed'],
    });
  });

  it('tries again what may pass, and reports what does not', async () => {
    let tries = 0;
    const ended = await run(async function* ({ attempt }) {
      const answer = await attempt('hosts:List', () => {
        tries += 1;
        return tries < 3 ? Promise.reject(Object.assign(new Error('busy'), { status: 503 })) : Promise.resolve([1]);
      });
      if (answer !== undefined) yield { host: 'a' };
    });
    expect([tries, ended.status]).toEqual([3, 'complete']);
    const lasting = await run(async function* ({ attempt }) {
      await attempt('hosts:List', () => Promise.reject(Object.assign(new Error('busy'), { status: 503 })));
      yield { host: 'a' };
    });
    expect(lasting).toMatchObject({ status: 'partial', problems: ['failed: hosts:List: busy'] });
  });
});

describe('cursors', () => {
  it('start where the last run ended, and are handed on when what was read before has been taken', async () => {
    const order: string[] = [];
    const sink = new MemorySink(new Map([[CLAIM, 'page-7']]));
    const opened = sink.openStep.bind(sink);
    sink.openStep = async (key, mode) => {
      const inner = await opened(key, mode);
      return {
        cursor: inner.cursor,
        add: async (records) => {
          order.push(`add ${records.length}`);
          await inner.add(records);
        },
        finish: (outcome, cursor) => {
          order.push(`finish ${cursor}`);
          return inner.finish(outcome, cursor);
        },
      };
    };
    const ended = await run(
      async function* ({ cursor, saveCursor }) {
        order.push(`from ${cursor}`);
        yield { host: 'a' };
        saveCursor('page-8');
        yield { host: 'b' };
        saveCursor('page-9');
      },
      { mode: 'events', sink },
    );
    expect(order).toEqual(['from page-7', 'add 1', 'add 1', 'finish page-9']);
    expect(ended.cursor).toBe('page-9');
  });

  it('stay where they were saved when the run breaks off', async () => {
    const ended = await run(
      async function* ({ saveCursor }) {
        yield { host: 'a' };
        saveCursor('page-8');
        yield { host: 'b' };
        throw new Error('gone');
      },
      { mode: 'delta', cursor: 'page-7' },
    );
    expect(ended).toMatchObject({ status: 'partial', cursor: 'page-8' });
    const nothing = await run(giving([], new Error('gone')), { mode: 'delta', cursor: 'page-7' });
    expect(nothing.cursor).toBe('page-7');
  });
});

it('a cancelled run ends by throwing: it has no outcome', async () => {
  const cancel = new AbortController();
  const hosts = step({
    id: 'hosts',
    title: 'Hosts',
    mode: 'snapshot',
    emits: ['Endpoint'],
    permissions: ['none'],
    async *fetch(): AsyncGenerator<Raw> {
      cancel.abort(new Error('cancelled'));
      cancel.signal.throwIfAborted();
      yield {};
    },
    map: () => [],
  });
  const sink = new MemorySink();
  const context = testRunContext({ signal: cancel.signal });
  await expect(runStep('gannet', hosts, { scope: 's-1', client: '' }, sink, context)).rejects.toThrow('cancelled');
  expect(sink.steps.get(CLAIM)?.outcome).toBeUndefined();
});
