import { addBedrockAgent } from '../aws/agents.ts';
import { addRole, allow, document, trusts, trustsPrincipal } from '../aws/iam.ts';
import type { Estate } from '../base/estate.ts';
import { DOMAIN, HR_TENANT, humanKey } from '../cast.ts';
import { RecordsSection } from '../sources/records.ts';
import type { Planted } from '../types.ts';
import type { World } from '../world.ts';

const SANDBOX = { environment: 'sandbox' } as const;

/** A sandbox agent of a dissolved team still has access to a production cluster, through a role over there. */
export function s10(world: World, estate: Estate): Planted {
  const { production, sandbox } = world.aws;
  const manager = world.cast.get('marisol');
  const target = `arn:aws:iam::${production.id}:role/tidal-lab-reader`;
  const role = addRole(sandbox, 'tide-forecaster-agent', {
    trust: trusts('bedrock.amazonaws.com'),
    made: 420,
    used: 11,
    tags: { team: 'tidal-lab' },
    inline: {
      forecast: document(allow('sts:AssumeRole', target), allow('rds-data:ExecuteStatement', estate.sandboxDb)),
    },
  });
  addRole(production, 'tidal-lab-reader', {
    trust: trustsPrincipal(role),
    made: 410,
    used: 11,
    tags: { team: 'tidal-lab' },
    inline: { read: document(allow(['rds-data:ExecuteStatement', 'rds:DescribeDBClusters'], estate.warehouse)) },
  });
  const tags = { ...SANDBOX, team: 'tidal-lab' };
  const agent = addBedrockAgent(sandbox, 'tide-forecaster', { role, tags, made: 415 });
  const plain = addRole(sandbox, 'tide-gauge-agent', {
    trust: trusts('bedrock.amazonaws.com'),
    inline: { play: document(allow('rds-data:ExecuteStatement', estate.sandboxDb)) },
  });
  const harmless = addBedrockAgent(sandbox, 'tide-gauge', { role: plain, tags, made: 400 });
  const living = addBedrockAgent(sandbox, 'pallet-counter', {
    role: plain,
    tags: { ...SANDBOX, team: 'data' },
    made: 80,
  });
  catalogue(world, { [agent]: 'tidal-lab', [harmless]: 'tidal-lab', [living]: 'data' });
  const team = `team:hr:${HR_TENANT}:tidal-lab`;
  return {
    situation: 'S10',
    title: 'A sandbox agent of a dissolved team still reaches a production cluster',
    status: 'expected',
    subjects: { agent, principal: role, assumed: target, resource: estate.warehouse, team },
    owner: team,
    route: { to: humanKey(manager), why: 'last manager of the dissolved team, now in another role' },
    path: [team, agent, role, target, estate.warehouse],
    nearMisses: [
      { what: 'of the dissolved team too, but it reaches the sandbox only', subjects: { agent: harmless } },
      { what: 'a sandbox agent of a team that exists', subjects: { agent: living } },
    ],
  };
}

/** The service catalogue says which team each agent belongs to. */
function catalogue(world: World, teams: Readonly<Record<string, string>>): void {
  const section = new RecordsSection('service-catalogue', DOMAIN, 'components');
  world.records.push(section);
  for (const [agent, team] of Object.entries(teams)) {
    const evidence = section.node('Evidence', `evidence:owner-field:${agent}:catalogue`, {
      kind: 'owner-field',
      says: 'the service catalogue names the team (spec.owner)',
      at: world.times.ago(390),
    });
    section.edge('ABOUT', ['Evidence', evidence], ['Agent', agent]);
    section.edge('NAMES', ['Evidence', evidence], ['Team', `team:hr:${HR_TENANT}:${team}`]);
  }
}
