import { expect, it } from 'vitest';
import { judge } from '../../src/cypher-guard/index.ts';
import { fences } from '../docs/pages.ts';

it('every statement in the docs is one that may be run', async () => {
  const statements = fences('sh').flatMap(({ text }) =>
    [...text.matchAll(/^keyline cypher '([^']+)'/gm)].map((found) => found[1] ?? ''),
  );
  expect(statements.length).toBeGreaterThanOrEqual(4);
  const wrong: unknown[] = [];
  for (const text of statements) {
    const verdict = await judge(text);
    if (!verdict.allowed) wrong.push({ text, verdict });
  }
  expect(wrong).toEqual([]);
});
