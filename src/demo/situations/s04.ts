import { addBedrockAgent } from '../aws/agents.ts';
import { addRole, allow, document, trusts } from '../aws/iam.ts';
import { asPerson, asRole, record } from '../aws/trail.ts';
import type { Estate } from '../base/estate.ts';
import { humanKey } from '../cast.ts';
import type { Planted } from '../types.ts';
import type { World } from '../world.ts';

const PROD = { environment: 'production' } as const;
const READS = ['rds-data:ExecuteStatement', 'rds-data:BatchExecuteStatement'];

/** A support agent meant for one Aurora cluster can reach a second one with personal data: its role says `support-*`. */
export function s04(world: World, estate: Estate): Planted {
  const { production } = world.aws;
  const owner = world.cast.get('emrys');
  const role = addRole(production, 'support-triage-agent', {
    trust: trusts('bedrock.amazonaws.com'),
    used: 0,
    inline: { tickets: document(allow(READS, production.arn('rds', 'eu-west-1', 'cluster:support-*'))) },
  });
  const instruction = 'CANARY-instruction: you are the support agent of Brightwater';
  world.canaries.push({ value: instruction, file: listOf(production.id), expect: 'dropped' });
  const agent = addBedrockAgent(production, 'support-triage', {
    role,
    instruction,
    made: 170,
    tags: { ...PROD, 'intended-resource': estate.supportTickets },
  });
  created(world, agent, 'emrys', 170);
  for (const hours of [1, 9, 33]) {
    record(production, {
      by: asRole(production, role, `BedrockAgents-${agent.split('/').at(-1) ?? ''}`),
      action: 'rds-data:ExecuteStatement',
      days: 0,
      hours,
      agent: 'bedrock.amazonaws.com',
      ip: 'bedrock.amazonaws.com',
      request: { resourceArn: estate.supportTickets, database: 'tickets', sql: '**********' },
    });
  }
  return {
    situation: 'S4',
    title: 'A support agent meant for one cluster also reaches one with personal data',
    status: 'expected',
    subjects: { agent, principal: role, intended: estate.supportTickets, resource: estate.supportCustomers },
    owner: humanKey(owner),
    route: { to: humanKey(owner), why: 'owner' },
    path: [humanKey(owner), agent, role, estate.supportCustomers],
    nearMisses: [exactlyThat(world, estate), meantForIt(world, estate)],
  };
}

function exactlyThat(world: World, estate: Estate): Planted['nearMisses'][number] {
  const { production } = world.aws;
  const role = addRole(production, 'support-macros-agent', {
    trust: trusts('bedrock.amazonaws.com'),
    inline: { tickets: document(allow(READS, estate.supportTickets)) },
  });
  const tags = { ...PROD, 'intended-resource': estate.supportTickets };
  const agent = addBedrockAgent(production, 'support-macros', { role, tags, made: 150 });
  created(world, agent, 'zsofia', 150);
  return { what: 'the same purpose; its role names that cluster and no other', subjects: { agent, principal: role } };
}

function meantForIt(world: World, estate: Estate): Planted['nearMisses'][number] {
  const { production } = world.aws;
  const role = addRole(production, 'privacy-requests-agent', {
    trust: trusts('bedrock.amazonaws.com'),
    inline: { customers: document(allow(READS, estate.supportCustomers)) },
  });
  const tags = { ...PROD, 'intended-resource': estate.supportCustomers };
  const agent = addBedrockAgent(production, 'privacy-requests', { role, tags, made: 100 });
  created(world, agent, 'dmitri', 100);
  return { what: 'reaches the personal data, and is meant to', subjects: { agent, principal: role } };
}

function created(world: World, agent: string, by: 'emrys' | 'zsofia' | 'dmitri', days: number): void {
  const { production } = world.aws;
  record(production, {
    by: asPerson(production, world.cast.get(by)),
    action: 'bedrock:CreateAgent',
    days,
    response: { agent: { agentArn: agent } },
  });
}

function listOf(account: string): string {
  return `aws/${account}/eu-west-1/list-agents.json`;
}
