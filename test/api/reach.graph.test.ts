import { beforeAll, describe, expect, test, vi } from 'vitest';
import { edge, node, ref } from '../../src/schema/index.ts';
import { loaderBench } from '../support/loader.ts';
import { cluster, estate, K } from './estate.ts';
import { apiBench, type Tree } from './support.ts';

const bench = loaderBench();
const api = apiBench(bench);

vi.setConfig({ testTimeout: 120_000 });
beforeAll(() => bench.run({ step: 'records:odd/estate', records: estate }), 180_000);

const BLAST = `query ($id: ID!, $unfold: Boolean, $level: AccessLevel, $first: Int, $after: String) {
  blastRadius(id: $id, unfold: $unfold, level: $level, first: $first, after: $after) {
    line totalCount pageInfo { hasNextPage endCursor } coverage { line graphVersion asOf }
    counts { total byKind { name count } byLevel { level certain possible unknown } bySensitivity { name count } byEnvironment { name count } }
    edges { node { count resource { id } scope { kind } levels { certain possible unknown conditionKeys } evidence path { edge id certainty } facets { sensitivity environment count } } }
  }
}`;

function told(row: Tree): [unknown, unknown, unknown] {
  return [
    row.at('node', 'resource', 'id') ?? row.at('node', 'scope', 'kind'),
    row.at('node', 'levels', 'certain'),
    row.at('node', 'levels', 'possible'),
  ];
}

