import { expect, it } from 'vitest';
import { each } from '../../src/collect/each.ts';

/** Work that ends when it is told to, and knows how much of it goes on at once. */
function workshop() {
  const ends: (() => void)[] = [];
  const state = { running: 0, most: 0, started: [] as number[] };
  const work = async (item: number): Promise<number> => {
    state.started.push(item);
    state.running += 1;
    state.most = Math.max(state.most, state.running);
    await new Promise<void>((resolve) => ends.push(resolve));
    state.running -= 1;
    return item * 10;
  };
  return { work, state, endNext: () => ends.shift()?.() };
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

it('works on as many items at once as it may, and no more', async () => {
  const { work, state, endNext } = workshop();
  const results: number[] = [];
  const all = (async () => {
    for await (const one of each([1, 2, 3, 4, 5, 6, 7], work, 3)) results.push(one);
  })();
  for (let left = 7; left > 0; left -= 1) {
    await turn();
    endNext();
  }
  await all;
  expect(state.most).toBe(3);
  expect(results.sort((a, b) => a - b)).toEqual([10, 20, 30, 40, 50, 60, 70]);
});

it('gives results as they come', async () => {
  const waits = [30, 1, 10];
  const results: number[] = [];
  const wait = (ms: number): Promise<number> => new Promise((resolve) => setTimeout(() => resolve(ms), ms));
  for await (const one of each(waits, wait, 3)) results.push(one);
  expect(results).toEqual([1, 10, 30]);
});

it('starts nothing more after an error, and waits for what is under way', async () => {
  const ended: number[] = [];
  const work = async (item: number): Promise<number> => {
    if (item === 2) throw new Error('two');
    await new Promise((resolve) => setTimeout(resolve, 5));
    ended.push(item);
    return item;
  };
  const run = (async () => {
    for await (const _ of each([1, 2, 3, 4, 5], work, 2));
  })();
  await expect(run).rejects.toThrow('two');
  expect(ended).toEqual([1]);
});

it('takes items that come by and by, and none', async () => {
  async function* items(): AsyncGenerator<string> {
    yield 'a';
    yield 'b';
  }
  const results: string[] = [];
  for await (const one of each(items(), (item) => Promise.resolve(item + item))) results.push(one);
  for await (const one of each<string, string>([], (item) => Promise.resolve(item))) results.push(one);
  expect(results).toEqual(['aa', 'bb']);
});
