import { edge, type GraphRecord, node, ref } from '../../src/schema/index.ts';

const ACCOUNT = '424242424242';

/** Keys of a small estate with odd names. */
export const K = {
  bedrock: `arn:aws:bedrock:eu-north-1:${ACCOUNT}:agent/QX7ZZ`,
  cursor: 'endpoint:mac-ø9:agent:cursor',
  mcp: 'endpoint:mac-ø9:agent:mcp/cursor/gîthub "srv"',
  lonely: 'okta:nobody.example:agent:∅',
  role: `arn:aws:iam::${ACCOUNT}:role/Röle-{A}`,
  user: `arn:aws:iam::${ACCOUNT}:user/ünal`,
  inner: `arn:aws:iam::${ACCOUNT}:user/inner'user`,
  key: 'AKIAODD0000000000001',
  innerKey: 'AKIAODD0000000000002',
  pat: 'github:zørg:pat:77',
  person: 'github:zørg:user:ünal',
  bucket: 'arn:aws:s3:::kunden-daten',
  objects: 'arn:aws:s3:::kunden-daten/*',
  secret: `arn:aws:secretsmanager:eu-north-1:${ACCOUNT}:secret:ïnner-AbCdEf`,
  table: `arn:aws:dynamodb:eu-north-1:${ACCOUNT}:table/ledger;DROP`,
  org: 'github.com/zørg',
  repo: 'github.com/zørg/one',
  otherRepo: 'github.com/zørg/two',
  privateRepo: 'github.com/elsewhere/private',
  actionsSecret: 'github.com/zørg/one/secrets/TOKEN',
  leaver: 'human:E-404',
  boss: 'human:E-1',
} as const;

export const cluster = (n: number): string => `arn:aws:rds:eu-north-1:${ACCOUNT}:cluster:db-${n}`;

const FOLDER = `aws/${ACCOUNT}/rds:cluster/eu-north-1`;
const SCOPE = `scope:${FOLDER}/..${FOLDER}0`;
const path = (kind: string, name: string): string => `aws/${ACCOUNT}/${kind}/eu-north-1/${name}`;

function resource(id: string, kind: string, name: string, props: { sensitivity?: string; environment?: string } = {}) {
  return node('Resource', id, { name, kind, system: 'aws', tenant: ACCOUNT, path: path(kind, name), ...props });
}

const nodes: GraphRecord[] = [
  node('Agent', K.bedrock, {
    name: 'Ünïcode "quoted" {bot}',
    kind: 'bedrock-agent',
    platform: 'aws',
    environment: 'production',
  }),
  node('Agent', K.cursor, { name: 'cursor of ünal', kind: 'ide-agent', platform: 'endpoint' }),
  node('Agent', K.mcp, { name: 'gîthub "srv"', kind: 'mcp-server', platform: 'endpoint' }),
  node('Agent', K.lonely, { name: '∅', kind: 'agent-identity', platform: 'okta' }),
  node('Principal', K.role, { name: 'Röle-{A}', kind: 'iam-role', system: 'aws' }),
  node('Principal', K.user, { name: 'ünal', kind: 'iam-user', system: 'aws' }),
  node('Principal', K.inner, { name: "inner'user", kind: 'iam-user', system: 'aws' }),
  node('Principal', K.person, { name: 'Ünal', kind: 'person', system: 'github', login: 'ünal' }),
  node('Credential', K.key, { kind: 'aws-access-key', system: 'aws', lifetime: 'long-lived' }),
  node('Credential', K.innerKey, { kind: 'aws-access-key', system: 'aws' }),
  node('Credential', K.pat, { name: 'töken', kind: 'pat-classic', system: 'github' }),
  ...['role', 'user', 'inner'].map((name) =>
    node('AccessProfile', `profile:${name}`, { system: 'aws', evaluator: 't' }),
  ),
  node('Scope', SCOPE, { lo: `${FOLDER}/`, hi: `${FOLDER}0`, kind: 'rds:cluster', count: 4 }),
  resource(cluster(1), 'rds:cluster', 'db-1', { environment: 'production', sensitivity: 'pii' }),
  resource(cluster(2), 'rds:cluster', 'db-2', { environment: 'production' }),
  resource(cluster(3), 'rds:cluster', 'db-3', { environment: 'staging' }),
  resource(cluster(4), 'rds:cluster', 'db-4'),
  resource(K.bucket, 's3:bucket', 'kunden-daten', { sensitivity: 'customer-data', environment: 'production' }),
  resource(K.objects, 's3:object', 'kunden-daten/*', { sensitivity: 'customer-data', environment: 'production' }),
  resource(K.secret, 'secretsmanager:secret', 'ïnner'),
  resource(K.table, 'dynamodb:table', 'ledger;DROP', { sensitivity: 'confidential' }),
  ...[K.org, K.repo, K.otherRepo, K.privateRepo].map((id) =>
    node('Resource', id, {
      name: id,
      kind: id === K.org ? 'github:organization' : 'github:repository',
      system: 'github',
      path: id,
    }),
  ),
  node('Resource', K.actionsSecret, { name: 'TOKEN', kind: 'github:actions-secret', secretContainer: true }),
  node('Human', K.leaver, {
    name: 'Ünal Gone',
    email: 'unal@example.com',
    status: 'departed',
    departedAt: '2026-02-01T00:00:00.000Z',
  }),
  node('Human', K.boss, { name: 'Bo Chief', email: 'bo@example.com', status: 'active' }),
  node('Evidence', 'evidence:creator:1', { kind: 'creator', says: 'ünal created it', person: 'unal@example.com' }),
];

