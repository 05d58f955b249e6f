import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/queries/index.ts';
import { FOLLOWED, STEP } from '../../src/queries/reach/pattern.ts';

/** Every quantified step of a saved question: its edge types and its condition, as one line. */
function stepsOf(cypher: string): { types: string[]; condition: string }[] {
  return [...cypher.matchAll(/\(\(x\)-\[e:([A-Z_|]+)\]->\(y\)\s+WHERE (.*?)\)[+*] \(/gs)].map(
    ([, types, condition]) => ({
      types: (types ?? '').split('|'),
      condition: (condition ?? '').replaceAll(/\s+/g, ' '),
    }),
  );
}

/** The same as of a time: edges that stood then, credentials as they were then. */
function asOf(condition: string): string {
  const then = condition
    .replace(
      "coalesce(y.status, 'active') IN ['active', 'unknown']",
      "NOT y.id IN closed AND (y.id IN opened OR coalesce(y.status, 'active') IN ['active', 'unknown'])",
    )
    .replace('$now', '$at');
  return `coalesce(e.from, e.firstSeen) <= $at AND coalesce(e.to, '9999') > $at AND ${then}`;
}

const GRANTS = ['CAN', 'GRANTED_ON'];
const WITHIN =
  " AND CASE coalesce(e.certainty, 'certain') WHEN 'certain' THEN 0 WHEN 'conditional' THEN 1 ELSE 2 END <= worst";
const following = [...catalogue().values()].filter(({ cypher }) => cypher.includes('((x)-[e:'));

describe('the step of reach', () => {
  test('stands in the saved questions that follow it', () => {
    expect(following.length).toBeGreaterThanOrEqual(15);
    for (const { id, cypher } of following)
      expect(stepsOf(cypher).length, id).toBe(cypher.split('((x)-[e:').length - 1);
  });

  test.each(following)('is word for word that of the reader: $id', ({ cypher }) => {
    for (const { condition } of stepsOf(cypher))
      expect([STEP, STEP + WITHIN, asOf(STEP + WITHIN)]).toContain(condition);
  });

  test.each(following)('follows the edges of the reader: $id', ({ id, cypher }) => {
    for (const [i, { types }] of stepsOf(cypher).entries()) {
      // The second half of this question ends where the secret is read: what is obtained behind it is its first half.
      const wanted = id === 'secret-chains' && i === 1 ? FOLLOWED.filter((one) => one !== 'CAN_OBTAIN') : FOLLOWED;
      const both = id.endsWith('-as-of') ? wanted.flatMap((one) => [one, `${one}_WAS`]) : wanted;
      expect(types.filter((one) => !GRANTS.includes(one))).toEqual(both);
    }
  });
});

test('no other question walks on its own', () => {
  const walks = [...catalogue().values()].filter((one) => /CAN_ASSUME[A-Z_|]*\*/.test(one.cypher)).map(({ id }) => id);
  expect(walks).toEqual([]);
});
