import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test, vi } from 'vitest';
import { loaderBench } from '../support/loader.ts';
import { estate } from './estate.ts';
import { apiBench } from './support.ts';

const text = readFileSync(fileURLToPath(new URL('../../docs/graphql.md', import.meta.url)), 'utf8');
const examples = [...text.matchAll(/```graphql\n([\s\S]*?)```(?:\n```json\n([\s\S]*?)```)?/g)].map((match) => ({
  title:
    text
      .slice(0, match.index)
      .match(/^## .*$/gm)
      ?.at(-1) ?? '',
  query: match[1] ?? '',
  variables: JSON.parse(match[2] ?? '{}') as Record<string, unknown>,
}));

const bench = loaderBench();
const api = apiBench(bench);

vi.setConfig({ testTimeout: 120_000 });
beforeAll(() => bench.run({ step: 'records:odd/estate', records: estate }), 180_000);

test('the page has its examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(10);
});

test.for(examples)('$title', async ({ query, variables }) => {
  const reply = await api.ask(query, variables);
  expect(reply.errors).toEqual([]);
  const told = JSON.stringify(reply.data);
  expect(told).not.toContain('"edges":[]},"coverage"');
  if (!query.includes('savedQueries') && !query.includes('findings')) expect(told).toContain('all 1 sources complete');
});
