import { expect, test } from 'vitest';
import { ReachIndex, readTables } from '../../src/reach/index.ts';
import { TableReader } from '../../src/reach/read/index.ts';
import { joinedTables, type ReachTables, type TableParts } from '../../src/reach/tables.ts';
import { edge, type GraphRecord, node, ref } from '../../src/schema/index.ts';
import { loaderBench } from '../support/loader.ts';

const bench = loaderBench();
const reader = new TableReader();
let tables: ReachTables | undefined;

const AGENT = 'a:pätch';
const resource = (i: number) => node('Resource', `t:${i}`, { kind: 'x:table', path: `x/1/x:table/-/t${i}` });
const inventory = (count: number) => Array.from({ length: count }, (_, i) => resource(i));
const identities: GraphRecord[] = [
  node('Agent', AGENT, { name: 'svc', kind: 'x', platform: 'x' }),
  node('Credential', 'k:1', { kind: 'key', status: 'active' }),
  edge('USES', ref('Agent', AGENT), ref('Credential', 'k:1'), { basis: 'configured' }),
];
const OWNED = { confidence: 1, verdict: 'asserted', basis: ['test'], evidence: [] };
const grant = (i: number) =>
  edge('GRANTED_ON', ref('Credential', 'k:1'), ref('Resource', `t:${i}`), { certain: ['Read'] });

/** Reads what has changed. */
async function patched(): Promise<string[]> {
  const parts = await reader.read(bench.graph(), tables?.graphVersion);
  if (parts === undefined) throw new Error('the graph was written to all the time');
  tables = joinedTables(tables, parts);
  return Object.keys(parts satisfies TableParts)
    .filter((part) => part !== 'conditions' && part !== 'graphVersion')
    .sort();
}

function reached(): number {
  if (tables === undefined) return -1;
  const index = new ReachIndex(tables);
  return index.count(index.reachOf(index.walk(index.actors.find('Agent', AGENT) ?? -1, 0))).total;
}

test('after a run only what changed is read again, and the whole is what a new index would be', async () => {
  await bench.run(
    { step: 'records:p/inventory', records: inventory(4) },
    { step: 'records:p/identities', records: identities },
    { step: 'records:p/grants', records: [grant(0), grant(1)] },
  );
  expect(await patched()).toEqual(['actors', 'grants', 'grantsByOrdinal', 'resources', 'steps', 'stepsBack']);
  expect(reached()).toBe(2);

  await bench.run({ step: 'records:p/notes', records: [node('Policy', 'pol:1', { language: 'x', document: '{}' })] });
  expect(await patched()).toEqual([]);

  await bench.run({ step: 'records:p/grants', records: [grant(0), grant(1), grant(2)] });
  expect(await patched()).toEqual(['grants', 'grantsByOrdinal']);
  expect(reached()).toBe(3);

  await bench.run({ step: 'records:p/inventory', records: inventory(6) });
  expect(await patched()).toEqual(['grants', 'grantsByOrdinal', 'resources']);

  await bench.run({
    step: 'records:p/owners',
    records: [edge('OWNS', ref('Human', 'h:1'), ref('Agent', AGENT), OWNED)],
  });
  // The person is not known otherwise: an actor more.
  expect(await patched()).toEqual(['actors', 'grants', 'grantsByOrdinal', 'steps', 'stepsBack']);
  expect(tables).toEqual(await readTables(bench.graph()));

  await bench.run({ step: 'records:p/grants', records: [grant(0)] });
  expect(await patched()).toEqual(['grants', 'grantsByOrdinal']);
  expect(reached()).toBe(1);

  await bench.run({ step: 'records:p/identities', records: identities.slice(0, 2) });
  await patched();
  expect(reached()).toBe(0);
  expect(tables).toEqual(await readTables(bench.graph()));
});

test('whoever has another version is given all', async () => {
  const parts = await reader.read(bench.graph(), (tables?.graphVersion ?? 0) - 1);
  expect(joinedTables(undefined, parts ?? { graphVersion: 0, conditions: [] })).toEqual(
    await readTables(bench.graph()),
  );
});
