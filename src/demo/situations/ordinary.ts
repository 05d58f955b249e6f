import { addBedrockAgent, addRuntime } from '../aws/agents.ts';
import { addKey, addRole, addUser, allow, document, trusts } from '../aws/iam.ts';
import { addFunction, addSecret } from '../aws/resources.ts';
import { asPerson, asUser, record } from '../aws/trail.ts';
import type { Estate } from '../base/estate.ts';
import { humanKey } from '../cast.ts';
import type { World } from '../world.ts';
import { ownerByChain, ownerByPipeline } from './deployed.ts';

/** What is as it should be, or worth a question and no alarm: by name, the graph keys that show it. */
export type Ordinary = Readonly<Record<string, Readonly<Record<string, string>>>>;

const PROD = { environment: 'production' } as const;
const LANGCHAIN = 'langchain-aws/0.2.35 Boto3/1.40.61 md/Botocore#1.40.61 lang/python#3.12.11';

export function plantOrdinary(world: World, estate: Estate): Ordinary {
  return {
    ownerByEvent: ownerByEvent(world, estate),
    ownerByDirectory: ownerByDirectory(world),
    ownerBySeat: ownerBySeat(world),
    ownerByConsent: ownerByConsent(world),
    inferredAgent: inferredAgent(world, estate),
    unusedCredentials: unusedCredentials(world),
    sharedCredential: sharedCredential(world),
    ownerByPipeline: ownerByPipeline(world, estate),
    ownerByChain: ownerByChain(world, estate),
  };
}

/** Nothing but the event says who made it. */
function ownerByEvent(world: World, estate: Estate) {
  const { production } = world.aws;
  const owner = world.cast.get('noor');
  const role = addRole(production, 'fraud-notes-agent', {
    trust: trusts('bedrock.amazonaws.com'),
    used: 0,
    inline: { read: document(allow('dynamodb:GetItem', estate.orders)) },
  });
  const agent = addBedrockAgent(production, 'fraud-notes', { role, tags: PROD, made: 44 });
  const response = { agent: { agentArn: agent } };
  record(production, { by: asPerson(production, owner), action: 'bedrock:CreateAgent', days: 44, response });
  return { agent, human: humanKey(owner) };
}

function ownerByDirectory(world: World) {
  const owner = world.cast.get('perpetua');
  const app = world.okta.app({ label: 'Netledger', made: 800 });
  const connections = [world.okta.appConnection(app, 'Netledger', ['read:journals'])];
  const agent = world.okta.aiAgent('Journal explainer', { owner, connections, keys: 2 });
  const blueprint = world.entra.blueprint('Finance assistants', world.cast.get('bronwen'), [120]);
  const sponsored = world.entra.agentIdentity('expense-checker', blueprint, world.cast.get('lucjan'));
  return { agent, human: humanKey(owner), sponsoredAgent: sponsored, sponsor: humanKey(world.cast.get('lucjan')) };
}

function ownerBySeat(world: World) {
  const owner = world.cast.get('noor');
  return { agent: world.github.seat(owner, 300), human: humanKey(owner) };
}

function ownerByConsent(world: World) {
  const owner = world.cast.get('solveig');
  const secret = 'CANARY-okta-client-secret-8uQ2';
  const client = world.okta.app({ label: 'Sidekick Notes', made: 120, oauth: { secret } });
  world.canaries.push({
    value: secret,
    file: 'okta/brightwater.okta.com/apps.json',
    expect: 'fingerprint',
    kind: 'secret',
  });
  const credential = world.okta.consent(client, owner, ['openid', 'offline_access', 'calendar.read'], 118);
  return { credential, human: humanKey(owner), app: `okta:brightwater.okta.com:app-instance:${client}` };
}

/** Nobody registered it: a user agent on a key tells of it. */
function inferredAgent(world: World, estate: Estate) {
  const { production } = world.aws;
  const user = addUser(production, 'report-runner', {
    made: 600,
    tags: { owner: world.cast.get('hakon').email },
    inline: { read: document(allow(['dynamodb:Scan', 'dynamodb:Query'], estate.orders)) },
  });
  const credential = addKey(production, 'report-runner', { made: 590, used: 0, service: 'dynamodb' });
  record(production, {
    by: asPerson(production, world.cast.get('hakon')),
    action: 'iam:CreateAccessKey',
    days: 590,
    request: { userName: 'report-runner' },
    response: { accessKey: { userName: 'report-runner', accessKeyId: credential, status: 'Active' } },
  });
  for (const hours of [3, 27, 51, 75]) {
    const request = { tableName: 'orders' };
    record(production, {
      by: asUser(production, 'report-runner', credential),
      action: 'dynamodb:Query',
      days: 0,
      hours,
      agent: LANGCHAIN,
      ip: '198.51.100.140',
      request,
    });
  }
  return {
    agent: `inferred:langchain:agent:${credential}`,
    credential,
    principal: user,
    human: humanKey(world.cast.get('hakon')),
  };
}

function unusedCredentials(world: World) {
  const { production } = world.aws;
  addUser(production, 'etl-legacy', {
    made: 1500,
    inline: { load: document(allow('s3:PutObject', 'arn:aws:s3:::brightwater-invoices/*')) },
  });
  const never = addKey(production, 'etl-legacy', { made: 1490 });
  const long = addKey(production, 'etl-legacy', { made: 1200, used: 700 });
  const secret = 'q7~CANARY_entra_secret_text_Zk20';
  const app = world.entra.application({
    name: 'warehouse-sync',
    made: 500,
    owner: world.cast.get('jagoda'),
    secrets: [300, -40],
    secretText: secret,
  });
  world.canaries.push({
    value: secret,
    file: `entra/5ea1f00d-3b17-4c2e-9d41-b21647a7e700/applications.json`,
    expect: 'fingerprint',
    kind: 'secret',
  });
  world.entra.signIn(app.principal, 'warehouse-sync', app.keys[0], app.principal, 1, 2);
  return { neverUsed: never, longUnused: long, expired: app.keys[1] ?? '', inUse: app.keys[0] ?? '' };
}

/** One secret, three consumers. */
function sharedCredential(world: World) {
  const { production } = world.aws;
  const secret = addSecret(production, 'prod/shared/model-gateway', { tags: PROD, made: 700 });
  const role = addRole(production, 'model-gateway-users', {
    trust: trusts('bedrock-agentcore.amazonaws.com'),
    used: 0,
    inline: { read: document(allow('secretsmanager:GetSecretValue', secret)) },
  });
  const tags = { ...PROD, owner: world.cast.get('aurelio').email };
  const environment = { MODEL_GATEWAY_KEY: secret };
  const first = addRuntime(production, 'catalogue-writer', { role, tags, environment });
  const second = addRuntime(production, 'returns-summary', { role, tags, environment });
  const function_ = addFunction(production, 'nightly-digest', { role, environment, tags });
  return { credential: `${secret}#current`, first, second, third: function_ };
}
