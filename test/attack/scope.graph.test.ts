import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { relations } from '../../src/queries/lineage/index.ts';
import type { Label } from '../../src/schema/index.ts';
import { loaderBench } from '../support/loader.ts';
import { BOTH, DRAFTS, FAR, LEDGER, MARK, NOBODYS, NORTH, SOUTH, STAGING_AGENT, twoTeams } from './scope-estate.ts';
import { ask, type Reply, type Service, service } from './support.ts';

vi.setConfig({ testTimeout: 120_000 });

const bench = loaderBench();
let api: Service;
let north = '';
let staging = '';
let viewer = '';
beforeAll(async () => {
  await bench.run({ step: 'records:odd/teams', records: twoTeams });
  api = await service({ auth: { apiKeys: true } }, { graph: bench.graph(), clock: bench.clock });
  north = api.keyOf('responder', { teams: [NORTH.team] });
  staging = api.keyOf('analyst', { environments: ['staging'] });
  viewer = api.keyOf('viewer');
}, 180_000);
afterAll(() => api.close());

const data = (reply: Reply): unknown => {
  expect(reply.json['errors']).toBeUndefined();
  return reply.json['data'];
};

const LABELS: readonly (readonly [Label, keyof typeof NORTH])[] = [
  ['Team', 'team'],
  ['Human', 'human'],
  ['Agent', 'agent'],
  ['Tool', 'tool'],
  ['Credential', 'credential'],
  ['Principal', 'principal'],
  ['Principal', 'account'],
  ['Device', 'device'],
  ['Session', 'session'],
  ['Evidence', 'evidence'],
  ['Finding', 'finding'],
];

/** Every relation of a node, with its neighbours' keys. */
function everything(label: Label): string {
  const own = relations.filter((one) => one.of === label);
  const fields = own.map(({ name, single }) =>
    single === true
      ? `${name} { cursor node { id claims } }`
      : `${name}(first: 100) { edges { cursor node { id claims } } pageInfo { endCursor } }`,
  );
  return `query ($id: ID!) { node(id: $id, label: ${label}) { id claims ... on ${label} { ${fields.join(' ')} } } }`;
}

