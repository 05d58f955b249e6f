import { addRuntime } from '../aws/agents.ts';
import { addKey, addRole, addUser, allow, document, trusts } from '../aws/iam.ts';
import { addSecret } from '../aws/resources.ts';
import type { Estate } from '../base/estate.ts';
import { humanKey } from '../cast.ts';
import type { Planted } from '../types.ts';
import type { World } from '../world.ts';

const STAGING = { environment: 'staging' } as const;

/** A secret that an agent can read holds another principal's credential, which reaches production. */
export function s12(world: World, estate: Estate): Planted {
  const { production, staging } = world.aws;
  const owner = world.cast.get('theodora');
  const deployer = addUser(production, 'ci-deployer', {
    made: 1100,
    tags: { purpose: 'continuous delivery', team: 'platform' },
    inline: { deliver: document(allow(['rds:*', 's3:*', 'rds-data:*'])) },
  });
  const key = addKey(production, 'ci-deployer', { made: 900, used: 1 });
  const secret = addSecret(staging, 'staging/shared/deployer', {
    tags: { ...STAGING, 'access-key-id': key },
    made: 880,
  });
  const harmless = sandboxSecret(world);
  const role = addRole(staging, 'invoice-reader-agent', {
    trust: trusts('bedrock-agentcore.amazonaws.com'),
    used: 0,
    inline: {
      'read-shared': document(
        allow(
          ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
          staging.arn('secretsmanager', 'eu-west-1', 'secret:staging/shared/*'),
        ),
      ),
    },
  });
  const agent = addRuntime(staging, 'invoice-reader', {
    role,
    made: 130,
    tags: { ...STAGING, owner: owner.email },
    environment: { LOG_LEVEL: 'info', INVOICE_BUCKET: 'brightwater-staging-fixtures' },
  });
  return {
    situation: 'S12',
    title: 'A staging agent can read a secret that holds the production deployer’s key',
    status: 'expected',
    subjects: { agent, principal: role, secret, credential: key, obtained: deployer, resource: estate.ledger },
    owner: humanKey(owner),
    route: { to: humanKey(owner), why: 'owner' },
    path: [agent, role, secret, key, deployer, estate.ledger],
    nearMisses: [
      {
        what: 'the same agent can read this secret too; its key reaches the sandbox only',
        subjects: { agent, ...harmless },
      },
      listsOnly(world),
    ],
  };
}

function sandboxSecret(world: World): { readonly secret: string; readonly credential: string } {
  const { sandbox, staging } = world.aws;
  addUser(sandbox, 'fixture-loader', {
    inline: { load: document(allow('s3:PutObject', 'arn:aws:s3:::brightwater-sandbox-scratch/*')) },
  });
  const credential = addKey(sandbox, 'fixture-loader', { made: 500, used: 6 });
  const tags = { ...STAGING, 'access-key-id': credential };
  return { secret: addSecret(staging, 'staging/shared/fixtures', { tags }), credential };
}

/** May see that the secrets are there, not what is in them. */
function listsOnly(world: World): Planted['nearMisses'][number] {
  const { staging } = world.aws;
  const role = addRole(staging, 'catalogue-agent', {
    trust: trusts('bedrock-agentcore.amazonaws.com'),
    inline: { list: document(allow(['secretsmanager:DescribeSecret', 'secretsmanager:ListSecrets'])) },
  });
  const agent = addRuntime(staging, 'secret-catalogue', {
    role,
    tags: { ...STAGING, owner: world.cast.get('xiomara').email },
  });
  return { what: 'an agent that may list the secrets and read none', subjects: { agent, principal: role } };
}
