import { beforeAll, describe, expect, test, vi } from 'vitest';
import { edge, type GraphRecord, node, ref } from '../../src/schema/index.ts';
import { loaderBench } from '../support/loader.ts';
import { cluster, estate, K } from './estate.ts';
import { apiBench, type Tree } from './support.ts';

const bench = loaderBench();
const api = apiBench(bench);

/** Agents that share keys, for pages and for counting statements. */
function crowd(size: number): GraphRecord[] {
  return Array.from({ length: size }, (_, i): GraphRecord[] => {
    const agent = `crowd:x:agent:${String(i).padStart(4, '0')}`;
    return [
      node('Agent', agent, { name: `crowd ${i % 7}`, kind: i % 2 === 0 ? 'workflow' : 'assistant', platform: 'crowd' }),
      node('Credential', `crowd:key:${i}`, { kind: 'api-token' }),
      edge('USES', ref('Agent', agent), ref('Credential', `crowd:key:${i}`), { basis: 'seen', count: i }),
      edge('USES', ref('Agent', agent), ref('Credential', K.key), { basis: 'configured' }),
      edge('OWNS', ref('Human', i % 2 === 0 ? K.boss : K.leaver), ref('Agent', agent), {
        confidence: 0.6,
        verdict: 'likely',
        basis: ['a tag'],
        evidence: [],
      }),
    ];
  }).flat();
}

vi.setConfig({ testTimeout: 120_000 });
beforeAll(
  () => bench.run({ step: 'records:odd/estate', records: estate }, { step: 'records:odd/crowd', records: crowd(90) }),
  180_000,
);

describe('look-ups', () => {
  const name = (q: Tree): unknown => q.at('node', 'id');
  const NODE = 'query ($id: ID!) { node(id: $id) { __typename id known claims } }';

  test('by key, by an unambiguous beginning, by name, by e-mail', async () => {
    expect(name(await api.data(NODE, { id: K.bedrock }))).toBe(K.bedrock);
    expect(name(await api.data(NODE, { id: K.bedrock.slice(0, -2) }))).toBe(K.bedrock);
    expect(name(await api.data(NODE, { id: 'Ünïcode "quoted" {bot}' }))).toBe(K.bedrock);
    expect(name(await api.data(NODE, { id: 'Ünïcode' }))).toBe(K.bedrock);
    expect(name(await api.data(NODE, { id: 'bo@example.com' }))).toBe(K.boss);
    const found = await api.data(NODE, { id: K.table });
    expect(found.at('node')).toEqual({
      __typename: 'Resource',
      id: K.table,
      known: true,
      claims: ['records:odd/estate'],
    });
  });

  test('an ambiguous one lists the choices; a key that begins others is itself', async () => {
    const reply = await api.ask(NODE, { id: 'arn:aws:iam::' });
    expect(reply.errors[0]?.extensions?.code).toBe('node-ambiguous');
    for (const id of [K.role, K.user, K.inner]) expect(reply.errors[0]?.message).toContain(`Principal ${id}`);
    expect(name(await api.data(NODE, { id: K.repo }))).toBe(K.repo);
    expect(name(await api.data(NODE, { id: K.bucket }))).toBe(K.bucket);
  });

  test('an unknown one is null, and an error where there is nothing to answer about', async () => {
    expect(
      (await api.data('{ agent(id: "no such") { id } human(id: "") { id } node(id: "%_*") { id } }')).at(),
    ).toEqual({
      agent: null,
      human: null,
      node: null,
    });
    for (const query of [
      '{ blastRadius(id: "no such") { line } }',
      '{ whoCanReach(resource: "no such") { line } }',
      '{ ownership(id: "no such") { verdict } }',
    ]) {
      expect((await api.ask(query)).errors[0]?.extensions?.code).toBe('node-unknown');
    }
    expect((await api.ask(`{ blastRadius(id: "${K.key}", kind: Human) { line } }`)).errors[0]?.extensions?.code).toBe(
      'node-unknown',
    );
  });
});