describe('a team sees its own', () => {
  test.for(LABELS)('%s: what is its own with all that hangs on it, and nothing of others', async ([label, key]) => {
    const own = await ask(api, everything(label), north, { id: NORTH[key] });
    expect(data(own)).toMatchObject({ node: { id: NORTH[key] } });
    expect(plain(own.text)).not.toContain(MARK);
    const other = await ask(api, everything(label), north, { id: SOUTH[key] });
    const none = await ask(api, everything(label), north, { id: 'nothing like this' });
    expect(other.text).toBe(none.text);
    expect(data(other)).toEqual({ node: null });
  });

  test('inventory that belongs to nobody is seen, and leads to its own only', async () => {
    for (const [label, id] of [
      ['Resource', LEDGER],
      ['AccessProfile', 'profile:shared'],
      ['Policy', 'policy:shared'],
      ['Endpoint', 'shared.example'],
      ['Origin', 'asn:64500/eu'],
    ] as const) {
      const reply = await ask(api, everything(label), north, { id });
      expect([label, data(reply)]).toMatchObject([label, { node: { id } }]);
      expect(plain(reply.text)).not.toContain(MARK);
    }
  });

  test('names, beginnings and several matches tell nothing', async () => {
    const find =
      'query ($id: ID!) { node(id: $id) { id } agent(id: $id) { id } human(id: $id) { id } credential(id: $id) { id } }';
    for (const id of [
      `agent ${MARK}`,
      'endpoint:odd:agent:zz',
      'AKIA-z',
      'human:e-',
      'agent',
      `${MARK}@people.example`,
      'E-zz',
      'endpoint:odd:agent:',
    ]) {
      const reply = await ask(api, find, north, { id });
      expect([id, plain(reply.text.replaceAll(id, ''))]).toEqual([id, expect.not.stringContaining(MARK)]);
      expect([id, reply.codes.filter((code) => code !== 'node-ambiguous')]).toEqual([id, []]);
    }
  });

  test('lists and counts', async () => {
    const reply = await ask(
      api,
      '{ agents(first: 1) { totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } findings { bySeverity { name count } edges { node { id sentence } } } }',
      north,
    );
    expect(data(reply)).toMatchObject({
      agents: { totalCount: 2, edges: [{ node: { id: NORTH.agent } }], pageInfo: { hasNextPage: true } },
      findings: { bySeverity: [{ name: 'high', count: 1 }], edges: [{ node: { id: NORTH.finding } }] },
    });
    const { agents } = data(reply) as { agents: { pageInfo: { endCursor: string } } };
    const next = await ask(
      api,
      'query ($after: String) { agents(after: $after) { edges { node { id } } pageInfo { hasNextPage } } }',
      north,
      {
        after: agents.pageInfo.endCursor,
      },
    );
    expect(data(next)).toEqual({
      agents: { edges: [{ node: { id: STAGING_AGENT } }], pageInfo: { hasNextPage: false } },
    });
    const cursors = [SOUTH.agent, 'endpoint:odd:agent:'].map((id) =>
      Buffer.from(JSON.stringify(id)).toString('base64url'),
    );
    for (const after of cursors) {
      const reply = await ask(
        api,
        'query ($after: String) { agents(after: $after) { totalCount edges { node { id } } } }',
        north,
        { after },
      );
      expect(plain(reply.text)).not.toContain(MARK);
    }
    for (const filter of [`{name: "${MARK}"}`, '{name: "agent"}', '{kind: "ide-agent"}']) {
      const reply = await ask(api, `{ agents(filter: ${filter}) { totalCount edges { node { id name } } } }`, north);
      expect(plain(reply.text)).not.toContain(MARK);
    }
    for (const owner of [SOUTH.human, NORTH.human])
      expect(data(await ask(api, `{ agents(filter: {owner: "${owner}"}) { totalCount } }`, north))).toEqual({
        agents: { totalCount: owner === NORTH.human ? 2 : 0 },
      });
  });

  test('pages and totals of relations hold its own only', async () => {
    const page =
      'query ($id: ID!, $after: String) { node(id: $id) { ... on Credential { usedBy(first: 1, after: $after) { totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } } } }';
    type Used = {
      readonly totalCount: number;
      readonly edges: { node: { id: string } }[];
      readonly pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const reply = await ask(api, page, north, { id: NORTH.credential, after });
      const { usedBy } = (data(reply) as { node: { usedBy: Used } }).node;
      expect([usedBy.totalCount, usedBy.edges.length]).toEqual([2, 1]);
      seen.push(...usedBy.edges.map((one) => one.node.id));
      after = usedBy.pageInfo.endCursor;
      more = usedBy.pageInfo.hasNextPage;
    }
    expect(seen.sort()).toEqual([NORTH.agent, STAGING_AGENT].sort());
  });

  test('blast radius, ownership, who can reach: of its own; another’s is as if it were not there', async () => {
    const radius =
      'query ($id: ID!) { blastRadius(id: $id) { line counts { total } edges { node { resource { id } path { label id } } } } }';
    expect(data(await ask(api, radius, north, { id: NORTH.agent }))).toMatchObject({
      blastRadius: { counts: { total: 2 } },
    });
    const owned =
      'query ($id: ID!) { ownership(id: $id) { verdict owners { owner { id } evidence { id } fallsTo { id } } } }';
    expect(data(await ask(api, owned, north, { id: NORTH.agent }))).toMatchObject({
      ownership: { owners: [{ owner: { id: NORTH.human } }] },
    });
    for (const query of [radius, owned]) {
      const other = await ask(api, query, north, { id: SOUTH.agent });
      expect(other.codes).toEqual(['node-unknown']);
      expect(other.text.replaceAll(SOUTH.agent, 'X')).toBe(
        (await ask(api, query, north, { id: 'endpoint:none' })).text.replaceAll('endpoint:none', 'X'),
      );
    }
    for (const by of ['Agent', 'Principal', 'Credential']) {
      const reply = await ask(
        api,
        `{ whoCanReach(resource: "${LEDGER}", by: ${by}) { edges { cursor node { node { id } evidence path { id } } } } }`,
        north,
      );
      expect([by, plain(reply.text)]).toEqual([by, expect.not.stringContaining(MARK)]);
      expect(reply.text).toContain('north');
    }
    const counted = '{ totalCount line byKind { name count } }';
    expect(data(await ask(api, `{ whoCanReach(resource: "${LEDGER}") ${counted} }`, north))).toEqual({
      whoCanReach: { totalCount: 2, line: '2 of 2', byKind: [{ name: 'ide-agent', count: 2 }] },
    });
  });

  test('ways over what others hold are not followed; over what nobody holds they are', async () => {
    const radius = await ask(
      api,
      `{ blastRadius(id: "${NORTH.agent}", unfold: true) { edges { node { resource { id } } } } }`,
      north,
    );
    expect(radius.text).not.toContain(FAR);
    const all = await ask(
      api,
      `{ blastRadius(id: "${NORTH.agent}", unfold: true) { edges { node { resource { id } } } } }`,
      viewer,
    );
    expect(all.text).toContain(FAR);
    expect(data(await ask(api, `{ node(id: "${NOBODYS}") { id } }`, north))).toEqual({ node: { id: NOBODYS } });
  });

  test('every answer says that it is cut, and to what', async () => {
    const reply = await ask(
      api,
      '{ orphanAgents { coverage { line } } runSavedQuery(id: "orphan-agents") { coverage { line } } }',
      north,
    );
    const line = expect.stringContaining(`cut to your scope, the team ${NORTH.team}`);
    expect(data(reply)).toEqual({ orphanAgents: { coverage: { line } }, runSavedQuery: { coverage: { line } } });
    expect((await ask(api, '{ coverage { line } }', viewer)).text).not.toContain('your scope');
  });

  test('what cannot be cut is refused, and says why', async () => {
    for (const query of [
      '{ cypher(text: "MATCH (a:Agent) RETURN a.id AS id") { rows } }',
      `mutation { acknowledgeFinding(finding: "${NORTH.finding}", by: "${NORTH.human}", reason: "x") { repeated } }`,
    ]) {
      const reply = await ask(api, query, north);
      expect([query, reply.codes]).toEqual([query, ['outside-scope']]);
      expect(reply.text).toMatch(/cannot be cut to your teams and environments: \w+; \w+/);
    }
  });

  test('a finding that is also about others is not told', async () => {
    expect(data(await ask(api, `{ node(id: "${BOTH}") { id } }`, north))).toEqual({ node: null });
    expect(data(await ask(api, `{ node(id: "${BOTH}") { id } }`, viewer))).toMatchObject({ node: { id: BOTH } });
  });

  test('nor what a team that is not there would see', async () => {
    const nobody = api.keyOf('admin', { teams: ['team:odd:none'] });
    expect(data(await ask(api, '{ agents { totalCount } findings { bySeverity { count } } }', nobody))).toEqual({
      agents: { totalCount: 0 },
      findings: { bySeverity: [] },
    });
  });
});

