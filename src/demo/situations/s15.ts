import { addBedrockAgent } from '../aws/agents.ts';
import { addRole, allow, document, trusts } from '../aws/iam.ts';
import { asRole, record } from '../aws/trail.ts';
import type { Estate } from '../base/estate.ts';
import { humanKey } from '../cast.ts';
import type { Planted } from '../types.ts';
import type { World } from '../world.ts';

const PROD = { environment: 'production' } as const;

/** Agents that nobody can be tied to; and one beside them that somebody can. */
export function s15(world: World, estate: Estate): Planted {
  const { production } = world.aws;
  const role = addRole(production, 'harbour-agent-role', {
    trust: trusts('bedrock.amazonaws.com'),
    used: 3,
    inline: { read: document(allow(['dynamodb:Query', 'dynamodb:GetItem'], estate.orders)) },
  });
  const pipeline = addRole(production, 'agent-pipeline', {
    trust: trusts('codebuild.amazonaws.com'),
    inline: { build: document(allow('bedrock:*')) },
  });
  const orphan = addBedrockAgent(production, 'harbour-lookup', { role, tags: PROD, made: 260 });
  record(production, {
    by: asRole(production, pipeline, 'build-4471'),
    action: 'bedrock:CreateAgent',
    days: 260,
    request: { agentName: 'harbour-lookup' },
    response: { agent: { agentArn: orphan } },
  });
  const hinted = addBedrockAgent(production, 'leontynes-helper', { role, tags: PROD, made: 240 });
  const misnamed = addBedrockAgent(production, 'dock-scheduler', {
    role,
    tags: { ...PROD, owner: 'jdoe-old' },
    made: 230,
  });
  const owned = addBedrockAgent(production, 'berth-planner', {
    role,
    tags: { ...PROD, owner: world.cast.get('lucjan').email },
    made: 90,
  });
  return {
    situation: 'S15',
    title: 'Agents that nobody can be tied to',
    status: 'expected',
    subjects: {
      agent: orphan,
      hintedByNameOnly: hinted,
      ownerTagNamesNobody: misnamed,
      onSharedWorkstation: 'endpoint:bw-ws-lab-2:agent:claude-code',
      principal: role,
    },
    path: [orphan, role, estate.orders],
    nearMisses: [
      {
        what: 'its name sounds like a person’s: an orphan as well; that person must never be given as its owner',
        subjects: { neverItsOwner: humanKey(world.cast.get('leontyne')), hintedAgent: hinted },
      },
      { what: 'the same role and place, but its owner tag names somebody who is here', subjects: { agent: owned } },
    ],
  };
}
