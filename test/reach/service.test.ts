import { expect, test } from 'vitest';
import type { Graph } from '../../src/graph/index.ts';
import { createLogger } from '../../src/lib/log.ts';
import { type Builder, ReachService } from '../../src/reach/service.ts';
import type { Built } from '../../src/reach/worker.ts';
import { type PlainEstate, tablesOf } from './tables.ts';

const ESTATE: PlainEstate = { actors: 1, agents: 1, kinds: [1], facets: [0], steps: [], grants: [], dead: [] };
const built = (graphVersion: number): Built => ({ parts: { ...tablesOf(ESTATE), graphVersion } });
const NEVER = new AbortController().signal;

/** Builds end when the test says so. */
class HandBuilder implements Builder {
  readonly asked: ((answer: Built) => void)[] = [];
  readonly had: (number | undefined)[] = [];
  isClosed = false;

  build(has: number | undefined): Promise<Built> {
    this.had.push(has);
    const { promise, resolve } = Promise.withResolvers<Built>();
    this.asked.push(resolve);
    return promise;
  }

  close(): Promise<void> {
    this.isClosed = true;
    for (const answer of this.asked) answer({ problem: 'the worker has ended' });
    return Promise.resolve();
  }
}

function bench(version = 1) {
  const builder = new HandBuilder();
  const lines: string[] = [];
  const log = createLogger({ level: 'info', stream: { write: (line: string) => lines.push(line) } as never });
  const graph = { read: () => Promise.resolve([{ version }]) } as unknown as Graph;
  const service = new ReachService(graph, { uri: '', user: '', password: '' }, log, { builder });
  return { builder, service, logged: () => lines.join('') };
}

test('whoever needs the index waits for the first build', async () => {
  const { builder, service } = bench();
  const waiting = service.ready(1, NEVER);
  expect(builder.asked).toHaveLength(1);
  builder.asked[0]?.(built(1));
  expect((await waiting).graphVersion).toBe(1);
  expect(builder.asked).toHaveLength(1);
});

test('nobody waits for longer than it has time', async () => {
  const { builder, service } = bench();
  const wait = new AbortController();
  const waiting = service.ready(1, wait.signal);
  wait.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'reach-index-missing', hint: 'Ask again later.' });
  builder.asked[0]?.(built(1));
  expect((await service.ready(1, wait.signal)).graphVersion).toBe(1);
});

test('a first build that fails says why, and the next one is asked for', async () => {
  const { builder, service, logged } = bench();
  const waiting = service.ready(1, NEVER);
  builder.asked[0]?.({ problem: 'the database is gone' });
  await expect(waiting).rejects.toMatchObject({ code: 'reach-index-missing', hint: 'the database is gone' });
  expect(logged()).toContain('the database is gone');
  const again = service.refresh();
  await expect.poll(() => builder.asked.length).toBe(2);
  builder.asked[1]?.(built(1));
  await again;
  expect((await service.at(1))?.graphVersion).toBe(1);
});

test('when a later build fails, the version before goes on answering', async () => {
  const { builder, service, logged } = bench(2);
  const first = service.ready(1, NEVER);
  builder.asked[0]?.(built(1));
  await first;
  const refreshed = service.refresh();
  await expect.poll(() => builder.asked.length).toBe(2);
  expect((await service.ready(2, NEVER)).graphVersion).toBe(1);
  builder.asked[1]?.({ problem: 'out of memory' });
  await refreshed;
  expect(logged()).toContain('out of memory');
  expect((await service.ready(2, NEVER)).graphVersion).toBe(1);
  // Not every question asks for a build that has just failed.
  expect(builder.asked).toHaveLength(2);
});

test('what has not changed since is kept', async () => {
  const { builder, service } = bench(2);
  const first = service.ready(1, NEVER);
  builder.asked[0]?.(built(1));
  await first;
  const refreshed = service.refresh();
  await expect.poll(() => builder.had).toEqual([undefined, 1]);
  builder.asked[1]?.({ parts: { graphVersion: 2, conditions: [] } });
  await refreshed;
  const second = await service.at(2);
  expect(second?.graphVersion).toBe(2);
  expect((await second?.rank('Agent', 0))?.map(({ id }) => id)).toEqual(['a:00']);
});

test('a part that is missing is no index', async () => {
  const { builder, service } = bench();
  const waiting = service.ready(1, NEVER);
  const { grants: _, ...others } = tablesOf(ESTATE);
  builder.asked[0]?.({ parts: others });
  await expect(waiting).rejects.toMatchObject({ code: 'reach-index-missing' });
});

test('a version that is indexed is not built again', async () => {
  const { builder, service } = bench(1);
  const first = service.ready(1, NEVER);
  builder.asked[0]?.(built(1));
  await first;
  await service.refresh();
  expect(builder.asked).toHaveLength(1);
});

test('closing ends the worker and whoever waits for it; nothing is built after that', async () => {
  const { builder, service, logged } = bench();
  const waiting = service.ready(1, NEVER);
  await service.close();
  await expect(waiting).rejects.toMatchObject({ code: 'reach-index-missing' });
  await service.refresh();
  expect(builder).toMatchObject({ isClosed: true, asked: { length: 1 } });
  expect(logged()).toBe('');
});
