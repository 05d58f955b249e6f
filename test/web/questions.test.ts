import { print, validate } from 'graphql/index.js';
import { createYoga } from 'graphql-yoga';
import { describe, expect, test } from 'vitest';
import { limitPlugins } from '../../src/api/limits.ts';
import { apiSchema } from '../../src/api/schema.ts';
import { questionsOfPage } from './questions.ts';

const questions = questionsOfPage();

describe('the questions of the page', () => {
  test('are found in its sources', () => {
    expect(questions.length).toBeGreaterThan(30);
    expect(questions.map(({ name }) => name)).toContain('ReachedFrom');
    expect(new Set(questions.map(({ name }) => name)).size).toBe(questions.length);
  });

  test.each(questions)('$name fits the schema', ({ document }) => {
    expect(validate(apiSchema(), document)).toEqual([]);
  });

  test.each(questions)('$name keeps to the limits of the API', async ({ document }) => {
    const yoga = createYoga({ schema: apiSchema(), plugins: limitPlugins(5_000), logging: false, maskedErrors: false });
    // Answers are not asked for here: a question within the limits gets as far as a directive that skips everything.
    const nothing = print(document).replace(/^(query|mutation) (\w+)(\([^{]*\))? \{/, '$1 $2$3 { __typename');
    const response = await yoga.fetch('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'graphql-require-preflight': '1' },
      body: JSON.stringify({ query: nothing, variables: {} }),
    });
    const text = await response.text();
    expect(text).not.toMatch(/limit of|exceeded|Syntax Error/);
  });
});