describe('blast radius', () => {
  test('of an agent on a role: scopes folded, the most sensitive first, exceptions taken away', async () => {
    const found = await api.data(BLAST, { id: K.bedrock });
    expect(found.list('blastRadius', 'edges').map(told)).toEqual([
      [K.bucket, ['Read', 'List'], []],
      [K.objects, [], ['Read']],
      ['rds:cluster', ['Read', 'List'], ['Write']],
    ]);
    // Of four clusters one is excepted at every level.
    expect(found.at('blastRadius', 'counts', 'total')).toBe(5);
    expect(found.at('blastRadius', 'counts', 'byKind')).toEqual([
      { name: 'rds:cluster', count: 3 },
      { name: 's3:bucket', count: 1 },
      { name: 's3:object', count: 1 },
    ]);
    expect(found.at('blastRadius', 'counts', 'byLevel')).toEqual([
      { level: 'Read', certain: 4, possible: 1, unknown: 0 },
      { level: 'List', certain: 4, possible: 0, unknown: 0 },
      { level: 'Write', certain: 0, possible: 2, unknown: 0 },
    ]);
    expect(found.at('blastRadius', 'coverage', 'line')).toBe('all 1 sources complete');
    expect(found.at('blastRadius', 'edges', 1, 'node', 'evidence')).toEqual([
      'Agent Ünïcode "quoted" {bot}',
      '-RUNS_AS-> Principal Röle-{A}',
      '-HAS_ACCESS-> AccessProfile access of Röle-{A}',
      '-CAN-> Resource kunden-daten/*',
    ]);
    expect(found.at('blastRadius', 'edges', 1, 'node', 'levels', 'conditionKeys')).toEqual(['aws:SourceVpce']);
  });

  test('unfolded: every resource with its own levels', async () => {
    const found = await api.data(BLAST, { id: K.bedrock, unfold: true });
    expect(found.list('blastRadius', 'edges').map(told)).toEqual([
      [K.bucket, ['Read', 'List'], []],
      [K.objects, [], ['Read']],
      [cluster(1), ['Read', 'List'], ['Write']],
      [cluster(2), ['Read', 'List'], ['Write']],
      [cluster(3), ['Read', 'List'], []],
    ]);
    expect(found.at('blastRadius', 'line')).toBe('5 of 5');
  });

  test('a conditional step leaves nothing certain behind it; several grants are united', async () => {
    const found = await api.data(BLAST, { id: K.cursor, unfold: true });
    const rows = new Map(found.list('blastRadius', 'edges').map((row) => [row.at('node', 'resource', 'id'), row]));
    expect([...rows.keys()]).toEqual([K.bucket, K.objects, cluster(1), K.table, cluster(2), cluster(3), K.secret]);
    expect(rows.get(cluster(1))?.at('node', 'levels')).toEqual({
      certain: [],
      possible: ['Read', 'List', 'Write'],
      unknown: [],
      conditionKeys: ['aws:MultiFactorAuthPresent'],
    });
    expect(rows.get(cluster(2))?.at('node', 'levels', 'certain')).toEqual(['Permissions']);
    expect(rows.get(cluster(2))?.at('node', 'levels', 'possible')).toEqual(['Read', 'List', 'Write']);
    expect(rows.get(K.bucket)?.at('node', 'levels', 'certain')).toEqual(['Read']);
    expect(rows.get(K.bucket)?.at('node', 'levels', 'possible')).toEqual(['List']);
    // The secret it reads keeps another user's key.
    expect(rows.get(K.table)?.at('node', 'evidence')).toEqual([
      'Agent cursor of ünal',
      `-USES-> Credential ${K.key}`,
      '-AUTHENTICATES_AS-> Principal ünal',
      '-HAS_ACCESS-> AccessProfile access of ünal',
      `-CAN_OBTAIN-> Credential ${K.innerKey}`,
      "-AUTHENTICATES_AS-> Principal inner'user",
      "-HAS_ACCESS-> AccessProfile access of inner'user",
      '-CAN-> Resource ledger;DROP',
    ]);
    expect(rows.get(cluster(1))?.at('node', 'evidence', 3)).toBe('-CAN_ASSUME (conditional)-> Principal Röle-{A}');
  });

  test('a delegated token counts for its own grants, which hold for what the container holds', async () => {
    const folded = await api.data(BLAST, { id: K.mcp });
    expect(
      folded.list('blastRadius', 'edges').map((row) => [row.at('node', 'resource', 'id'), row.at('node', 'count')]),
    ).toEqual([[K.org, 3]]);
    expect(folded.at('blastRadius', 'line')).toBe('3 of 3');
    const unfolded = await api.data(BLAST, { id: K.mcp, unfold: true });
    expect(unfolded.list('blastRadius', 'edges').map((row) => row.at('node', 'resource', 'id'))).toEqual([
      K.org,
      K.repo,
      K.otherRepo,
    ]);
    expect(unfolded.at('blastRadius', 'edges', 1, 'node', 'evidence')).toEqual([
      'Agent gîthub "srv"',
      '-USES-> Credential töken',
      `-GRANTED_ON-> Resource ${K.org}`,
      `-CONTAINS-> Resource ${K.repo}`,
    ]);
  });

  test('of people, credentials, and places where credentials are kept', async () => {
    const ids = async (id: string): Promise<unknown[]> =>
      (await api.data(BLAST, { id, unfold: true }))
        .list('blastRadius', 'edges')
        .map((row) => row.at('node', 'resource', 'id'));
    // What they own, and their own account, which the delegated token did not open.
    expect(await ids(K.leaver)).toEqual(
      [K.bucket, K.objects, cluster(1), K.table, cluster(2), cluster(3), K.secret, K.privateRepo].sort(byPlace),
    );
    expect(await ids(K.innerKey)).toEqual([K.table]);
    expect(await ids(K.secret)).toEqual([K.table]);
    expect(await ids(K.lonely)).toEqual([]);
  });

  test('a credential that is inactive, revoked or expired opens nothing, as a step or as the subject', async () => {
    const held = [
      ['inactive', { status: 'inactive' }],
      ['revoked', { status: 'revoked' }],
      ['expired', { status: 'active', expiresAt: '2026-02-28T00:00:00.000Z' }],
      ['live', { status: 'active', expiresAt: '2027-02-28T00:00:00.000Z' }],
    ] as const;
    const records = held.flatMap(([name, state]) => [
      node('Agent', `odd:agent:${name}`, { name, kind: 'x', platform: 'x' }),
      node('Credential', `odd:key:${name}`, { kind: 'aws-access-key', ...state }),
      node('Credential', `fp:odd:${name}`, { kind: 'secret' }),
      edge('USES', ref('Agent', `odd:agent:${name}`), ref('Credential', `fp:odd:${name}`), { basis: 'configured' }),
      edge('SAME_AS', ref('Credential', `fp:odd:${name}`), ref('Credential', `odd:key:${name}`), { basis: 'test' }),
      edge('AUTHENTICATES_AS', ref('Credential', `odd:key:${name}`), ref('Principal', K.inner), {}),
      edge('GRANTED_ON', ref('Credential', `odd:key:${name}`), ref('Resource', K.privateRepo), { certain: ['Read'] }),
    ]);
    await bench.run({ step: 'records:odd/dead', records });
    const total = async (id: string): Promise<unknown> => (await api.data(BLAST, { id })).at('blastRadius', 'line');
    expect(await Promise.all(held.map(([name]) => total(`odd:agent:${name}`)))).toEqual([
      '0 of 0',
      '0 of 0',
      '0 of 0',
      '2 of 2',
    ]);
    expect(await Promise.all(held.map(([name]) => total(`odd:key:${name}`)))).toEqual([
      '0 of 0',
      '0 of 0',
      '0 of 0',
      '2 of 2',
    ]);
    const who = await api.data(WHO, { resource: K.privateRepo, by: 'Credential' });
    expect(who.list('whoCanReach', 'edges').map((row) => row.at('node', 'node', 'id'))).toEqual([
      'odd:key:live',
      'fp:odd:live',
    ]);
    await bench.run({ step: 'records:odd/dead', records: [] });
  });

  test('what it could become is counted apart, and none of it is reached', async () => {
    const change = { techniques: ['iam-012'], methods: ['iam:UpdateAssumeRolePolicy'], certainty: 'certain' };
    const before = await api.data(BLAST, { id: K.cursor, unfold: true });
    const records = [
      node('Principal', 'odd:role:other', { name: 'other' }),
      edge('COULD_BECOME', ref('AccessProfile', 'profile:user'), ref('Principal', 'odd:role:other'), change),
      // Beyond a condition; and what it certainly is already.
      edge('COULD_BECOME', ref('Principal', K.role), ref('Principal', K.user), change),
      edge('COULD_BECOME', ref('Principal', K.user), ref('Principal', K.role), { ...change, certainty: 'unknown' }),
      edge('HAS_ACCESS', ref('Principal', 'odd:role:other'), ref('AccessProfile', 'profile:other'), {}),
      node('AccessProfile', 'profile:other', { system: 'aws', evaluator: 't' }),
      edge('CAN', ref('AccessProfile', 'profile:other'), ref('Resource', K.otherRepo), { certain: ['Write'] }),
    ];
    await bench.run({ step: 'records:odd/could', records });
    const after = await api.data(BLAST, { id: K.cursor, unfold: true });
    expect(after.list('blastRadius', 'edges').map(told)).toEqual(before.list('blastRadius', 'edges').map(told));
    const could = await api.data(
      `query ($id: ID!) { blastRadius(id: $id) { couldBecome { total line rows {
         principal { id } certainty techniques methods evidence path { edge } } } } }`,
      { id: K.cursor },
    );
    expect(could.at('blastRadius', 'couldBecome', 'line')).toBe('2 principals by iam:UpdateAssumeRolePolicy');
    const rows = could.list('blastRadius', 'couldBecome', 'rows');
    expect(rows.map((row) => [row.at('principal', 'id'), row.at('certainty')])).toEqual([
      ['odd:role:other', 'certain'],
      [K.role, 'unknown'],
    ]);
    expect(rows[0]?.at('evidence')).toEqual([
      'Agent cursor of ünal',
      `-USES-> Credential ${K.key}`,
      '-AUTHENTICATES_AS-> Principal ünal',
      '-HAS_ACCESS-> AccessProfile access of ünal',
      '-COULD_BECOME-> Principal other',
    ]);
    const none = await api.data('query ($id: ID!) { blastRadius(id: $id) { couldBecome { total line } } }', {
      id: K.lonely,
    });
    expect(none.at('blastRadius', 'couldBecome')).toEqual({ total: 0, line: 'no other principal' });
    await bench.run({ step: 'records:odd/could', records: [] });
  });

  test('at one level only', async () => {
    const found = await api.data(BLAST, { id: K.bedrock, level: 'Write', unfold: true });
    expect(found.list('blastRadius', 'edges').map((row) => row.at('node', 'resource', 'id'))).toEqual([
      cluster(1),
      cluster(2),
    ]);
    expect(found.at('blastRadius', 'counts', 'total')).toBe(2);
  });

  test.for([false, true])('pages are stable (unfold: %s)', async (unfold) => {
    const whole = (await api.data(BLAST, { id: K.cursor, unfold })).list('blastRadius', 'edges').map(told);
    const paged: unknown[] = [];
    let after: unknown = null;
    for (let pages = 0; pages < 20; pages += 1) {
      const page = await api.data(BLAST, { id: K.cursor, unfold, first: 2, after });
      paged.push(...page.list('blastRadius', 'edges').map(told));
      after = page.at('blastRadius', 'pageInfo', 'endCursor');
      if (page.at('blastRadius', 'pageInfo', 'hasNextPage') === false) break;
    }
    expect(paged).toEqual(whole);
  });

  test('an empty one says so', async () => {
    const found = await api.data(BLAST, { id: K.lonely });
    expect(found.at('blastRadius', 'line')).toBe('0 of 0');
    expect(found.at('blastRadius', 'edges')).toEqual([]);
  });
});

