import { edge, type GraphRecord, node, ref } from '../../src/schema/index.ts';

/** Stands in the key, name and every text of whatever must not be seen. */
export const MARK = 'zz-hidden';

/** Keys of one team's things. */
export function keysOf(side: string) {
  return {
    team: `team:odd:${side}`,
    human: `human:e-${side}`,
    agent: `endpoint:odd:agent:${side}`,
    tool: `pkg:npm/${side}`,
    credential: `AKIA-${side}`,
    principal: `arn:aws:iam::424242424242:user/${side}`,
    account: `okta:odd:user:${side}`,
    device: `device:${side}`,
    session: `session:${side}`,
    evidence: `evidence:${side}`,
    finding: `finding:odd:${side}`,
  } as const;
}

export const NORTH = keysOf('north');
export const SOUTH = keysOf(MARK);
export const STAGING_AGENT = 'endpoint:odd:agent:north-staging';
export const BOTH = `finding:odd:both-${MARK}`;
export const LEDGER = 'arn:aws:s3:::ledger-prod';
/** Reached by the other team only. */
export const FAR = 'arn:aws:s3:::far-prod';
/** A role that no team holds, and the first team can become. */
export const NOBODYS = 'arn:aws:iam::424242424242:role/nobodys';
export const DRAFTS = 'arn:aws:s3:::drafts-staging';

function side(name: string, environment: string): GraphRecord[] {
  const K = keysOf(name);
  const email = `${name}@people.example`;
  return [
    node('Team', K.team, { name: `team ${name}`, system: 'odd', status: 'active', managerId: K.human }),
    node('Human', K.human, {
      name: `Person ${name}`,
      email,
      employeeId: `E-${name}`,
      title: `Chief of ${name}`,
      status: 'active',
    }),
    node('Agent', K.agent, { name: `agent ${name}`, kind: 'ide-agent', platform: 'endpoint', environment }),
    node('Tool', K.tool, { name: `tool ${name}`, kind: 'mcp-server' }),
    node('Credential', K.credential, { name: `key ${name}`, kind: 'aws-access-key', system: 'aws' }),
    node('Principal', K.principal, { name: `user ${name}`, kind: 'iam-user', system: 'aws' }),
    node('Principal', K.account, { name: `account ${name}`, kind: 'person', system: 'okta', login: email, email }),
    node('Device', K.device, { name: `mac ${name}`, userEmail: email }),
    node('Session', K.session, { name: `session ${name}`, kind: 'role-session', sourceIdentity: email }),
    node('Evidence', K.evidence, { kind: 'device-user', says: `${email} uses it`, person: email }),
    node('Finding', K.finding, {
      question: 'odd',
      severity: 'high',
      sentence: `agent ${name} is odd, ask ${email}`,
      path: [`agent ${name}`],
      remedy: 'none',
      routedTo: `Person ${name}`,
    }),
    edge('MEMBER_OF', ref('Human', K.human), ref('Team', K.team), {}),
    edge('HAS_ACCOUNT', ref('Human', K.human), ref('Principal', K.account), { basis: 'e-mail' }),
    edge('OWNS', ref('Human', K.human), ref('Agent', K.agent), {
      confidence: 0.9,
      verdict: 'asserted',
      basis: [`is the user of mac ${name}`],
      evidence: [K.evidence],
    }),
    edge('USES', ref('Agent', K.agent), ref('Credential', K.credential), { basis: 'configured' }),
    edge('HAS_TOOL', ref('Agent', K.agent), ref('Tool', K.tool), {}),
    edge('RUNS_ON', ref('Agent', K.agent), ref('Device', K.device), {}),
    edge('AUTHENTICATES_AS', ref('Credential', K.credential), ref('Principal', K.principal), {}),
    edge('HAS_ACCESS', ref('Principal', K.principal), ref('AccessProfile', 'profile:shared'), {}),
    edge('GOVERNED_BY', ref('Principal', K.principal), ref('Policy', 'policy:shared'), {
      roles: ['identity'],
      names: ['shared'],
    }),
    edge('BY', ref('Session', K.session), ref('Agent', K.agent), {}),
    edge('OF', ref('Session', K.session), ref('Credential', K.credential), {}),
    edge('ABOUT', ref('Evidence', K.evidence), ref('Agent', K.agent), {}),
    edge('NAMES', ref('Evidence', K.evidence), ref('Human', K.human), {}),
    edge('ABOUT', ref('Finding', K.finding), ref('Agent', K.agent), {}),
    edge('ROUTED_TO', ref('Finding', K.finding), ref('Human', K.human), {}),
    edge('STORED_IN', ref('Credential', K.credential), ref('Resource', LEDGER), {}),
    edge('CONTACTED', ref('Agent', K.agent), ref('Endpoint', 'shared.example'), {}),
    edge('USED_FROM', ref('Credential', K.credential), ref('Origin', 'asn:64500/eu'), {}),
    edge('TOUCHED', ref('Credential', K.credential), ref('Resource', LEDGER), {}),
  ];
}

