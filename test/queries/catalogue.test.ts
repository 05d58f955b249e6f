import { describe, expect, test } from 'vitest';
import { KeylineError } from '../../src/lib/errors.ts';
import { coverageOf, type StepCoverage } from '../../src/queries/coverage.ts';
import { catalogue, findQuery, parseQuery } from '../../src/queries/index.ts';
import { bindParameters } from '../../src/queries/parameters.ts';

const FILE = `// ---
// title: Odd things
// question: Which things are odd?
// parameters:
//   - {name: since, type: instant, default: 7d, doc: "From then on."}
//   - {name: level, type: level, doc: "A level."}
//   - {name: most, type: int, default: 5, doc: "At most."}
// columns:
//   - {name: thing, type: key, doc: "The thing."}
//   - {name: evidence, type: strings, doc: "Why."}
// tags: [odd]
// ---
:param since => '2026-01-01T00:00:00.000Z';

MATCH (n) RETURN n.id AS thing, ['x'] AS evidence ORDER BY thing;
`;

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof KeylineError) return `${thrown.code}: ${thrown.message}`;
    throw thrown;
  }
  return 'nothing was thrown';
}

describe('a saved question', () => {
  test('is its header and its statement, without the lines for the Browser', () => {
    const query = parseQuery('odd', FILE, 'cypher/odd.cypher');
    expect(query).toMatchObject({ id: 'odd', title: 'Odd things', tags: ['odd'], answers: [] });
    expect(query.cypher).toBe("MATCH (n) RETURN n.id AS thing, ['x'] AS evidence ORDER BY thing");
  });

  test.for([
    ['without a header', 'MATCH (n) RETURN n', /starts with a header/],
    ['with an unknown field', FILE.replace('// tags:', '// colour: red\n// tags:'), /colour/],
    ['whose question is no question', FILE.replace('odd?', 'odd.'), /question/],
    ['whose last column is not the evidence', FILE.replace('name: evidence', 'name: why'), /last column/],
    ['with a header that is no YAML', FILE.replace('// tags: [odd]', '// tags: [odd'), /not YAML/],
  ] as const)('%s is refused', ([_what, text, message]) => {
    expect(codeOf(() => parseQuery('odd', text, 'cypher/odd.cypher'))).toMatch(message);
  });
});

describe('parameters', () => {
  const query = parseQuery('odd', FILE, 'cypher/odd.cypher');
  const now = Date.parse('2026-06-15T12:00:00Z');

  test('are read from text, and missing ones take their default', () => {
    expect(bindParameters(query, { level: 'read', most: '12' }, now)).toEqual({
      since: '2026-06-08T12:00:00.000Z',
      level: 'Read',
      most: 12,
    });
    expect(bindParameters(query, { level: 'Write', since: '24h' }, now)).toMatchObject({
      since: '2026-06-14T12:00:00.000Z',
    });
    expect(bindParameters(query, { level: 'Write', since: '2026-02-03' }, now)).toMatchObject({
      since: '2026-02-03T00:00:00.000Z',
    });
  });

  test.for([
    [{}, /needs the parameter "level"/],
    [{ level: 'Everything' }, /not a value of type level/],
    [{ level: 'Read', since: 'last tuesday' }, /not a value of type instant/],
    [{ level: 'Read', most: '1.5' }, /not a value of type int/],
    [{ level: 'Read', sinse: '7d' }, /has no parameter "sinse"/],
  ] as const)('%j is refused', ([given, message]) => {
    expect(codeOf(() => bindParameters(query, given, now))).toMatch(message);
  });
});

describe('the catalogue', () => {
  test('has at least 25 questions, each with evidence', () => {
    expect(catalogue().size).toBeGreaterThanOrEqual(25);
    for (const query of catalogue().values()) expect(query.columns.at(-1)?.name).toBe('evidence');
  });

  test('answers every question of M7 and the situations that these sources allow', () => {
    const answered = new Set([...catalogue().values()].flatMap((query) => query.answers));
    const wanted = [
      'M7.1',
      'M7.2',
      'M7.3',
      'M7.4',
      'M7.5',
      'M7.6',
      'M7.7',
      'S1',
      'S2',
      'S4',
      'S5',
      'S8',
      'S9',
      'S10',
      'S11',
      'S12',
      'S13',
      'S14',
      'S15',
    ];
    expect(wanted.filter((one) => !answered.has(one))).toEqual([]);
  });

  test('finds by an unambiguous beginning, and lists the choices otherwise', () => {
    expect(findQuery('orphan').id).toBe('orphan-agents');
    expect(codeOf(() => findQuery('agent-c'))).toMatch(/agent-changes, agent-credentials/);
    expect(codeOf(() => findQuery('nothing-like-it'))).toMatch(/no saved query/);
  });
});

describe('coverage', () => {
  const step = (id: string, outcome: string, completeAt?: string): StepCoverage => ({
    step: id,
    source: id.slice(0, id.indexOf(':')),
    scope: id.slice(id.indexOf(':') + 1, id.lastIndexOf('/')),
    outcome,
    reason: undefined,
    lastRunAt: completeAt,
    completeAt,
    records: 1,
  });

  test('says what is incomplete, and since when', () => {
    const coverage = coverageOf(
      [
        step('aws:7/iam', 'complete', '2026-06-15T03:00:00.000Z'),
        step('okta:o/users', 'denied', '2026-06-14T03:10:00.000Z'),
      ],
      4,
    );
    expect(coverage.line).toBe('1 of 2 sources incomplete: okta:o/users denied since 2026-06-14T03:10:00.000Z');
    expect(coverage).toMatchObject({ graphVersion: 4, asOf: '2026-06-14T03:10:00.000Z', sources: 2 });
  });

  test('of nothing says so', () => {
    expect(coverageOf([], 0).line).toBe('no source has been read yet');
    expect(coverageOf([step('hr:m/workers', 'complete', '2026-06-15T03:00:00.000Z')], 1).line).toBe(
      'all 1 sources complete',
    );
  });
});
