import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiKeys, type Role } from '../../src/auth/index.ts';
import type { Row } from '../../src/graph/index.ts';
import { standardConfig } from '../../src/lib/config.ts';
import { catalogue } from '../../src/queries/index.ts';
import { ReachService } from '../../src/reach/index.ts';
import { comparable, type Expectation, expectations, filled, isLike } from '../queries/expected.ts';
import { withCompany } from '../support/company-graph.ts';
import { ask, connect, type McpService, mcpService } from './service.ts';

const bench = withCompany();
let service: McpService;
let reach: ReachService;
let modern: Client;
let legacy: Client;

beforeAll(async () => {
  const { graph, server, log } = bench.session();
  reach = new ReachService(graph, server, log);
  service = await mcpService({ graph, clock: bench.clock, reach });
  [modern, legacy] = await Promise.all([connect(service.url, 'modern'), connect(service.url, 'legacy')]);
});

afterAll(async () => {
  await Promise.all([modern?.close(), legacy?.close()]);
  await service?.close();
  await reach?.close();
});

/** The questions of the mission that have a tool of their own. */
const MISSION = [...catalogue().values()].filter(
  ({ id, answers }) => id !== 'who-can-reach' && answers.some((one) => /^M7\.\d$/.test(one)),
);

test('each of the seven questions has a tool, and every tool gives its rows with evidence', async () => {
  const parts = new Set(MISSION.flatMap(({ answers }) => answers).filter((one) => one.startsWith('M7.')));
  expect([...parts].sort()).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `M7.${n}`));
  const { tools } = await modern.listTools();
  expect(tools.map(({ name }) => name)).toEqual(
    expect.arrayContaining(MISSION.map(({ id }) => id.replaceAll('-', '_'))),
  );
  expect(modern.getNegotiatedProtocolVersion()).toBe('2026-07-28');
  expect(legacy.getNegotiatedProtocolVersion()).toBe('2025-11-25');
});

describe.each(MISSION.map(({ id }) => id))('%s', (id) => {
  test.each(expectations(id))('$about: exactly the planted rows', async (expectation) => {
    const wanted = filled(expectation, bench.company());
    const { data, problem } = await ask(modern, id.replaceAll('-', '_'), { ...typed(id, wanted), limit: 500 });
    expect(problem).toBeUndefined();
    const rows = data['rows'] as Row[];
    expectRows(rows, wanted);
    expect(rows.every((row) => (row['evidence'] as string[]).length > 0)).toBe(true);
    expect(data).toMatchObject({ more: false, coverage: { line: expect.stringMatching(/sources/) } });
    for (const { row, why } of wanted.absent ?? [])
      expect(
        rows.filter((one) => isLike(one, row)),
        why,
      ).toEqual([]);
  });
});

/** Parameters as the tool takes them: lists as lists. */
function typed(id: string, { parameters = {} }: Expectation): Record<string, unknown> {
  const types = new Map(
    catalogue()
      .get(id)
      ?.parameters.map(({ name, type }) => [name, type]),
  );
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      types.get(name) === 'strings' && typeof value === 'string' ? value.split(',') : value,
    ]),
  );
}

function expectRows(rows: readonly Row[], wanted: Expectation): void {
  const columns = wanted.columns ?? Object.keys(wanted.rows[0] ?? {});
  const { ordinary } = wanted;
  const planted = rows.filter(
    (row) => ordinary === undefined || !JSON.stringify(row[ordinary.column]).includes(ordinary.pattern),
  );
  const chosen =
    wanted.others === true ? planted.filter((row) => wanted.rows.some((one) => isLike(row, one))) : planted;
  expect(comparable(chosen, columns)).toEqual(comparable(wanted.rows, columns));
}

describe('other ways to ask', () => {
  test('an older client gets the same answer', async () => {
    const args = { client: 'claude-code' };
    const [a, b] = await Promise.all([
      ask(modern, 'ide_sessions_production', args),
      ask(legacy, 'ide_sessions_production', args),
    ]);
    expect(b.data).toEqual(a.data);
    expect((b.data['rows'] as Row[]).length).toBeGreaterThan(0);
  });

  test('a person is asked for by name, and by run_question', async () => {
    const s8 = filled({ human: '{S8.human}', agent: '{S8.agent}' }, bench.company());
    const { data } = await ask(modern, 'run_question', {
      id: 'human-estate',
      parameters: { human: 'Tomasz Wieczorek' },
    });
    expect((data['rows'] as Row[]).map((row) => row['thing'])).toContain(s8.agent);
    const narrow = await ask(modern, 'departed_owner_agents', { owners: [s8.human], since: '200d' });
    expect(new Set((narrow.data['rows'] as Row[]).map((row) => row['owner']))).toEqual(new Set([s8.human]));
    const early = await ask(modern, 'departed_owner_agents', { since: '1d' });
    expect(early.data['rows']).toEqual([]);
    expect(early.text).toMatch(/No rows/);
  });

  test('rows come in pages that hold together', async () => {
    const whole = (await ask(modern, 'run_question', { id: 'unused-credentials', limit: 40 })).data['rows'] as Row[];
    const rows: Row[] = [];
    let offset: number | undefined = 0;
    while (offset !== undefined && rows.length < 40) {
      const { data } = await ask(modern, 'run_question', { id: 'unused-credentials', limit: 15, offset });
      rows.push(...(data['rows'] as Row[]));
      offset = data['nextOffset'] as number | undefined;
    }
    expect(whole.length).toBeGreaterThan(15);
    expect(rows.slice(0, whole.length)).toEqual(whole);
  });
});

