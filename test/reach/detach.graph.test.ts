import { beforeAll, expect, test, vi } from 'vitest';
import { readAwsInput } from '../../src/derive/access/input.ts';
import { accessJob } from '../../src/derive/access/job.ts';
import { obtainJob } from '../../src/derive/access/obtain.ts';
import { runJob } from '../../src/derive/index.ts';
import { Loader } from '../../src/graph/index.ts';
import { STANDARD_WEIGHTS } from '../../src/lib/config-risk.ts';
import { createLogger } from '../../src/lib/log.ts';
import type { FoundNode } from '../../src/queries/index.ts';
import type { PolicyDetachment } from '../../src/queries/reach/index.ts';
import { readReach } from '../../src/reach/index.ts';
import { edge, type GraphRecord, node, ref } from '../../src/schema/index.ts';
import { ACCOUNT, document } from '../access/estate.ts';
import { loaderBench } from '../support/loader.ts';

vi.setConfig({ testTimeout: 180_000 });
const bench = loaderBench();
const iam = (name: string): string => `arn:aws:iam::${ACCOUNT}:${name}`;
const bucket = (name: string): string => `arn:aws:s3:::${name}`;
const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:mollusc-AbCdEf`;
const agent = (name: string): FoundNode => ({ label: 'Agent', id: `a:${name}`, name: undefined });
const principalNode = (name: string): FoundNode => ({ label: 'Principal', id: iam(name), name: undefined });

function principal(name: string, kind: string, trust?: object): GraphRecord {
  const trustDocument = trust && document([{ Effect: 'Allow', Principal: trust, Action: 'sts:AssumeRole' }]);
  return node('Principal', iam(name), { name, kind, system: 'aws', tenant: ACCOUNT, trustDocument });
}

/** An agent with the key of a user. */
function using(name: string, user: string): GraphRecord[] {
  const key = `AKIA${name.toUpperCase()}`;
  return [
    node('Agent', `a:${name}`, { name, kind: 'x', platform: 'x' }),
    node('Credential', key, { kind: 'aws-access-key', system: 'aws', status: 'active' }),
    edge('USES', ref('Agent', `a:${name}`), ref('Credential', key), { basis: 'configured' }),
    edge('AUTHENTICATES_AS', ref('Credential', key), ref('Principal', iam(user)), {}),
  ];
}

interface Attachment {
  readonly holder: string;
  readonly name: string;
  readonly actions: readonly string[];
  readonly resource: string | readonly string[];
}

const ATTACHED: readonly Attachment[] = [
  {
    holder: 'user/quill',
    name: 'buckets',
    actions: ['s3:*'],
    resource: [bucket('ä'), bucket('b'), `${bucket('b')}/*`],
  },
  { holder: 'user/quill', name: 'assumes', actions: ['sts:AssumeRole'], resource: iam('role/kiln') },
  { holder: 'user/quill', name: 'secrets', actions: ['secretsmanager:GetSecretValue'], resource: SECRET },
  { holder: 'group/writers', name: 'shared', actions: ['s3:PutBucketTagging', 's3:ListBucket'], resource: bucket('c') },
  { holder: 'user/mollusc', name: 'shared', actions: ['s3:PutBucketTagging', 's3:ListBucket'], resource: bucket('c') },
  { holder: 'user/mollusc', name: 'own', actions: ['s3:GetBucketPolicy'], resource: bucket('d') },
  { holder: 'role/kiln', name: 'fire', actions: ['s3:DeleteBucket'], resource: [bucket('c'), bucket('d')] },
];

function attachment({ holder, name, actions, resource }: Attachment): GraphRecord[] {
  const id = `policy:aws-iam:${name}`;
  return [
    node('Policy', id, {
      language: 'aws-iam',
      document: document([{ Effect: 'Allow', Action: actions, Resource: resource }]),
    }),
    edge('GOVERNED_BY', ref('Principal', iam(holder)), ref('Policy', id), { roles: ['identity'], names: [name] }),
  ];
}

const inventory: GraphRecord[] = [
  principal('user/quill', 'iam-user'),
  principal('user/mollusc', 'iam-user'),
  principal('user/potter', 'iam-user'),
  principal('group/writers', 'iam-group'),
  principal('role/kiln', 'iam-role', { AWS: iam('root') }),
  ...['quill', 'mollusc', 'potter'].flatMap((name) => using(name, `user/${name}`)),
  ...['quill', 'potter', 'mollusc'].map((name) =>
    edge('MEMBER_OF', ref('Principal', iam(`user/${name}`)), ref('Principal', iam('group/writers')), {}),
  ),
  ...['ä', 'b', 'c', 'd'].map((name) =>
    node('Resource', bucket(name), { name, kind: 's3:bucket', system: 'aws', tenant: ACCOUNT, region: 'eu-west-1' }),
  ),
  node('Resource', SECRET, {
    ...{ name: 'mollusc', kind: 'secretsmanager:secret', system: 'aws', tenant: ACCOUNT },
    ...{
      region: 'eu-west-1',
      secretContainer: true,
      path: `aws/${ACCOUNT}/secretsmanager:secret/eu-west-1/mollusc-AbCdEf`,
    },
  }),
  edge('STORED_IN', ref('Credential', 'AKIAMOLLUSC'), ref('Resource', SECRET), {}),
];

/** Loads the estate with these attachments and derives access anew. */
async function derive(attached: readonly Attachment[]): Promise<void> {
  await bench.run(
    { step: 'records:d/inventory', records: inventory },
    { step: 'records:d/policies', records: attached.flatMap(attachment) },
  );
  const [graph, { clock }] = [bench.graph(), bench];
  const loader = await Loader.begin({ graph, home: bench.home(), clock, what: 'derive' });
  const context = { graph, clock, log: createLogger({ level: 'error' }), signal: new AbortController().signal };
  for (const job of [accessJob, obtainJob]) expect((await runJob(job, loader, context)).failed).toBeUndefined();
  await loader.end();
}

