import { expect, test } from 'vitest';
import { entraAccessJob } from '../../src/derive/entra/job.ts';
import { githubAccessJob } from '../../src/derive/github/job.ts';
import type { DeriveContext, DeriveJob } from '../../src/derive/index.ts';
import { vaultAccessJob } from '../../src/derive/vault/job.ts';
import type { Row } from '../../src/graph/index.ts';
import type { EdgeRecord, GraphRecord } from '../../src/schema/index.ts';

/** A graph that answers the first text that holds a word with its rows. */
function graphOf(answers: Readonly<Record<string, readonly Row[]>>): DeriveContext {
  const read = (text: string) =>
    Promise.resolve(Object.entries(answers).find(([word]) => text.includes(word))?.[1] ?? []);
  return { graph: { read }, signal: new AbortController().signal } as unknown as DeriveContext;
}

/** `holder → resource: certain | possible | unknown`, and what could become what. */
async function told(job: DeriveJob, answers: Readonly<Record<string, readonly Row[]>>): Promise<string[]> {
  const records: GraphRecord[] = [];
  for await (const record of job.run(graphOf(answers))) records.push(record);
  const edges = records.filter((one): one is EdgeRecord => one.record === 'edge');
  const holders = Map.groupBy(
    edges.filter(({ type }) => type === 'HAS_ACCESS'),
    ({ to }) => to.id,
  );
  const lists = (edge: EdgeRecord): string =>
    ['certain', 'possible', 'unknown'].map((name) => [edge.props[name] ?? []].flat().join('+')).join('|');
  const reached = edges
    .filter(({ type }) => type === 'CAN')
    .flatMap((edge) =>
      (holders.get(edge.from.id) ?? []).map(({ from }) => `${from.label} ${from.id} → ${edge.to.id}: ${lists(edge)}`),
    );
  const become = edges
    .filter(({ type }) => type === 'COULD_BECOME')
    .map(
      ({ from, to, props }) =>
        `${from.id} could become ${to.id}: ${String(props['methods'])} ${String(props['certainty'])}`,
    );
  return [...reached, ...become].sort();
}

const HOST = 'vault.test';
const policy = (name: string): string => `vault:${HOST}:policy:${name}`;

test('Vault: an entity has the policies of its groups too, and the most specific path decides', async () => {
  const rows = await told(vaultAccessJob, {
    "kind IN ['vault-entity'": [
      {
        id: `vault:${HOST}:entity:7a`,
        tenant: HOST,
        kind: 'vault-entity',
        name: 'wren',
        status: 'active',
        of: [policy('all'), 'g'],
        members: [],
      },
      {
        id: 'g',
        tenant: HOST,
        kind: 'group',
        name: 'night',
        status: null,
        of: [policy('less')],
        members: [`vault:${HOST}:entity:7a`],
      },
      {
        id: `vault:${HOST}:entity:off`,
        tenant: HOST,
        kind: 'vault-entity',
        name: 'off',
        status: 'suspended',
        of: [policy('all')],
        members: [],
      },
      {
        id: `vault:${HOST}:role:approle/r`,
        tenant: HOST,
        kind: 'vault-role',
        name: 'r',
        status: null,
        of: [policy('gone')],
        members: [],
      },
    ],
    "kind: 'vault-token'": [{ id: `vault:${HOST}:token:t1`, tenant: HOST, of: [policy('all'), policy('own')] }],
    "kind: 'vault-policy'": [
      { id: policy('all'), tenant: HOST, document: 'path "kv/data/*" { capabilities = ["read"] }' },
      { id: policy('less'), tenant: HOST, document: 'path "kv/data/pay/*" { capabilities = ["deny"] }' },
      {
        id: policy('own'),
        tenant: HOST,
        document: 'path "kv/data/pay/{{identity.entity.name}}" { capabilities = ["update"] }',
      },
    ],
    "'vault:mount'": [
      { id: 'm', tenant: HOST, kind: 'vault:mount', name: 'kv', tags: ['type=kv', 'version=2'] },
      { id: 's:pay', tenant: HOST, kind: 'vault:secret', name: 'kv/pay/key', tags: [] },
      { id: 's:web', tenant: HOST, kind: 'vault:secret', name: 'kv/web/key', tags: [] },
    ],
  });
  expect(rows).toEqual([
    `Credential vault:${HOST}:token:t1 → s:pay: Read|Read|`,
    `Credential vault:${HOST}:token:t1 → s:web: Read|Read|`,
    `Principal vault:${HOST}:entity:7a → s:web: Read|Read|`,
    `Principal vault:${HOST}:role:approle/r → s:pay: ||Read+List+Write+Tagging`,
    `Principal vault:${HOST}:role:approle/r → s:web: ||Read+List+Write+Tagging`,
  ]);
});

