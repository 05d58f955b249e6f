import { afterAll, beforeAll, expect, test } from 'vitest';
import { runJob } from '../../src/derive/index.ts';
import { ownershipJob } from '../../src/derive/ownership/job.ts';
import { trailJob } from '../../src/derive/ownership/trail-job.ts';
import { peopleJob } from '../../src/derive/people/job.ts';
import { EventStore } from '../../src/events/store.ts';
import { Loader } from '../../src/graph/index.ts';
import { createLogger } from '../../src/lib/log.ts';
import { type EventRecord, edge, event, type GraphRecord, node, ref } from '../../src/schema/index.ts';
import { loaderBench } from '../support/loader.ts';

const bench = loaderBench();
let events: EventStore;

const ACCOUNT = '777788889999';
const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const WORKER = 'hr:m:worker:E-70';

function account(id: string, props: object): GraphRecord {
  return node('Principal', id, {
    kind: id.startsWith('hr:') ? 'worker' : 'person',
    system: id.split(':')[0],
    ...props,
  });
}

function says(id: string, kind: string, about: string, person: string): GraphRecord[] {
  return [
    node('Evidence', id, { kind, says: `${kind} names ${person}`, person }),
    edge('ABOUT', ref('Evidence', id), ref('Agent', about), {}),
  ];
}

const agent = (id: string): GraphRecord => node('Agent', id, { name: id, kind: 'bedrock-agent', platform: 'aws' });

const records: readonly GraphRecord[] = [
  account(WORKER, {
    name: 'Zita Marlow',
    employeeId: 'E-70',
    email: 'zita@heron.example',
    emailVerified: true,
    status: 'active',
  }),
  account('hr:m:worker:E-71', {
    name: 'Bo Quill',
    employeeId: 'E-71',
    email: 'bo@heron.example',
    emailVerified: true,
    status: 'active',
  }),
  account('github:heron:user:zz', { login: 'zz', externalIds: ['saml-name-id=zita@heron.example'] }),
  account('github:heron:user:zita-m', { login: 'zita-m', name: 'Zita Marlow' }),
  node('Principal', role('tern'), { kind: 'iam-role', system: 'aws' }),
  agent('agent:tern'),
  agent('agent:gull'),
  agent('agent:chained'),
  ...says('evidence:tag:tern', 'owner-tag', 'agent:tern', 'zita@heron.example'),
  ...says('evidence:seat:tern', 'assignee', 'agent:tern', 'zita@heron.example'),
  ...says('evidence:tag:gull', 'owner-tag', 'agent:gull', 'zita@heron.example'),
  ...says('evidence:sponsor:gull', 'sponsor-field', 'agent:gull', 'bo@heron.example'),
];

function call(id: string, minute: number, more: Partial<EventRecord>): EventRecord {
  const at = `2026-04-04T10:${String(minute).padStart(2, '0')}:00.000Z`;
  return event({ id, at, source: 'aws', scope: ACCOUNT, action: 'sts:AssumeRole', outcome: 'success', ...more });
}

const PIPELINE = 'oidc:token.actions.githubusercontent.com:repo:heron/tern:ref:refs/heads/main';
const calls: readonly EventRecord[] = [
  call('e-1', 1, { principal: role('sso'), person: 'bo@heron.example', issued: 'ASIAFIRST00000000001' }),
  call('e-2', 2, { principal: role('jump'), credential: 'ASIAFIRST00000000001', issued: 'ASIASECOND0000000002' }),
  call('e-3', 3, {
    action: 'bedrock:CreateAgent',
    principal: role('deploy'),
    credential: 'ASIASECOND0000000002',
    subject: ref('Agent', 'agent:chained'),
  }),
  call('e-4', 4, {
    source: 'github',
    action: 'github:git.push',
    principal: 'github:heron:user:zz',
    resources: ['github.com/heron/tern'],
  }),
  call('e-5', 5, { principal: PIPELINE, issued: 'ASIAPIPE000000000003' }),
  call('e-6', 6, {
    action: 'bedrock:UpdateAgent',
    principal: role('pipeline'),
    credential: 'ASIAPIPE000000000003',
    subject: ref('Agent', 'agent:tern'),
  }),
];

async function derive(): Promise<number> {
  const graph = bench.graph();
  const { clock } = bench;
  const loader = await Loader.begin({ graph, home: bench.home(), clock, what: 'derive' });
  const context = { graph, clock, log: createLogger({ level: 'error' }), signal: new AbortController().signal };
  for (const job of [peopleJob, trailJob(events), ownershipJob])
    expect((await runJob(job, loader, context)).failed).toBeUndefined();
  return (await loader.end()).written;
}

const owners = async (type: 'OWNS' | 'MAY_OWN'): Promise<unknown[]> => {
  const rows = await bench
    .graph()
    .read(
      `MATCH (h:Human)-[e:${type}]->(a:Agent) RETURN h.id AS owner, a.id AS agent, e.verdict AS verdict ORDER BY agent, owner`,
    );
  return rows.map((row) => [row['agent'], row['owner'], row['verdict']]);
};

beforeAll(async () => {
  events = await EventStore.open(bench.home());
  await events.add(calls);
  await bench.run({ step: 'hr:m/estate', records });
  await derive();
});

afterAll(() => events.close());

test('the surest is the owner, an even match is unknown with both named', async () => {
  expect(await owners('OWNS')).toEqual([
    ['agent:chained', 'human:E-71', 'likely'],
    ['agent:tern', 'human:E-70', 'asserted'],
  ]);
  const others = await owners('MAY_OWN');
  expect(others).toEqual(
    expect.arrayContaining([
      ['agent:gull', 'human:E-70', null],
      ['agent:gull', 'human:E-71', null],
    ]),
  );
});

test('the chain of roles leads to its first person, the pipeline to who pushed, each with the event that proves it', async () => {
  const rows = await bench.graph().read(
    `MATCH (e:Evidence)-[:ABOUT]->(a:Agent) WHERE e.kind IN ['role-session', 'commit-author'] OPTIONAL MATCH (e)-[:NAMES]->(p)
     RETURN a.id AS agent, e.kind AS kind, coalesce(e.person, p.id) AS who, e.event AS event ORDER BY agent`,
  );
  expect(rows.map((row) => [row['agent'], row['kind'], row['who'], row['event']])).toEqual([
    ['agent:chained', 'role-session', 'bo@heron.example', 'e-3'],
    ['agent:tern', 'commit-author', 'github:heron:user:zz', 'e-4'],
  ]);
});

test('a name alone proposes that two are one person', async () => {
  const rows = await bench
    .graph()
    .read('MATCH (a:Human)-[m:MAY_BE]->(b:Human) RETURN a.id AS a, b.id AS b, m.basis AS basis');
  expect(rows).toEqual([
    { a: 'human:E-70', b: 'human:github:heron:user:zita-m', basis: ['both are called Zita Marlow'] },
  ]);
});

test('derived again, nothing is written', async () => {
  expect(await derive()).toBe(0);
});