const edges: GraphRecord[] = [
  edge('RUNS_AS', ref('Agent', K.bedrock), ref('Principal', K.role), {}),
  edge('USES', ref('Agent', K.cursor), ref('Credential', K.key), { basis: 'configured', via: '~/.aws/credentials' }),
  edge('USES', ref('Agent', K.mcp), ref('Credential', K.pat), { basis: 'inherited' }),
  edge('AUTHENTICATES_AS', ref('Credential', K.key), ref('Principal', K.user), {}),
  edge('AUTHENTICATES_AS', ref('Credential', K.innerKey), ref('Principal', K.inner), {}),
  edge('AUTHENTICATES_AS', ref('Credential', K.pat), ref('Principal', K.person), { delegated: true }),
  edge('CAN_ASSUME', ref('Principal', K.user), ref('Principal', K.role), {
    certainty: 'conditional',
    via: 'same-account-trust',
    conditionKeys: ['aws:MultiFactorAuthPresent'],
  }),
  edge('HAS_ACCESS', ref('Principal', K.role), ref('AccessProfile', 'profile:role'), {}),
  edge('HAS_ACCESS', ref('Principal', K.user), ref('AccessProfile', 'profile:user'), {}),
  edge('HAS_ACCESS', ref('Principal', K.inner), ref('AccessProfile', 'profile:inner'), {}),
  edge('CAN', ref('AccessProfile', 'profile:role'), ref('Scope', SCOPE), {
    certain: ['Read', 'List'],
    possible: ['Read', 'List', 'Write'],
  }),
  edge('CAN_EXCEPT', ref('AccessProfile', 'profile:role'), ref('Resource', cluster(4)), {
    levels: ['Read', 'List', 'Write'],
  }),
  edge('CAN_EXCEPT', ref('AccessProfile', 'profile:role'), ref('Resource', cluster(3)), { levels: ['Write'] }),
  edge('CAN', ref('AccessProfile', 'profile:role'), ref('Resource', K.objects), {
    certain: [],
    possible: ['Read'],
    conditionKeys: ['aws:SourceVpce'],
  }),
  edge('CAN', ref('AccessProfile', 'profile:role'), ref('Resource', K.bucket), {
    certain: ['Read', 'List'],
    possible: ['Read', 'List'],
  }),
  edge('CAN', ref('AccessProfile', 'profile:user'), ref('Resource', K.bucket), {
    certain: ['Read'],
    possible: ['Read'],
  }),
  edge('CAN', ref('AccessProfile', 'profile:user'), ref('Resource', K.secret), {
    certain: ['Read'],
    possible: ['Read'],
  }),
  edge('CAN', ref('AccessProfile', 'profile:user'), ref('Resource', cluster(2)), {
    certain: ['Permissions'],
    possible: ['Permissions'],
  }),
  edge('CAN', ref('AccessProfile', 'profile:user'), ref('Resource', K.table), { certain: [], possible: [] }),
  edge('CAN_OBTAIN', ref('AccessProfile', 'profile:user'), ref('Credential', K.innerKey), {
    via: K.secret,
    certainty: 'certain',
  }),
  edge('STORED_IN', ref('Credential', K.innerKey), ref('Resource', K.secret), { as: 'KEY' }),
  edge('CAN', ref('AccessProfile', 'profile:inner'), ref('Resource', K.table), {
    certain: ['Write'],
    possible: ['Write'],
  }),
  edge('GRANTED_ON', ref('Credential', K.pat), ref('Resource', K.org), { certain: ['Read', 'Write'] }),
  edge('CAN', ref('Principal', K.person), ref('Resource', K.privateRepo), { certain: ['Read'] }),
  edge('CONTAINS', ref('Resource', K.org), ref('Resource', K.repo), {}),
  edge('CONTAINS', ref('Resource', K.org), ref('Resource', K.otherRepo), {}),
  edge('CONTAINS', ref('Resource', K.repo), ref('Resource', K.actionsSecret), {}),
  edge('CONTAINS', ref('Resource', K.bucket), ref('Resource', K.objects), {}),
  edge('OWNS', ref('Human', K.leaver), ref('Agent', K.cursor), {
    confidence: 0.9,
    verdict: 'asserted',
    basis: ['is the user of the device it runs on'],
    evidence: ['evidence:creator:1'],
  }),
  edge('OWNS', ref('Human', K.boss), ref('Agent', K.bedrock), {
    confidence: 0.7,
    verdict: 'likely',
    basis: ['deployed it'],
    evidence: [],
  }),
  edge('REPORTS_TO', ref('Human', K.leaver), ref('Human', K.boss), {}),
  edge('FALLS_TO', ref('Human', K.leaver), ref('Human', K.boss), {
    route: 'manager',
    reason: 'manager of Ünal Gone at departure',
    steps: 1,
  }),
  edge('HAS_ACCOUNT', ref('Human', K.leaver), ref('Principal', K.person), { basis: 'its own record' }),
  edge('ABOUT', ref('Evidence', 'evidence:creator:1'), ref('Agent', K.cursor), {}),
];

export const estate: readonly GraphRecord[] = [...nodes, ...edges];