describe('tools on nodes', () => {
  test('lineage, owner, reach, findings and remedies of one agent agree with one another', async () => {
    const s1 = filled({ agent: '{S1.agent}', owner: '{S1.owner}', credential: '{S1.credential}' }, bench.company());
    const [lineage, owner, reached, findings, remedies] = await Promise.all([
      ask(modern, 'lineage', { subject: s1.agent }),
      ask(modern, 'owner', { subject: s1.agent }),
      ask(modern, 'blast_radius', { subject: s1.agent, limit: 5 }),
      ask(modern, 'findings', { about: s1.agent }),
      ask(modern, 'propose_remedies', { subject: s1.credential }),
    ]);
    expect(lineage.text).toContain(s1.credential);
    expect(owner.data).toMatchObject({ verdict: 'asserted', owner: { id: s1.owner } });
    const counts = reached.data['counts'] as { total: number };
    expect(reached.data['rows']).toHaveLength(5);
    const next = await ask(modern, 'blast_radius', { subject: s1.agent, limit: 5, cursor: reached.data['nextCursor'] });
    expect(next.data['counts']).toEqual(counts);
    expect(next.data['rows']).not.toEqual(reached.data['rows']);
    const resource = (reached.data['rows'] as { id: string }[])[0]?.id;
    const back = await ask(modern, 'who_can_reach', { resource, limit: 500 });
    expect((back.data['rows'] as { id: string }[]).map(({ id }) => id)).toContain(s1.agent);
    expect((findings.data['findings'] as unknown[]).length).toBeGreaterThan(0);
    expect(remedies.data).toMatchObject({ executed: false, ifRevoked: { affected: expect.any(Number) } });
    expect((remedies.data['ifRevoked'] as { losses: { agent: string }[] }).losses.map(({ agent }) => agent)).toContain(
      s1.agent,
    );
  });

  test('an unknown owner is unknown', async () => {
    const agent = filled('{S15.hintedByNameOnly}', bench.company());
    const { data, text } = await ask(modern, 'owner', { subject: agent });
    expect(data).toMatchObject({ verdict: 'unknown' });
    expect(data['owner']).toBeUndefined();
    expect(text).toMatch(/unknown/);
  });

  test('what goes wrong says what to do next', async () => {
    const said = await Promise.all([
      ask(modern, 'look_up', { text: 'nobody at all' }),
      ask(modern, 'run_question', { id: 'bedlam' }),
      ask(modern, 'run_question', { id: 'agent-owner' }),
      ask(modern, 'run_cypher', { statement: 'MATCH (n) DETACH DELETE n' }),
      ask(modern, 'blast_radius', { subject: filled('{S1.agent}', bench.company()), cursor: 'x' }),
      ask(modern, 'departed_owner_agents', { since: 'yesterday-ish' }),
    ]);
    expect(said.map(({ problem }) => problem?.split(':')[0])).toEqual([
      'node-unknown',
      'query-unknown',
      'query-parameter',
      'cypher-refused',
      'cursor',
      'query-parameter',
    ]);
    expect(said[3]?.problem).toMatch(/line 1, column 11.*keyline:\/\/schema/);
    expect(said.every(({ problem }) => problem === undefined || !/Neo4j|bolt|stack/i.test(problem))).toBe(true);
  });
});

describe('while it works', () => {
  const SLOW =
    'UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a + b < 0 RETURN count(*) AS n';

  test('a client that asks for progress hears of it, and a cancelled statement ends in the database', async () => {
    const cancel = new AbortController();
    let heard = 0;
    const asked = modern.callTool(
      { name: 'run_cypher', arguments: { statement: SLOW } },
      {
        signal: cancel.signal,
        onprogress: () => {
          heard += 1;
          cancel.abort();
        },
      },
    );
    await expect(asked).rejects.toThrow();
    expect(heard).toBeGreaterThan(0);
    const underWay = async (): Promise<unknown> =>
      (
        await bench
          .session()
          .graph.read(
            "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH 'UNWIND range(1, 1000000)' RETURN count(*) AS n",
          )
      )[0]?.['n'];
    while ((await underWay()) !== 0) await new Promise((resolve) => setTimeout(resolve, 100));
  });
});