describe('agents', () => {
  const AGENTS = `query ($first: Int, $after: String, $filter: AgentFilter) {
    agents(first: $first, after: $after, filter: $filter) { totalCount pageInfo { hasNextPage endCursor } edges { node { id name } } coverage { line } } }`;
  const count = async (filter: object): Promise<unknown> =>
    (await api.data(AGENTS, { filter })).at('agents', 'totalCount');

  test('pages hold every agent once', async () => {
    const seen: unknown[] = [];
    let after: unknown = null;
    for (let more: unknown = true; more === true; ) {
      const page = await api.data(AGENTS, { first: 13, after });
      seen.push(...page.list('agents', 'edges').map((one) => one.at('node', 'id')));
      after = page.at('agents', 'pageInfo', 'endCursor');
      more = page.at('agents', 'pageInfo', 'hasNextPage');
    }
    expect(seen).toHaveLength(94);
    expect(new Set(seen).size).toBe(94);
  });

  test('filters', async () => {
    expect(await count({ kind: 'workflow' })).toBe(45);
    expect(await count({ platform: 'endpoint' })).toBe(2);
    expect(await count({ environment: 'production' })).toBe(1);
    expect(await count({ name: 'GÎTHUB' })).toBe(1);
    expect(await count({ owner: 'bo@example.com' })).toBe(46);
    expect(await count({ owner: 'nobody' })).toBe(0);
    expect(await count({ orphan: true })).toBe(48);
    expect(await count({ orphan: false, platform: 'aws' })).toBe(1);
    expect(await count({ name: "') OR true //" })).toBe(0);
  });
});

describe('lineage', () => {
  test('from person to resource and back, with what stands on the edges', async () => {
    const found = await api.data(
      `query ($id: ID!) { human(id: $id) { name status manager { node { name } }
        ownedAgents(first: 500) { totalCount }
        owns(first: 1) { edges { confidence verdict basis evidence node { id ... on Agent { credentials { edges { basis via node { id
          authenticatesAs { edges { node { name canAssume { edges { certainty conditionKeys node { name } } } } } }
          usedBy(first: 2) { totalCount pageInfo { hasNextPage } } } } } } } } } } }`,
      { id: 'unal@example.com' },
    );
    expect(found.at('human', 'manager', 'node', 'name')).toBe('Bo Chief');
    expect(found.at('human', 'ownedAgents', 'totalCount')).toBe(46);
    const agent = await api.data(
      `{ agent(id: "${K.cursor}") { owner { verdict confidence node { __typename id } } evidence { edges { node { kind says } } }
         credentials { edges { basis via node { id usedBy(first: 2) { totalCount pageInfo { hasNextPage } edges { node { __typename } } } storedIn { edges { node { id } } } } } } } }`,
    );
    expect(agent.at('agent', 'owner')).toEqual({
      verdict: 'asserted',
      confidence: 0.9,
      node: { __typename: 'Human', id: K.leaver },
    });
    expect(agent.at('agent', 'credentials', 'edges', 0, 'via')).toBe('~/.aws/credentials');
    expect(agent.at('agent', 'credentials', 'edges', 0, 'node', 'usedBy', 'totalCount')).toBe(91);
    const secret = await api.data(`{ resource(id: "${K.secret}") { heldCredentials { edges { as node { id } } } } }`);
    expect(secret.at('resource', 'heldCredentials', 'edges')).toEqual([{ as: 'KEY', node: { id: K.innerKey } }]);
    const none = await api.data(
      `{ agent(id: "${K.lonely}") { owner { verdict } credentials { totalCount edges { node { id } } } } }`,
    );
    expect(none.at('agent')).toEqual({ owner: null, credentials: { totalCount: 0, edges: [] } });
  });

  test('a relation is paged without loss', async () => {
    const seen: unknown[] = [];
    let after: unknown = null;
    for (let more: unknown = true; more === true; ) {
      const page = await api.data(
        'query ($id: ID!, $after: String) { credential(id: $id) { usedBy(first: 20, after: $after) { pageInfo { hasNextPage endCursor } edges { node { id } } } } }',
        { id: K.key, after },
      );
      seen.push(...page.list('credential', 'usedBy', 'edges').map((one) => one.at('node', 'id')));
      after = page.at('credential', 'usedBy', 'pageInfo', 'endCursor');
      more = page.at('credential', 'usedBy', 'pageInfo', 'hasNextPage');
    }
    expect(new Set(seen).size).toBe(91);
    expect(seen).toHaveLength(91);
  });

  const NESTED = `query ($first: Int!) { agents(first: $first) { coverage { line } edges { node { name
      owner { verdict node { ... on Human { name manager { node { name } } } } }
      credentials { totalCount edges { basis node { kind authenticatesAs { edges { node { name accessProfiles { edges { node { id } } } } } } storedIn { edges { node { id } } } } } } } } } }`;

  test('one statement a level, however many nodes', async () => {
    const few = await api.statements(() => api.data(NESTED, { first: 2 }));
    const many = await api.statements(() => api.data(NESTED, { first: 80 }));
    expect(many).toBe(few);
    // agents, coverage (2), owner, manager, credentials, their number, principals, profiles, places.
    expect(many).toBeLessThanOrEqual(10);
  });

  test('counts of reach in a list cost a few statements for all', async () => {
    const query = 'query ($first: Int!) { agents(first: $first) { edges { node { id reachCounts { total } } } } }';
    const few = await api.statements(() => api.data(query, { first: 2 }));
    const many = await api.statements(async () => {
      const found = await api.data(query, { first: 60 });
      expect(
        found
          .list('agents', 'edges')
          .slice(1)
          .every((one) => one.at('node', 'reachCounts', 'total') === 7),
      ).toBe(true);
    });
    expect(many).toBeLessThanOrEqual(few + 3);
    const reply = await api.ask(query, { first: 101 });
    expect(reply.errors).toEqual([]);
  });
});

