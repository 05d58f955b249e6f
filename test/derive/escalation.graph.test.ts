import { beforeAll, expect, test } from 'vitest';
import { accessJob } from '../../src/derive/access/job.ts';
import { escalationJob } from '../../src/derive/escalation/job.ts';
import { runJob } from '../../src/derive/index.ts';
import { Loader } from '../../src/graph/index.ts';
import { createLogger } from '../../src/lib/log.ts';
import { edge, type GraphRecord, node, ref } from '../../src/schema/index.ts';
import { ACCOUNT, document } from '../access/estate.ts';
import { loaderBench } from '../support/loader.ts';

const bench = loaderBench();
const iam = (name: string): string => `arn:aws:iam::${ACCOUNT}:${name}`;
const MANAGED = iam('policy/potting');

function principal(name: string, kind: string, trust?: string): GraphRecord {
  const service = trust && { Effect: 'Allow', Principal: { Service: trust }, Action: 'sts:AssumeRole' };
  return node('Principal', iam(name), {
    name,
    kind,
    system: 'aws',
    tenant: ACCOUNT,
    trustDocument: service && document([service]),
  });
}

/** A policy of its own: actions on one resource. */
function holds(holder: string, id: string, actions: readonly string[], resource: string, name = id): GraphRecord[] {
  const statement = { Effect: 'Allow', Action: actions, Resource: resource };
  return [
    node('Policy', `policy:aws-iam:${id}`, { language: 'aws-iam', document: document([statement]) }),
    edge('GOVERNED_BY', ref('Principal', iam(holder)), ref('Policy', `policy:aws-iam:${id}`), {
      roles: ['identity'],
      names: [name],
    }),
  ];
}

const records: readonly GraphRecord[] = [
  principal('user/quill', 'iam-user'),
  principal('user/mollusc', 'iam-user'),
  principal('user/potter', 'iam-user'),
  principal('role/kiln', 'iam-role', 'lambda.amazonaws.com'),
  principal('role/oven', 'iam-role', 'ec2.amazonaws.com'),
  node('Credential', 'AKIAMOLLUSC1', { kind: 'aws-access-key', system: 'aws' }),
  node('Credential', 'AKIAMOLLUSC2', { kind: 'aws-access-key', system: 'aws' }),
  edge('AUTHENTICATES_AS', ref('Credential', 'AKIAMOLLUSC1'), ref('Principal', iam('user/mollusc')), {}),
  edge('AUTHENTICATES_AS', ref('Credential', 'AKIAMOLLUSC2'), ref('Principal', iam('user/mollusc')), {}),
  ...holds('user/quill', 'passes', ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'], '*'),
  ...holds('user/quill', 'keys', ['iam:CreateAccessKey'], iam('user/*')),
  ...holds('user/potter', 'versions', ['iam:CreatePolicyVersion'], MANAGED, MANAGED),
];

async function derive(): Promise<void> {
  const graph = bench.graph();
  const { clock } = bench;
  const loader = await Loader.begin({ graph, home: bench.home(), clock, what: 'derive' });
  const context = { graph, clock, log: createLogger({ level: 'error' }), signal: new AbortController().signal };
  for (const job of [accessJob, escalationJob]) expect((await runJob(job, loader, context)).failed).toBeUndefined();
  await loader.end();
}

async function edges(): Promise<unknown[]> {
  const rows = await bench.graph().read(
    `MATCH (h)-[b:COULD_BECOME]->(q:Principal) OPTIONAL MATCH (h)<-[:HAS_ACCESS]-(p:Principal)
     RETURN labels(h)[0] AS label, coalesce(p.id, h.id) AS who, q.id AS to, b.techniques AS techniques, b.methods AS methods, b.certainty AS certainty
     ORDER BY who, to`,
  );
  return rows.map((row) => [row['label'], row['who'], row['to'], row['techniques'], row['certainty']]);
}

beforeAll(() => bench.run({ step: `aws:${ACCOUNT}/iam`, records }), 120_000);

test('who could become whom, from profiles where all could, and to the root where it could be anything', async () => {
  await derive();
  expect(await edges()).toEqual([
    ['Principal', iam('user/potter'), iam('root'), ['iam-001'], 'certain'],
    // Of two keys that mollusc has, none can be made; potter has none. Oven does not trust Lambda.
    ['AccessProfile', iam('user/quill'), iam('role/kiln'), ['lambda-001'], 'certain'],
    ['AccessProfile', iam('user/quill'), iam('user/potter'), ['iam-002'], 'certain'],
  ]);
  const [root] = await bench.graph().read('MATCH (p:Principal {id: $id}) RETURN p.kind AS kind, p.name AS name', {
    id: iam('root'),
  });
  expect(root).toEqual({ kind: 'iam-root', name: `root of ${ACCOUNT}` });
});

test('what is no longer so is retired', async () => {
  await bench.run({
    step: `aws:${ACCOUNT}/iam`,
    records: records.filter((one) => !JSON.stringify(one).includes('versions')),
  });
  await derive();
  expect((await edges()).map((row) => (row as string[])[1])).toEqual([iam('user/quill'), iam('user/quill')]);
});
