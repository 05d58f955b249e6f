import { parse } from 'graphql/index.js';
import { describe, expect, test } from 'vitest';
import { rowsOf } from '../../src/api/http/cost.ts';
import { LIMITS } from '../../src/api/limits.ts';
import { apiSchema } from '../../src/api/schema.ts';

const schema = apiSchema();
const rows = (text: string, variableValues: Readonly<Record<string, unknown>> = {}): number =>
  rowsOf({ schema, document: parse(text), variableValues });

const CREDENTIALS = (within: string): string => `credentials { edges { node { ${within} } } }`;
const ACCOUNTS = (within: string): string => `authenticatesAs { edges { node { ${within} } } }`;

describe('rows that an answer could hold', () => {
  test.for<readonly [string, number, Readonly<Record<string, unknown>>?]>([
    ['{ coverage { line incomplete { step } } }', 0],
    ['{ agents { edges { node { id name owner { node { id } } } } } }', 50],
    ['{ agents(first: 7) { totalCount edges { cursor node { id } } } }', 7],
    ['query ($n: Int) { agents(first: $n) { edges { node { id } } } }', 9, { n: 9 }],
    ['query ($n: Int) { agents(first: $n) { edges { node { id } } } }', 50],
    ['query ($n: Int) { agents(first: $n) { edges { node { id } } } }', 500, { n: 2_000_000_000 }],
    [`{ agents { edges { node { ${CREDENTIALS('id')} } } } }`, 50 * (1 + 20)],
    [`{ agents { ...A } } fragment A on Agents { edges { node { ${CREDENTIALS('id')} } } }`, 50 * (1 + 20)],
    [`{ agents { edges { node { ... on Agent { ${CREDENTIALS('id')} } } } } }`, 50 * (1 + 20)],
    [`{ a: agents { edges { cursor } } b: agents { edges { cursor } } }`, 100],
    ['{ nothingLikeThis { edges { node { id } } } }', 0],
  ])('%s: %i', ([text, count, variables]) => {
    expect(rows(text, variables)).toBe(count);
  });

  test('three lists within a list, at their own sizes, are within the limit', () => {
    const text = `{ agents { edges { node { id ${CREDENTIALS(`id ${ACCOUNTS('accessProfiles { edges { node { id } } }')} storedIn { edges { node { id } } }`)} } } } }`;
    expect(rows(text)).toBeLessThan(LIMITS.rows);
  });

  test.for([
    [
      'large pages',
      `{ agents(first: 500) { edges { node { credentials(first: 500) { edges { node { usedBy(first: 500) { totalCount } } } } } } } }`,
    ],
    [
      'many levels',
      `{ agents { edges { node { ${CREDENTIALS(`usedBy { edges { node { ... on Agent { ${CREDENTIALS('usedBy { totalCount }')} } } } }`)} } } } }`,
    ],
    [
      'through a variable',
      'query ($n: Int = 500) { agents(first: $n) { edges { node { credentials(first: $n) { edges { node { usedBy(first: $n) { totalCount } } } } } } } }',
    ],
  ] as const)('a bomb is not: %s', ([, text]) => {
    expect(rows(text, { n: 500 })).toBeGreaterThan(LIMITS.rows);
  });
});