describe('an environment sees its own', () => {
  test('agents, resources and reach', async () => {
    const reply = await ask(
      api,
      `{ agents { totalCount edges { node { id } } } a: node(id: "${NORTH.agent}") { id } b: resource(id: "${LEDGER}") { id } c: resource(id: "${DRAFTS}") { id } }`,
      staging,
    );
    expect(data(reply)).toEqual({
      agents: { totalCount: 1, edges: [{ node: { id: STAGING_AGENT } }] },
      // The key of the one that is not there is the beginning of one that is.
      a: { id: STAGING_AGENT },
      b: null,
      c: { id: DRAFTS },
    });
    const radius = await ask(
      api,
      `{ blastRadius(id: "${STAGING_AGENT}") { edges { node { resource { id } } } } }`,
      staging,
    );
    expect(data(radius)).toEqual({ blastRadius: { edges: [{ node: { resource: { id: DRAFTS } } }] } });
    const counts = `{ blastRadius(id: "${STAGING_AGENT}") { line totalCount counts { total } } agents { edges { node { reachCounts { total } } } } }`;
    expect(data(await ask(api, counts, staging))).toEqual({
      blastRadius: { line: '1 of 1', totalCount: 1, counts: { total: 1 } },
      agents: { edges: [{ node: { reachCounts: { total: 1 } } }] },
    });
    expect((await ask(api, `{ whoCanReach(resource: "${LEDGER}") { edges { cursor } } }`, staging)).codes).toEqual([
      'node-unknown',
    ]);
  });

  test('a team within an environment is both', async () => {
    const both = api.keyOf('viewer', { teams: [NORTH.team], environments: ['staging'] });
    expect(data(await ask(api, '{ agents { edges { node { id } } } }', both))).toEqual({
      agents: { edges: [{ node: { id: STAGING_AGENT } }] },
    });
  });
});