const reach = () => readReach(bench.graph(), STANDARD_WEIGHTS, readAwsInput);
const AGENTS = ['quill', 'mollusc', 'potter'];

async function counts() {
  const index = await reach();
  return Object.fromEntries(AGENTS.map((name) => [name, index.counts(agent(name), bench.clock.now())]));
}

beforeAll(() => derive(ATTACHED), 180_000);

const CASES: readonly { detach: PolicyDetachment; gone: (one: Attachment) => boolean; lost: Record<string, number> }[] =
  [
    { detach: { policy: 'assumes' }, gone: ({ name }) => name === 'assumes', lost: { 'a:quill': 0 } },
    { detach: { policy: 'secrets' }, gone: ({ name }) => name === 'secrets', lost: { 'a:quill': 1 } },
    {
      detach: { policy: 'policy:aws-iam:shared', from: principalNode('group/writers') },
      gone: ({ holder }) => holder === 'group/writers',
      lost: { 'a:potter': 1, 'a:quill': 0, 'a:mollusc': 0 },
    },
  ];

test('several policies together', async () => {
  const index = await reach();
  const removals = [await index.detached({ policy: 'buckets' }), await index.detached({ policy: 'fire' })];
  const found = index.whatIf(agent('quill'), removals, bench.clock.now());
  expect(found?.lost.total).toBe(3);
  // The fire burns two buckets; of one, tagging is writing too and is left.
  expect(found?.weakened.byKind).toEqual([{ name: 's3:bucket', count: 1 }]);
});

test('a policy that nobody has is refused, and so is one elsewhere', async () => {
  const index = await reach();
  await expect(index.detached({ policy: 'nothing' })).rejects.toMatchObject({ code: 'policy-not-attached' });
  const wrong = { policy: 'buckets', from: principalNode('user/potter') };
  await expect(index.detached(wrong)).rejects.toMatchObject({ code: 'policy-not-attached' });
  const without = await readReach(bench.graph(), STANDARD_WEIGHTS);
  await expect(without.detached({ policy: 'buckets' })).rejects.toMatchObject({ code: 'no-policies' });
});

// Last: it changes what is attached.
test('what is left without a policy is what is derived without it', async () => {
  const now = bench.clock.now();
  const told = [];
  const before = await reach();
  for (const { detach, lost } of CASES) {
    const removals = [await before.detached(detach)];
    expect(Object.fromEntries(before.losses(removals, now).map((one) => [one.id, one.lost]))).toMatchObject(lost);
    told.push(Object.fromEntries(AGENTS.map((name) => [name, before.whatIf(agent(name), removals, now)?.after])));
  }
  for (const [i, { gone }] of CASES.entries()) {
    await derive(ATTACHED.filter((one) => !gone(one)));
    expect(told[i]).toEqual(await counts());
  }
});
