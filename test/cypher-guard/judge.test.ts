import { describe, expect, it } from 'vitest';
import { judge } from '../../src/cypher-guard/index.ts';
import { catalogue } from '../../src/queries/index.ts';
import { bypasses, legalReads } from './corpus.ts';

const attempts = [...bypasses()];
const reads = [...legalReads()];

describe('a statement that does more than read', () => {
  it.each(attempts)('is refused with its reason and place: %s', async (_file, rows) => {
    const wrong: unknown[] = [];
    for (const [text, says] of rows) {
      const verdict = await judge(text);
      const told = !verdict.allowed && says.split('|').some((one) => verdict.reason.includes(one));
      const placed =
        !verdict.allowed && verdict.line <= text.split('\n').length && verdict.line > 0 && verdict.column > 0;
      if (!told || !placed) wrong.push({ text: text.slice(0, 200), says, verdict });
    }
    expect(wrong).toEqual([]);
  });

  it('is told apart in more than two hundred ways', () => {
    expect(attempts.reduce((sum, [, rows]) => sum + rows.length, 0)).toBeGreaterThanOrEqual(200);
  });

  it.each([
    ['RETURN 1\nUNION\n  CREATE (n) RETURN n', 3, 3],
    ['MATCH (n)\n WHERE apoc.x(n) RETURN n', 2, 8],
    ["RETURN 'ok',\n\t'\\u0041'", 2, 3],
    ["RETURN '\u{1F600}' +", 1, 13],
    ["RETURN '\u{1F600}', foo(1)", 1, 13],
  ])('is refused at its place: %j', async (text, line, column) => {
    expect(await judge(text)).toMatchObject({ allowed: false, line, column });
  });
});

describe('a statement that reads', () => {
  it.each(reads)('is allowed: %s', async (_file, rows) => {
    const wrong: unknown[] = [];
    for (const text of rows) {
      const verdict = await judge(text);
      if (!verdict.allowed) wrong.push({ text, verdict });
    }
    expect(wrong).toEqual([]);
  });

  it('is told in more than two hundred ways', () => {
    expect(reads.reduce((sum, [, rows]) => sum + rows.length, 0)).toBeGreaterThanOrEqual(200);
  });

  it('is every saved question, page included', async () => {
    const wrong: unknown[] = [];
    for (const { id, cypher } of catalogue().values()) {
      const verdict = await judge(`${cypher}\nSKIP $__skip LIMIT $__limit`);
      if (!verdict.allowed) wrong.push({ id, verdict });
    }
    expect(wrong).toEqual([]);
  });
});