describe('people', () => {
  test('ownership says why, and to whom it falls', async () => {
    const found = await api.data(
      `{ ownership(id: "cursor of ünal") { verdict coverage { line } owners { confidence basis evidence { says } owner { id ... on Human { owns(first: 3) { totalCount } } } fallsTo { name } fallsToWhy } }
         none: ownership(id: "∅") { verdict owners { verdict } } }`,
    );
    expect(found.at('ownership', 'verdict')).toBe('asserted');
    expect(found.at('ownership', 'owners', 0)).toEqual({
      confidence: 0.9,
      basis: ['is the user of the device it runs on'],
      evidence: [{ says: 'ünal created it' }],
      owner: { id: K.leaver, owns: { totalCount: 46 } },
      fallsTo: { name: 'Bo Chief' },
      fallsToWhy: 'manager of Ünal Gone at departure',
    });
    expect(found.at('none')).toEqual({ verdict: 'unknown', owners: [] });
  });

  test('orphans and departed owners, paged, with evidence and coverage', async () => {
    const orphans = await api.data(
      '{ orphanAgents(first: 500) { coverage { graphVersion } edges { node { why reaches evidence agent { id } lastOwner { id } } } } }',
    );
    const rows = orphans.list('orphanAgents', 'edges');
    expect(rows).toHaveLength(48);
    expect(rows.every((row) => row.list('node', 'evidence').length > 0)).toBe(true);
    const lonely = rows.find((row) => row.at('node', 'agent', 'id') === K.lonely);
    expect([lonely?.at('node', 'why'), lonely?.at('node', 'lastOwner')]).toEqual(['owner unknown', null]);

    const DEPARTED = `query ($since: String, $first: Int, $after: String) { departedOwners(since: $since, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor } edges { node { departedAt consumption route evidence owner { name } agent { id } routeTo { name } } } } }`;
    const first = await api.data(DEPARTED, { since: '90d', first: 40 });
    expect(first.at('departedOwners', 'edges', 0, 'node', 'routeTo', 'name')).toBe('Bo Chief');
    const second = await api.data(DEPARTED, {
      since: '90d',
      first: 40,
      after: first.at('departedOwners', 'pageInfo', 'endCursor'),
    });
    const ids = [first, second].flatMap((page) =>
      page.list('departedOwners', 'edges').map((row) => row.at('node', 'agent', 'id')),
    );
    expect(ids).toHaveLength(46);
    expect(new Set(ids).size).toBe(46);
    expect((await api.data(DEPARTED, { since: '2026-02-02' })).at('departedOwners', 'edges')).toEqual([]);
    expect((await api.ask(DEPARTED, { since: 'whenever' })).errors[0]?.extensions?.code).toBe('query-parameter');
  });
});

