import { beforeAll, expect, test, vi } from 'vitest';
import { answer, type FoundNode, findQuery } from '../../src/queries/index.ts';
import { ReachReader, readUnused } from '../../src/queries/reach/index.ts';
import { edge, node, ref } from '../../src/schema/index.ts';
import { apiBench } from '../api/support.ts';
import { loaderBench } from '../support/loader.ts';

vi.setConfig({ testTimeout: 120_000 });
const bench = loaderBench();
const api = apiBench(bench);

const AGENT = 'ünused:agent';
const RECENT = '2026-02-20T00:00:00.000Z';
const LONG_AGO = '2025-06-01T00:00:00.000Z';
const SINCE = '2026-01-01T00:00:00.000Z';
const BUCKET = 'arn:aws:s3:::ledgers';
const table = (i: number): string => `t:${i}`;
const path = (i: number): string => `x/1/x:table/-/t${i}`;
const touched = (last: string, actions: readonly string[]) => ({ count: 2, first: last, last, actions: [...actions] });
const granted = { certain: ['Read', 'Write'] };

const inventory = [
  ...Array.from({ length: 6 }, (_, i) =>
    node('Resource', table(i), { name: `t${i}`, kind: 'x:table', path: path(i), environment: 'production' }),
  ),
  node('Resource', BUCKET, { name: 'ledgers', kind: 's3:bucket', sensitivity: 'pii' }),
  node('Resource', `${BUCKET}/*`, { name: 'ledgers/*', kind: 's3:object', sensitivity: 'pii' }),
  edge('CONTAINS', ref('Resource', BUCKET), ref('Resource', `${BUCKET}/*`), {}),
  node('Resource', 'q:1', { name: 'queue', kind: 'y:queue' }),
];
/** Tables 0 to 3 as a scope, 4 and 5 by name; the role by a session; the bucket's objects; a queue nobody sees used. */
const access = [
  node('Agent', AGENT, { name: 'ünused', kind: 'x', platform: 'x' }),
  node('Credential', 'k:ü', { kind: 'key', status: 'active' }),
  node('Principal', 'p:role', { name: 'role', kind: 'iam-role' }),
  edge('USES', ref('Agent', AGENT), ref('Credential', 'k:ü'), { basis: 'configured' }),
  edge('AUTHENTICATES_AS', ref('Credential', 'k:ü'), ref('Principal', 'p:role'), {}),
  node('AccessProfile', 'profile:role', { system: 'x', evaluator: 't' }),
  edge('HAS_ACCESS', ref('Principal', 'p:role'), ref('AccessProfile', 'profile:role'), {}),
  node('Scope', 'scope:tables', { lo: path(0), hi: path(4), kind: 'x:table', count: 4 }),
  edge('CAN', ref('AccessProfile', 'profile:role'), ref('Scope', 'scope:tables'), granted),
  ...[table(4), table(5), BUCKET, `${BUCKET}/*`, 'q:1'].map((id) =>
    edge('CAN', ref('AccessProfile', 'profile:role'), ref('Resource', id), granted),
  ),
];
const usage = [
  node('Session', 's:1', { name: 's1', kind: 'role-session' }),
  edge('OF', ref('Session', 's:1'), ref('Principal', 'p:role'), {}),
  edge('TOUCHED', ref('Session', 's:1'), ref('Resource', table(1)), touched(RECENT, ['x:Read'])),
  edge('TOUCHED', ref('Credential', 'k:ü'), ref('Resource', table(4)), touched(RECENT, ['x:Write', 'x:Read'])),
  edge('TOUCHED', ref('Credential', 'k:ü'), ref('Resource', table(5)), touched(LONG_AGO, ['x:Read'])),
  edge('TOUCHED', ref('Principal', 'p:role'), ref('Resource', BUCKET), touched(RECENT, ['s3:GetObject'])),
];

beforeAll(async () => {
  await bench.run({ step: 'records:u/all', records: [...inventory, ...access, ...usage] });
}, 120_000);

const subject = (label: FoundNode['label'], id: string): FoundNode => ({ label, id, name: undefined });

function read(of: FoundNode, since = SINCE, first = 50) {
  const [graph, clock] = [bench.graph(), bench.clock];
  return readUnused({ graph, clock, reach: new ReachReader(graph, clock) }, of, { since, first });
}

const WANTED = [
  ['scope:tables', 'narrow', 1, RECENT],
  [table(5), 'remove', 0, undefined],
  ['q:1', 'unknown', 0, undefined],
];

test.each(['Agent', 'Credential'] as const)(
  'what nobody used, of an %s: remove, narrow, or not known',
  async (label) => {
    const found = await read(subject(label, label === 'Agent' ? AGENT : 'k:ü'));
    expect(
      found.rows.map(({ granted: { resource, scope }, proposal, used, lastUsedAt }) => [
        resource?.id ?? scope?.id,
        proposal,
        used,
        lastUsedAt,
      ]),
    ).toEqual(WANTED);
    expect(found).toMatchObject({ granted: 9, used: 3, more: false, since: SINCE });
    expect(found.rows[0]).toMatchObject({ usedResources: [table(1)], actions: ['x:Read'] });
  },
);

test('a longer window has more uses', async () => {
  const found = await read(subject('Agent', AGENT), '2025-01-01T00:00:00.000Z');
  expect(found.rows.map(({ granted: { resource, scope } }) => resource?.id ?? scope?.id)).toEqual([
    'scope:tables',
    'q:1',
  ]);
});

test('without any use on record nothing is proposed', async () => {
  const found = await read(subject('Agent', AGENT), '2026-02-28T00:00:00.000Z');
  expect(found.used).toBe(0);
  expect(new Set(found.rows.map(({ proposal }) => proposal))).toEqual(new Set(['unknown']));
});

test.each([AGENT, 'k:ü'])('the saved question has the same rows: %s', async (id) => {
  const { rows } = await answer(bench.graph(), bench.clock, findQuery('unused-access'), { subject: id, since: SINCE });
  const told = rows.map((row) => [row['resource'], row['proposal'], row['used'], row['lastUsedAt'] ?? undefined]);
  expect(told.sort()).toEqual([...WANTED].sort());
});

test('GraphQL tells it page by page', async () => {
  const query = `query ($id: ID!, $since: Instant, $after: String) {
    unusedAccess(id: $id, since: $since, first: 1, after: $after) {
      granted used since pageInfo { hasNextPage endCursor }
      edges { node { proposal used usedResources actions granted { count resource { id } scope { kind } evidence } } }
      coverage { line }
    }
  }`;
  const told: unknown[] = [];
  let after: unknown;
  do {
    const found = await api.data(query, { id: AGENT, since: SINCE, after });
    told.push(...found.list('unusedAccess', 'edges').map((row) => row.at('node', 'proposal')));
    after =
      found.at('unusedAccess', 'pageInfo', 'hasNextPage') === true
        ? found.at('unusedAccess', 'pageInfo', 'endCursor')
        : undefined;
  } while (after !== undefined);
  expect(told).toEqual(['narrow', 'remove', 'unknown']);
});
