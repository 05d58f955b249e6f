import { describe, expect, test } from 'vitest';
import { readOnly } from '../../src/graph/index.ts';
import { node } from '../../src/schema/index.ts';
import { loaderBench } from '../support/loader.ts';

const bench = loaderBench();

const COUNTED = 'UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a + b < 0';

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

  test('takes parameters as values, whole numbers as integers', async () => {
    const params = { name: "odd 1' DETACH DELETE t //", n: 1, list: [{ a: 2 }] };
    const table = await readOnly(bench.graph(), 'MATCH (t:Team) RETURN $name AS name, $list[0].a AS a LIMIT $n', {
      limit: 5,
      params,
    });
    expect(table.rows).toEqual([{ name: params.name, a: 2 }]);
    await expect(readOnly(bench.graph(), 'RETURN $missing', { limit: 1 })).rejects.toMatchObject({
      code: 'cypher-failed',
    });
  });

  test('lists labels by the procedures that are allowed, and gives times as text', async () => {
    const table = await readOnly(
      bench.graph(),
      "CALL db.labels() YIELD label WITH label WHERE label = 'Team' RETURN label, date('2026-01-02') AS day",
      { limit: 5 },
    );
    expect(table).toMatchObject({ rows: [{ label: 'Team', day: '2026-01-02' }], more: false, cutBy: undefined });
  });

  test('is cut where its rows grow too large', async () => {
    const options = { limit: 1000, maxBytes: 5000 };
    const table = await readOnly(
      bench.graph(),
      "UNWIND range(1, 1000) AS n RETURN n, 'odd text of some length' AS text",
      options,
    );
    expect(table).toMatchObject({ more: true, cutBy: 'bytes' });
    expect(JSON.stringify(table.rows).length).toBeLessThan(5200);
  });

  test.for([
    ['cypher-timeout', `${COUNTED} RETURN count(*) AS n`, { timeoutMs: 300 }],
    [
      'cypher-memory',
      'UNWIND range(1, 1000000) AS a UNWIND range(1, 1000) AS b RETURN collect(toString(a * b)) AS x',
      {},
    ],
  ] as const)('is ended by the database when it takes too much: %s', async ([code, text, options]) => {
    await expect(readOnly(bench.graph(), text, { limit: 1, ...options })).rejects.toMatchObject({ code });
  });

  test('ends in the database when it is cancelled', async () => {
    const cancel = new AbortController();
    const asked = readOnly(bench.graph(), `${COUNTED} RETURN count(*) AS cancelled`, {
      limit: 1,
      signal: cancel.signal,
    });
    const refused = expect(asked).rejects.toMatchObject({ code: 'cypher-cancelled' });
    await until(async () => (await underWay()) === 1);
    cancel.abort();
    await refused;
    await until(async () => (await underWay()) === 0);
  });
});

async function underWay(): Promise<number> {
  const rows = await bench
    .graph()
    .read(
      "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH 'UNWIND' AND currentQuery CONTAINS 'cancelled' RETURN count(*) AS n",
    );
  return rows[0]?.['n'] as number;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}