describe('the rest of the catalogue', () => {
  test('saved questions are listed, described and asked', async () => {
    const listed = await api.data(
      '{ savedQueries { id question parameters { name type required } columns { name } } savedQuery(id: "blast-radius") { title cypher } none: savedQuery(id: "nope") { id } }',
    );
    expect(listed.list('savedQueries').length).toBeGreaterThan(5);
    expect(listed.at('none')).toBeNull();
    const run = await api.data(
      'query ($p: JSON) { runSavedQuery(id: "blast-radius", params: $p, first: 2) { more parameters coverage { line } rows { values evidence } } }',
      { p: { agent: K.bedrock } },
    );
    expect(run.at('runSavedQuery', 'rows', 0, 'values', 'resource')).toBe(K.bucket);
    expect(run.list('runSavedQuery', 'rows', 0, 'evidence').length).toBeGreaterThan(2);
    expect(run.at('runSavedQuery', 'more')).toBe(true);
    for (const [params, code] of [
      [{}, 'query-parameter'],
      [{ agent: 'x', stray: 1 }, 'query-parameter'],
      [['x'], 'query-parameter'],
    ] as const) {
      const reply = await api.ask('query ($p: JSON) { runSavedQuery(id: "blast-radius", params: $p) { more } }', {
        p: params,
      });
      expect(reply.errors[0]?.extensions?.code).toBe(code);
    }
    expect((await api.ask('{ runSavedQuery(id: "no-such") { more } }')).errors[0]?.extensions?.code).toBe(
      'query-unknown',
    );
  });

  test('findings, sources and coverage', async () => {
    await bench.run({
      step: 'findings:graph/test',
      records: [
        node('Finding', 'finding:t:1', {
          question: 'orphan-agents',
          severity: 'high',
          sentence: 'Nobody owns ∅',
          path: ['Agent ∅'],
          remedy: 'Find its owner',
          situation: 'S15',
        }),
        node('Finding', 'finding:t:2', {
          question: 'secret-chains',
          severity: 'critical',
          sentence: 'A chain',
          path: ['x'],
          remedy: 'Cut it',
        }),
        edge('ABOUT', ref('Finding', 'finding:t:1'), ref('Agent', K.lonely), {}),
        edge('ROUTED_TO', ref('Finding', 'finding:t:1'), ref('Human', K.boss), {}),
      ],
    });
    const found = await api.data(
      '{ findings { bySeverity { name count } coverage { line } edges { node { severity path about { edges { node { id } } } routedToHuman { node { name } } } } } some: findings(filter: {situation: "S15"}) { edges { node { id } } } none: findings(filter: {severity: "low"}) { edges { node { id } } } sources { source scope outcome steps { step records } } coverage { sources line } }',
    );
    expect(found.list('findings', 'edges').map((one) => one.at('node', 'severity'))).toEqual(['critical', 'high']);
    expect(found.at('findings', 'edges', 1, 'node', 'about', 'edges', 0, 'node', 'id')).toBe(K.lonely);
    expect(found.at('some', 'edges')).toEqual([{ node: { id: 'finding:t:1' } }]);
    expect(found.at('none', 'edges')).toEqual([]);
    expect(found.at('sources', 0, 'outcome')).toBe('complete');
    expect(found.at('coverage', 'sources')).toBe(1);
    expect(cluster(1)).toContain('rds');
  });
});