describe('personal data', () => {
  const PERSONAL = /@people\.example|E-north|Chief of|human:e-/;
  const asked = `{
    agents { edges { cursor node { name owner { cursor node { id ... on Human { name email alias: employeeId t: title } } } } } }
    findings { edges { node { sentence routedTo } } }
    node(id: "${NORTH.team}") { ... on Team { managerId members { edges { cursor node { id ... on Human { email accounts { edges { node { id login email } } } } } } pageInfo { endCursor } } } }
    evidence: node(id: "${NORTH.evidence}") { ... on Evidence { person says } }
  }`;

  test('a viewer gets names, and no e-mail, employee id, title or login: in no field, alias, text, key or cursor', async () => {
    const reply = await ask(api, asked, viewer);
    data(reply);
    expect(plain(reply.text)).not.toMatch(PERSONAL);
    expect(reply.text).toContain('Person north');
    expect(reply.text).toContain('[hidden]');
    const full = await ask(api, asked, api.keyOf('analyst'));
    expect(full.text).toMatch(/north@people\.example/);
    expect(full.text).toContain('E-north');
  });

  test('saved questions and errors as well', async () => {
    for (const query of [
      `{ runSavedQuery(id: "agent-owner", params: {agent: "${NORTH.agent}"}) { rows { values evidence } } }`,
      `{ human(id: "Person") { id } }`,
      `{ ownership(id: "${NORTH.agent}") { owners { owner { id } basis } } }`,
      `{ departedOwners(since: "9d") { edges { node { routeTo { id email } } } } }`,
    ]) {
      const reply = await ask(api, query, viewer);
      expect([query, plain(reply.text)]).toEqual([query, expect.not.stringMatching(PERSONAL)]);
    }
    for (const query of ['{ cypher(text: "MATCH (h:Human) RETURN h.email AS e") { rows } }'])
      expect((await ask(api, query, viewer)).codes).toEqual(['forbidden']);
  });

  test('beginnings of an e-mail, a login or an employee id find nobody', async () => {
    const find = 'query ($id: ID!) { human(id: $id) { name } node(id: $id) { id } }';
    for (const id of ['nor', 'north@', 'north@people.example', 'E-nor', 'E-north', 'human:e-n', 'human:e-nor'])
      expect([id, data(await ask(api, find, viewer, { id }))]).toEqual([id, { human: null, node: null }]);
    expect(data(await ask(api, find, viewer, { id: 'Person north' }))).toMatchObject({
      human: { name: 'Person north' },
    });
  });

  test('a pseudonym can be asked with', async () => {
    const reply = await ask(api, '{ human(id: "Person north") { id } }', viewer);
    const { human } = data(reply) as { human: { id: string } };
    expect(human.id).toMatch(/^human:~[0-9a-f]{16}$/);
    expect(data(await ask(api, 'query ($id: ID!) { human(id: $id) { name } }', viewer, { id: human.id }))).toEqual({
      human: { name: 'Person north' },
    });
  });
});

/** The text with its cursors opened. */
function plain(text: string): string {
  return text.replaceAll(/"(?:cursor|endCursor|startCursor)":"([\w-]+)"/g, (_, one: string) =>
    Buffer.from(one, 'base64url').toString(),
  );
}
