import { addRuntime } from '../aws/agents.ts';
import { addKey, addRole, addUser, trusts } from '../aws/iam.ts';
import { addFunction, addSecret } from '../aws/resources.ts';
import { asPerson, record } from '../aws/trail.ts';
import { payrollCanary } from '../sources/hr.ts';
import type { Canary } from '../types.ts';
import type { World } from '../world.ts';

const ORG = 'github/brightwater-eng';

/** Secrets and prompts in every export that can carry them. They must be found nowhere else. */
export function plantCanaries(world: World): void {
  world.canaries.push(...inAws(world), ...elsewhere(world));
}

function inAws(world: World): Canary[] {
  const { production, staging } = world.aws;
  const list = (name: string): string => `aws/${staging.id}/eu-west-1/${name}.json`;
  const role = addRole(staging, 'canary-keeper', { trust: trusts('lambda.amazonaws.com') });
  const token = 'CANARY-acquirer-token-51fe';
  const openai = 'sk-proj-CANARYlambda0123456789abcdefXYZ';
  const url = 'CANARYurlpassw0rd';
  addFunction(staging, 'acquirer-bridge', {
    role,
    tags: { environment: 'staging', owner: world.cast.get('casimiro').email },
    environment: {
      ACQUIRER_TOKEN: token,
      OPENAI_API_KEY: openai,
      DATABASE_URL: `postgres://bridge:${url}@db.brightwater.example/x`,
      LOG_LEVEL: 'debug',
    },
  });
  const anthropic = 'sk-ant-api03-CANARYruntime0123456789abcdef';
  const prompt = 'CANARY-runtime-prompt: you are a careful clerk';
  addRuntime(staging, 'statement-clerk', {
    role,
    tags: { environment: 'staging', owner: world.cast.get('lucjan').email },
    environment: { ANTHROPIC_API_KEY: anthropic, PROMPT: prompt },
  });
  const description = 'CANARY-description password is hunter2';
  addSecret(staging, 'staging/misc/note', { description, tags: { environment: 'staging' } });
  const secretKey = 'CANARY/secret+access/key0000000000000001';
  addUser(staging, 'statement-loader');
  addKey(staging, 'statement-loader', { made: 140, used: 12, secret: secretKey });
  const bedrock = 'ABSKCANARYbedrockCANARYbedrockCANARYbedrockCANARY01';
  staging.serviceCredentials.push({
    UserName: 'statement-loader',
    Status: 'Active',
    ServiceUserName: `statement-loader-at-${staging.id}`,
    CreateDate: world.times.stamp(100),
    ServiceSpecificCredentialId: `ACCA${staging.random.upper(16)}`,
    ServiceName: 'bedrock.amazonaws.com',
    ServiceCredentialSecret: bedrock,
  });
  const command = 'export TOKEN=CANARY-cloudtrail-command-3d';
  record(production, {
    by: asPerson(production, world.cast.get('kasimir')),
    action: 'ssm:SendCommand',
    days: 2,
    request: { documentName: 'AWS-RunShellScript', parameters: { commands: [command] } },
  });
  const lists = `aws/${staging.id}/iam-lists.json`;
  return [
    { value: token, file: list('list-functions'), expect: 'fingerprint', kind: 'secret' },
    { value: openai, file: list('list-functions'), expect: 'fingerprint', kind: 'openai-key' },
    { value: url, file: list('list-functions'), expect: 'fingerprint', kind: 'url-password' },
    { value: anthropic, file: list('list-agent-runtimes'), expect: 'fingerprint', kind: 'anthropic-key' },
    { value: prompt, file: list('list-agent-runtimes'), expect: 'dropped' },
    { value: description, file: list('list-secrets'), expect: 'dropped' },
    { value: secretKey, file: lists, expect: 'fingerprint', kind: 'aws-secret-access-key' },
    { value: bedrock, file: lists, expect: 'fingerprint', kind: 'bedrock-key' },
    { value: command, file: `aws/${production.id}/CloudTrail`, expect: 'dropped' },
  ];
}

function elsewhere(world: World): Canary[] {
  const person = world.cast.get('tomasz');
  return [
    { value: payrollCanary(person), file: 'hr/brightwater/workers.csv', expect: 'dropped' },
    { value: `CANARY-okta-password-${person.oktaId}`, file: 'okta/brightwater.okta.com/users.json', expect: 'dropped' },
    { value: 'CANARY-okta-request-body', file: 'okta/brightwater.okta.com/system-log.jsonl', expect: 'dropped' },
    { value: 'CANARY-temp-clone-token', file: `${ORG}/repositories.json`, expect: 'dropped' },
    { value: 'CANARY-webhook-secret', file: `${ORG}/installations.json`, expect: 'dropped' },
    { value: 'CANARY-vault-audit-data', file: 'vault/vault.brightwater.example/vault_audit.json', expect: 'dropped' },
  ];
}
