import { expect, test } from 'vitest';
import { wipe, withEmptyGraph } from './neo4j.ts';

const { driver } = withEmptyGraph();

test('the shared server is Neo4j 5.26 Community', async () => {
  const { records } = await driver.executeQuery(
    'CALL dbms.components() YIELD versions, edition RETURN versions[0] AS v, edition AS e',
  );
  expect(records[0]?.get('v')).toMatch(/^5\.26\./);
  expect(records[0]?.get('e')).toBe('community');
});

test('wiping removes data, constraints and indexes', async () => {
  await driver.executeQuery('CREATE CONSTRAINT a_id FOR (n:A) REQUIRE n.id IS UNIQUE');
  await driver.executeQuery('CREATE INDEX b_name FOR (n:B) ON (n.name)');
  await driver.executeQuery('UNWIND range(1, 11000) AS i CREATE (:A {id: i})-[:TO]->(:B {name: i})');
  await wipe(driver);
  const { records } = await driver.executeQuery('MATCH (n) RETURN count(n) AS n');
  expect(records[0]?.get('n')).toBe(0);
  const indexes = await driver.executeQuery("SHOW INDEXES YIELD type WHERE type <> 'LOOKUP' RETURN type");
  expect(indexes.records).toEqual([]);
});

test.for([
  ['a file', "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line"],
  ['the network', "LOAD CSV FROM 'http://127.0.0.1:9/x.csv' AS line RETURN line"],
])('a statement cannot read %s', async ([_what, statement]) => {
  await expect(driver.executeQuery(statement ?? '')).rejects.toThrow(
    /block|not allowed|disabled|denied|configuration/i,
  );
});
