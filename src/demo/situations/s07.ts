import { addBedrockAgent } from '../aws/agents.ts';
import { addRole, allow, document, trusts } from '../aws/iam.ts';
import { asRole, record } from '../aws/trail.ts';
import type { Estate } from '../base/estate.ts';
import { humanKey } from '../cast.ts';
import type { Planted } from '../types.ts';
import type { World } from '../world.ts';

/** The session of a Bedrock role leaks through logs and is used from another region. */
export function s07(world: World, estate: Estate): Planted {
  const { production } = world.aws;
  const owner = world.cast.get('aurelio');
  const role = addRole(production, 'warehouse-summary-agent', {
    trust: trusts('bedrock.amazonaws.com'),
    used: 0,
    inline: {
      read: document(allow(['rds-data:ExecuteStatement', 's3:GetObject'], [estate.warehouse, `${estate.backups}/*`])),
    },
  });
  const agent = addBedrockAgent(production, 'warehouse-summary', {
    role,
    made: 110,
    tags: { environment: 'production', owner: owner.email },
  });
  const session = `BedrockAgents-${agent.split('/').at(-1) ?? ''}`;
  const key = production.random.sessionKeyId();
  record(production, {
    by: { type: 'AWSService', invokedBy: 'bedrock.amazonaws.com' },
    action: 'sts:AssumeRole',
    days: 0,
    hours: 4,
    agent: 'bedrock.amazonaws.com',
    ip: 'bedrock.amazonaws.com',
    request: { roleArn: role, roleSessionName: session },
    response: { credentials: { accessKeyId: key, expiration: world.times.stamp(0, 3) } },
  });
  const use = { by: asRole(production, role, session, key), action: 'rds-data:ExecuteStatement', days: 0 } as const;
  const request = { resourceArn: estate.warehouse, sql: '**********' };
  record(production, { ...use, hours: 3.9, agent: 'bedrock.amazonaws.com', ip: 'bedrock.amazonaws.com', request });
  record(production, {
    ...use,
    hours: 3.2,
    region: 'ap-southeast-1',
    ip: '192.0.2.44',
    agent: 'aws-cli/1.18.69 Python/3.8.10',
    request,
  });
  return {
    situation: 'S7',
    title: 'A Bedrock role session is used from another region',
    status: 'later',
    subjects: {
      agent,
      principal: role,
      sessionKey: key,
      session: `session:${role}/${session}/${world.times.day(0)}`,
      resource: estate.warehouse,
    },
    owner: humanKey(owner),
    route: { to: humanKey(owner), why: 'owner' },
    path: [agent, role, estate.warehouse],
    nearMisses: [],
  };
}