test('GitHub: a token within its owner, and the secrets that its workflows open', async () => {
  const org = 'umbra';
  const user = `github:${org}:user:wren`;
  const team = `github:${org}:team:night`;
  const token = (id: string, scopes: readonly string[]): Row => ({
    id,
    kind: 'pat-classic',
    status: 'active',
    scopes,
    reach: null,
    actsFor: user,
    standing: 'active',
    repositories: [],
    granted: null,
  });
  const rows = await told(githubAccessJob, {
    "kind: 'github:organization'": [{ organisation: org, base: null, read: true }],
    "MATCH (r:Resource {kind: 'github:repository'": [
      { id: 'r:kiln', name: 'Kiln', status: 'active', tags: ['visibility=private'], open: 'blocked' },
    ],
    ":user:'": [{ id: user, member: true, role: 'member', owner: false, teams: [team] }],
    ":team:'": [{ id: team, parent: null }],
    "c.via STARTS WITH 'team role'": [
      { holder: team, repository: 'r:kiln', via: 'team role write', certain: ['Read', 'Write'] },
    ],
    "'pat-fine-grained'": [
      token('k:1', ['repo']),
      token('k:2', ['repo', 'workflow']),
      { ...token('k:3', ['repo']), status: 'expired' },
    ],
    "kind: 'github:actions-secret'": [
      { id: `github:${org}:actions-secret:kiln/KEY`, tags: [], repository: 'r:kiln' },
      { id: `github:${org}:actions-secret:kiln/prod/KEY`, tags: [], repository: 'r:kiln' },
    ],
  });
  const secrets = (holder: string): string[] => [
    `${holder} → github:${org}:actions-secret:kiln/KEY: Read|Read|`,
    `${holder} → github:${org}:actions-secret:kiln/prod/KEY: ||Read`,
  ];
  expect(rows).toEqual([...secrets('Credential k:2'), ...secrets(`Principal ${user}`)]);
});

test('Entra: app roles, and owners who could become their application', async () => {
  const tenant = 't9';
  const id = (kind: string, name: string): string => `entra:${tenant}:${kind}:${name}`;
  const principal = (kind: string, name: string, as: string, more: Row = {}): Row => ({
    id: id(kind, name),
    tenant,
    kind: as,
    status: 'active',
    externalIds: [],
    ...more,
  });
  const rows = await told(entraAccessJob, {
    "'managed-identity', 'application']\n  RETURN p.id": [
      principal('user', 'wren', 'person'),
      principal('user', 'off', 'person', { status: 'suspended' }),
      principal('application', 'ash', 'application'),
      principal('service-principal', 'kiln', 'service-principal'),
      principal('service-principal', 'graph', 'service-principal', {
        externalIds: ['appId=00000003-0000-0000-c000-000000000000'],
      }),
    ],
    "'app roles: '": [
      {
        principal: id('service-principal', 'kiln'),
        api: id('api', 'graph'),
        tenant,
        via: 'app roles: Application.ReadWrite.OwnedBy, Stoke',
      },
    ],
    "kind: 'owner-field'": [
      { owner: id('user', 'wren'), owned: id('application', 'ash'), tenant },
      { owner: id('user', 'off'), owned: id('application', 'ash'), tenant },
      { owner: id('service-principal', 'kiln'), owned: id('application', 'ash'), tenant },
    ],
  });
  const all = 'Read+List+Write+Permissions';
  expect(rows).toEqual([
    `Principal ${id('service-principal', 'kiln')} → ${id('api', 'graph')}: ${all}|${all}|Read+List+Write`,
    `${id('service-principal', 'kiln')} could become ${id('application', 'ash')}: owner-adds-credential unknown`,
    `${id('user', 'wren')} could become ${id('application', 'ash')}: owner-adds-credential unknown`,
  ]);
});
