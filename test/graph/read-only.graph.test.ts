import { describe, expect, test } from 'vitest';
import { readOnly } from '../../src/graph/index.ts';
import { node } from '../../src/schema/index.ts';
import { loaderBench } from '../support/loader.ts';

const bench = loaderBench();

describe('an analyst’s own statement', () => {
  test('reads nodes, lists and paths, and says when there is more', async () => {
    const people = [1, 2, 3].map((n) => node('Team', `team:odd:${n}`, { name: `odd ${n}`, system: 'odd' }));
    await bench.run({ step: 'odd:1/teams', records: people });
    const table = await readOnly(bench.graph(), 'MATCH (t:Team) RETURN t.id AS id, t AS team ORDER BY id', {
      limit: 2,
    });
    expect(table.columns).toEqual(['id', 'team']);
    expect(table.more).toBe(true);
    expect(table.rows[0]).toMatchObject({ id: 'team:odd:1', team: { name: 'odd 1', known: true } });
  });

  test.for([
    ['writes', "CREATE (n:Team {id: 'x'})"],
    ['writes behind a read', 'MATCH (n:Team) SET n.name = 1 RETURN n'],
    ['writes in a subquery', 'CALL () { MERGE (n:Team {id: "x"}) RETURN n } RETURN n'],
    ['writes under a comment', 'MATCH (n) /* RETURN n */ DETACH DELETE n'],
    ['writes with an escape', 'MATCH (n) \\u0053ET n.x = 1 RETURN n'],
    ['calls a procedure', 'CALL dbms.listConfig() YIELD name RETURN name'],
    ['loads a file', "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line"],
    ['reaches into the network', "LOAD CSV FROM 'http://127.0.0.1:9/' AS line RETURN line"],
    ['shows settings', 'SHOW SETTINGS'],
    ['ends transactions', "TERMINATE TRANSACTION 'neo4j-transaction-1'"],
    ['makes an index', 'CREATE INDEX odd FOR (n:Team) ON (n.name)'],
    ['makes a user', "CREATE USER odd SET PASSWORD 'odd-odd-odd'"],
    ['explains', 'EXPLAIN MATCH (n) RETURN n'],
    ['profiles a write', 'PROFILE CREATE (n:Team)'],
    ['is two statements', 'MATCH (n) RETURN n; MATCH (n) DELETE n'],
    ['is nothing', ' '],
  ] as const)('is refused when it %s', async ([_what, text]) => {
    await expect(readOnly(bench.graph(), text, { limit: 10 })).rejects.toMatchObject({ name: 'KeylineError' });
    const [row] = await bench.graph().read('MATCH (t:Team) RETURN count(t) AS n');
    expect(row).toEqual({ n: 3 });
  });
});
