import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createLogger } from '../../src/lib/log.ts';
import { type FoundNode, readCoverage } from '../../src/queries/index.ts';
import { ReachService } from '../../src/reach/index.ts';
import { edge, node, ref } from '../../src/schema/index.ts';
import { loaderBench } from '../support/loader.ts';

const bench = loaderBench();
const agent: FoundNode = { label: 'Agent', id: 'a:svc', name: undefined };
let service: ReachService;

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

test('who is not in the graph is not in the index', async () => {
  const reach = await service.at(await version());
  expect(reach?.counts({ ...agent, id: 'a:nobody' }, Date.now())).toBeUndefined();
  expect(await reach?.blastRadius({ ...agent, label: 'Human' }, {}, Date.now())).toBeUndefined();
});
