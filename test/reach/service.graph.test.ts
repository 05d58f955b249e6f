import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { startApi } from '../../src/api/server.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createLogger } from '../../src/lib/log.ts';
import { type FoundNode, readCoverage } from '../../src/queries/index.ts';
import { ReachService } from '../../src/reach/index.ts';
import { edge, node, ref } from '../../src/schema/index.ts';
import { loaderBench } from '../support/loader.ts';

// Twenty statements are planned for the first index: slow on a busy machine.
vi.setConfig({ testTimeout: 180_000 });
const bench = loaderBench();
const agent: FoundNode = { label: 'Agent', id: 'a:svc', name: undefined };
let service: ReachService;

const credential = (id: string): FoundNode => ({ label: 'Credential', id, name: undefined });

function estate(tables: number) {
  const resources = Array.from({ length: tables }, (_, i) =>
    node('Resource', `t:${i}`, { name: `t${i}`, kind: 'x:table', path: `x/1/x:table/-/t${i}` }),
  );
  return [
    node('Agent', agent.id, { name: 'svc', kind: 'x', platform: 'x' }),
    node('Credential', 'k:live', { kind: 'key', status: 'active', expiresAt: '2100-01-01T00:00:00.000Z' }),
    node('Credential', 'k:dead', { kind: 'key', status: 'inactive' }),
    node('Resource', 'r:dead', { name: 'only by the dead key', kind: 'x:table' }),
    ...resources,
    ...['k:live', 'k:dead'].map((key) =>
      edge('USES', ref('Agent', agent.id), ref('Credential', key), { basis: 'configured' }),
    ),
    edge('GRANTED_ON', ref('Credential', 'k:dead'), ref('Resource', 'r:dead'), { certain: ['Write'] }),
    ...resources.map(({ id }) =>
      edge('GRANTED_ON', ref('Credential', 'k:live'), ref('Resource', id), { certain: ['Read'] }),
    ),
  ];
}

async function version(): Promise<number> {
  return (await readCoverage(bench.graph())).graphVersion;
}

beforeAll(() => {
  service = new ReachService(bench.graph(), inject('graph'), createLogger({ level: 'silent' }));
});
afterAll(() => service.close());

test('a new version is indexed while the one before goes on answering', async () => {
  await bench.run({ step: 'records:svc/estate', records: estate(3) });
  const first = await version();
  await service.at(first);
  await service.settled();
  const one = await service.at(first);
  expect(one?.graphVersion).toBe(first);
  expect(one?.counts(agent, Date.now())?.total).toBe(3);

  await bench.run({ step: 'records:svc/estate', records: estate(5) });
  const second = await version();
  expect(second).toBeGreaterThan(first);
  const meanwhile = await service.at(second);
  expect([first, second]).toContain(meanwhile?.graphVersion);
  await service.settled();
  const two = await service.at(second);
  expect(two?.graphVersion).toBe(second);
  expect(two?.counts(agent, Date.now())?.total).toBe(5);
  expect(one?.counts(agent, Date.now())?.total).toBe(3);
});

test('a credential stops counting at the moment it expires, without a new index', async () => {
  const reach = await service.at(await version());
  expect(reach?.counts(agent, Date.parse('2099-12-31T23:59:59Z'))?.total).toBe(5);
  expect(reach?.counts(agent, Date.parse('2100-01-01T00:00:00Z'))?.total).toBe(0);
});

test('what a revoked credential takes from whom, and the ranking', async () => {
  const reach = await service.at(await version());
  const [now, live, dead] = [Date.now(), credential('k:live'), credential('k:dead')];
  expect(reach?.losses([live], now)).toEqual([{ id: agent.id, before: 5, lost: 5, lostSensitive: 0 }]);
  expect(reach?.losses([dead], now)).toEqual([{ id: agent.id, before: 5, lost: 0, lostSensitive: 0 }]);
  expect(reach?.whatIf(agent, [live], now)).toMatchObject({
    before: { total: 5 },
    after: { total: 0 },
    lost: { total: 5 },
  });
  const extent = { total: 5, sensitive: 0, production: 0, writable: 0 };
  expect(await reach?.rank('Agent', now)).toEqual([{ id: agent.id, ...extent }]);
});

test('GraphQL ranks agents and says what would be lost, also as its first question', async () => {
  const log = createLogger({ level: 'silent' });
  const reach = new ReachService(bench.graph(), inject('graph'), log);
  const api = await startApi({ graph: bench.graph(), clock: systemClock, log, reach });
  try {
    const query = `{
      agentRanking(first: 1) { totalCount edges { node { agent { id } total } } }
      byRisk: agentRanking(by: RISK) { edges { node { agent { id risk { score terms { term } reach { level count } } } risk { score terms { term points } } } } }
      whatIf(revoke: ["k:live"], subject: "a:svc") { affected losses { agent { id } lost } subject { lost { total } } }
    }`;
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(api.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
    const points = [
      { term: 'exposure', points: 11.7 },
      { term: 'unknown', points: 10 },
    ];
    const terms = points.map(({ term }) => ({ term }));
    const risk = { score: 21.7, terms: points };
    const inFull = { score: 21.7, terms, reach: [{ level: 'Read', count: 5 }] };
    expect(await response.json()).toEqual({
      data: {
        agentRanking: { totalCount: 1, edges: [{ node: { agent: { id: agent.id }, total: 5 } }] },
        byRisk: { edges: [{ node: { agent: { id: agent.id, risk: inFull }, risk } }] },
        whatIf: {
          affected: 1,
          losses: [{ agent: { id: agent.id }, lost: 5 }],
          subject: { lost: { total: 5 } },
        },
      },
    });
  } finally {
    await api.close();
    await reach.close();
  }
});

test('who is not in the graph is not in the index', async () => {
  const reach = await service.at(await version());
  expect(reach?.counts({ ...agent, id: 'a:nobody' }, Date.now())).toBeUndefined();
  expect(await reach?.blastRadius({ ...agent, label: 'Human' }, {}, Date.now())).toBeUndefined();
});