const WHO = `query ($resource: ID!, $level: AccessLevel, $by: Reacher, $kind: String) {
  whoCanReach(resource: $resource, level: $level, by: $by, kind: $kind) {
    totalCount line byKind { name count } coverage { line }
    edges { node { node { id } levels { certain possible unknown } contents { certain possible } evidence } }
  }
}`;

describe('who can reach', () => {
  const ids = (found: Tree): unknown[] => found.list('whoCanReach', 'edges').map((row) => row.at('node', 'node', 'id'));

  test('through scopes, less exceptions, the surest first', async () => {
    const found = await api.data(WHO, { resource: cluster(3) });
    expect(ids(found)).toEqual([K.bedrock, K.cursor]);
    expect(found.at('whoCanReach', 'edges', 0, 'node', 'levels')).toEqual({
      certain: ['Read', 'List'],
      possible: [],
      unknown: [],
    });
    expect(found.at('whoCanReach', 'edges', 1, 'node', 'levels')).toEqual({
      certain: [],
      possible: ['Read', 'List'],
      unknown: [],
    });
    expect(ids(await api.data(WHO, { resource: cluster(3), level: 'Write' }))).toEqual([]);
    expect(ids(await api.data(WHO, { resource: cluster(4) }))).toEqual([]);
  });

  test('to read a bucket is to read what it holds', async () => {
    const found = await api.data(WHO, { resource: K.bucket, level: 'Read' });
    expect(ids(found)).toEqual([K.bedrock, K.cursor]);
    expect(found.at('whoCanReach', 'edges', 0, 'node', 'contents')).toEqual({ certain: [], possible: ['Read'] });
    expect(found.at('whoCanReach', 'edges', 0, 'node', 'evidence', 3)).toBe('-CAN-> Resource kunden-daten/*');
    expect(ids(await api.data(WHO, { resource: K.bucket, level: 'Read', kind: 'bedrock-agent' }))).toEqual([K.bedrock]);
  });

  test('through containers, and along a secret chain', async () => {
    expect(ids(await api.data(WHO, { resource: K.repo }))).toEqual([K.mcp]);
    expect(ids(await api.data(WHO, { resource: K.actionsSecret }))).toEqual([]);
    const chain = await api.data(WHO, { resource: K.table });
    expect(ids(chain)).toEqual([K.cursor]);
    expect(chain.at('whoCanReach', 'edges', 0, 'node', 'levels', 'certain')).toEqual(['Write']);
    expect(ids(await api.data(WHO, { resource: K.table, by: 'Credential' }))).toEqual([K.innerKey, K.key]);
    expect(ids(await api.data(WHO, { resource: K.table, by: 'Principal' }))).toEqual([K.inner, K.user]);
  });
});

/** Only for the test of people: the order of sensitivity, environment and key. */
function byPlace(a: string, b: string): number {
  const order = [K.bucket, K.objects, cluster(1), K.table, cluster(2), cluster(3)];
  const rank = (id: string): number => (order.includes(id) ? order.indexOf(id) : 99);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}