function bucket(id: string, environment: string): GraphRecord {
  return node('Resource', id, {
    name: id.slice(13),
    kind: 's3:bucket',
    system: 'aws',
    environment,
    path: `aws/4/${id.slice(13)}`,
  });
}

/** One team, and what belongs to nobody. */
export const ownTeam: readonly GraphRecord[] = [
  bucket(LEDGER, 'production'),
  bucket(DRAFTS, 'staging'),
  bucket(FAR, 'production'),
  node('AccessProfile', 'profile:shared', { system: 'aws', evaluator: 't' }),
  node('Policy', 'policy:shared', { language: 'aws-iam', document: '{}' }),
  node('Endpoint', 'shared.example', { host: 'shared.example' }),
  node('Origin', 'asn:64500/eu', {}),
  node('Principal', NOBODYS, { name: 'role of nobody', kind: 'iam-role', system: 'aws' }),
  ...side('north', 'production'),
  node('Agent', STAGING_AGENT, {
    name: 'agent of drafts',
    kind: 'ide-agent',
    platform: 'endpoint',
    environment: 'staging',
  }),
  edge('OWNS', ref('Human', NORTH.human), ref('Agent', STAGING_AGENT), {
    confidence: 0.8,
    verdict: 'likely',
    basis: [],
    evidence: [],
  }),
  edge('USES', ref('Agent', STAGING_AGENT), ref('Credential', NORTH.credential), { basis: 'configured' }),
  edge('CAN_ASSUME', ref('Principal', NORTH.principal), ref('Principal', NOBODYS), {
    certainty: 'certain',
    via: 'same-account-trust',
  }),
  // What is its own names others.
  edge('ACTED_ON', ref('Agent', NORTH.agent), ref('Resource', LEDGER), {
    basis: 'seen',
    actions: ['Get'],
    count: 1,
    last: '2026-03-01T08:00:00.000Z',
    credentials: [SOUTH.credential, NORTH.credential],
    people: [SOUTH.human, NORTH.human],
  }),
  ...[LEDGER, DRAFTS].map((id) =>
    edge('CAN', ref('AccessProfile', 'profile:shared'), ref('Resource', id), { certain: ['Read'], possible: ['Read'] }),
  ),
];

/** Another team beside it, tied to it wherever the graph allows it. */
export const otherTeam: readonly GraphRecord[] = [
  ...side(MARK, 'production'),
  edge('DELEGATES_TO', ref('Agent', NORTH.agent), ref('Agent', SOUTH.agent), {}),
  edge('DELEGATES_TO', ref('Agent', SOUTH.agent), ref('Agent', NORTH.agent), {}),
  edge('USES', ref('Agent', SOUTH.agent), ref('Credential', NORTH.credential), { basis: 'seen' }),
  edge('RUNS_ON', ref('Agent', SOUTH.agent), ref('Device', NORTH.device), {}),
  edge('HAS_TOOL', ref('Agent', SOUTH.agent), ref('Tool', NORTH.tool), {}),
  edge('REPORTS_TO', ref('Human', NORTH.human), ref('Human', SOUTH.human), {}),
  edge('MAY_OWN', ref('Human', SOUTH.human), ref('Agent', NORTH.agent), {
    confidence: 0.3,
    basis: [`${MARK} says so`],
    evidence: [`evidence:north-${MARK}`],
  }),
  edge('FALLS_TO', ref('Human', NORTH.human), ref('Human', SOUTH.human), {
    route: 'manager',
    reason: `Person ${MARK} is their manager`,
    steps: 1,
  }),
  ...[
    [SOUTH.principal, NORTH.principal],
    [NORTH.principal, SOUTH.principal],
  ].map(([from = '', to = '']) =>
    edge('CAN_ASSUME', ref('Principal', from), ref('Principal', to), {
      certainty: 'certain',
      via: 'same-account-trust',
    }),
  ),
  edge('HAS_ACCESS', ref('Principal', SOUTH.principal), ref('AccessProfile', `profile:${MARK}`), {}),
  node('AccessProfile', `profile:${MARK}`, { system: 'aws', evaluator: 't' }),
  edge('CAN', ref('AccessProfile', `profile:${MARK}`), ref('Resource', FAR), { certain: ['Write'] }),
  node('Evidence', `evidence:north-${MARK}`, { kind: 'deployer', says: `${MARK} deployed it`, person: MARK }),
  edge('ABOUT', ref('Evidence', `evidence:north-${MARK}`), ref('Agent', NORTH.agent), {}),
  edge('NAMES', ref('Evidence', `evidence:north-${MARK}`), ref('Principal', SOUTH.account), {}),
  node('Finding', BOTH, {
    question: 'odd',
    severity: 'critical',
    sentence: `agent ${MARK} and agent north`,
    path: [],
    remedy: 'none',
  }),
  edge('ABOUT', ref('Finding', BOTH), ref('Agent', NORTH.agent), {}),
  edge('ABOUT', ref('Finding', BOTH), ref('Agent', SOUTH.agent), {}),
];

/** Two teams beside each other. */
export const twoTeams: readonly GraphRecord[] = [...ownTeam, ...otherTeam];