describe('with login', () => {
  const home = mkdtempSync(join(tmpdir(), 'keyline-mcp-'));
  let guarded: McpService;
  beforeAll(async () => {
    const standard = standardConfig();
    const config = { ...standard, auth: { ...standard.auth, apiKeys: true } };
    guarded = await mcpService({ graph: bench.session().graph, clock: bench.clock, reach }, { config, home });
  });
  afterAll(async () => {
    await guarded?.close();
    rmSync(home, { recursive: true, force: true });
  });

  async function as<T>(role: Role, teams: string[], work: (client: Client) => Promise<T>): Promise<T> {
    const { key } = new ApiKeys(home, bench.clock).create({ name: role, role, teams, environments: [] });
    const client = await connect(guarded.url, 'modern', key);
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  }

  test('a viewer sees no addresses, and asks on with pseudonyms', async () => {
    const human = filled('{S8.human}', bench.company());
    await as('viewer', [], async (client) => {
      const { data, text } = await ask(client, 'look_up', { text: 'Tomasz Wieczorek', label: 'Human' });
      expect(text).not.toMatch(/@|human:E-/);
      const { id } = data['node'] as { id: string };
      const estate = await ask(client, 'human_estate', { human: id });
      expect((estate.data['rows'] as Row[]).length).toBeGreaterThan(0);
      expect(estate.text).not.toContain(human);
      expect((await ask(client, 'look_up', { text: 'tomasz.wieczorek@', label: 'Human' })).problem).toMatch(
        /^node-unknown/,
      );
    });
    const open = await as('analyst', [], (client) =>
      ask(client, 'look_up', { text: 'Tomasz Wieczorek', label: 'Human' }),
    );
    expect(open.text).toContain(human);
  });

  test('a team sees its own, and of others nothing: not even that they are there', async () => {
    const s = filled(
      { mine: '{S1.agent}', owner: '{S1.owner}', theirs: '{S4.agent}', theirOwner: '{S4.owner}' },
      bench.company(),
    );
    const [row] = await bench
      .session()
      .graph.read('MATCH (:Human {id: $owner})-[:MEMBER_OF]->(t:Team) RETURN t.id AS id LIMIT 1', s);
    await as('analyst', [String(row?.['id'])], async (client) => {
      expect((await ask(client, 'owner', { subject: s.mine })).data).toMatchObject({ owner: { id: s.owner } });
      for (const name of ['owner', 'blast_radius']) {
        const [there, not] = [
          await ask(client, name, { subject: s.theirs }),
          await ask(client, name, { subject: 'arn:odd:none' }),
        ];
        expect(there.problem?.replace(s.theirs, '')).toEqual(not.problem?.replace('arn:odd:none', ''));
      }
      // What is granted on it by policies makes the agent a resource too, and that is nobody's; whose the agent is stays hidden.
      const { data } = await ask(client, 'lineage', { subject: s.theirs });
      expect(data).toMatchObject({ node: { label: 'Resource' } });
      expect(JSON.stringify(data)).not.toContain(s.theirOwner);
      const { findings } = (await ask(client, 'findings', { limit: 500 })).data as {
        findings: { subjects: string[] }[];
      };
      expect(findings.length).toBeGreaterThan(0);
      expect(findings.flatMap(({ subjects }) => subjects)).not.toContain(s.theirs);
    });
  });

  test('every answer is in the audit trail, without what was answered', async () => {
    await as('analyst', [], (client) =>
      ask(client, 'run_cypher', { statement: 'MATCH (a:Agent) RETURN a.name LIMIT 3' }),
    );
    const trail = readFileSync(join(home, 'audit', 'service', '000001.ndjson'), 'utf8')
      .split('\n')
      .filter(Boolean);
    const lines = trail.map((line) => JSON.parse(line) as Row).map((line) => (line['entry'] ?? line) as Row);
    expect(lines).toContainEqual(
      expect.objectContaining({ surface: 'mcp', question: 'tool run_cypher', outcome: 'ok', rows: 3, role: 'analyst' }),
    );
    expect(lines.filter((line) => line['what'] === 'change')).toEqual([]);
  });
});

test('keyline mcp answers on standard input and output, and ends with its client', async () => {
  const home = mkdtempSync(join(tmpdir(), 'keyline-stdio-'));
  const env = Object.fromEntries(
    Object.entries({ ...process.env, KEYLINE_HOME: home }).filter(
      (one): one is [string, string] => one[1] !== undefined,
    ),
  );
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ['src/cli.ts', 'mcp'],
    env,
    stderr: 'pipe',
  });
  const client = new Client({ name: 'keyline-test', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
  try {
    await client.connect(transport, { timeout: 60_000 });
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    const { data } = await ask(client, 'bedrock_agents_with_access', {
      resource: filled('{S4.resource}', bench.company()),
      level: 'Write',
    });
    expect((data['rows'] as Row[]).map((row) => row['agent'])).toContain(filled('{S4.agent}', bench.company()));
    const schema = await client.readResource({ uri: 'keyline://schema' });
    expect(JSON.stringify(schema)).toContain('HAS_ACCESS');
    const prompt = await client.getPrompt({ name: 'departure', arguments: { person: 'Tomasz "T" Wieczorek' } });
    expect(JSON.stringify(prompt.messages)).toContain('human_estate');
  } finally {
    await client.close();
    // The process may still be putting its things away.
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
});
