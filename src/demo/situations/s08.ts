import { addKey, addUser, allow, document } from '../aws/iam.ts';
import { asPerson, asUser, record } from '../aws/trail.ts';
import type { Estate } from '../base/estate.ts';
import { humanKey } from '../cast.ts';
import { Device } from '../sources/device.ts';
import type { Person, Planted } from '../types.ts';
import type { World } from '../world.ts';

const SERVER = 'awslabs-aws-mcp-server/1.4.2 (claude-code) Boto3/1.40.61 md/Botocore#1.40.61 lang/python#3.13.7';

/** Somebody left three months ago; their MCP server on a shared workstation still uses their IAM user's key. */
export function s08(world: World, estate: Estate): Planted {
  const owner = world.cast.get('tomasz');
  const manager = world.cast.get('ingrid');
  const device = new Device(
    world.key,
    { id: 'bw-ws-lab-2', name: 'lab-workstation-2', user: 'lab', shared: true },
    undefined,
  );
  world.devices.push(device);
  device.client('claude-code');
  const left = leftover(world, device, owner, 'aws-ops', 'tomasz.wieczorek');
  for (const hours of [1, 4, 30, 75]) {
    record(world.aws.production, {
      by: asUser(world.aws.production, 'tomasz.wieczorek', left.key),
      action: 'rds-data:ExecuteStatement',
      days: 0,
      hours,
      agent: SERVER,
      ip: '198.51.100.90',
      request: { resourceArn: estate.payments, database: 'payments', sql: '**********' },
    });
  }
  const earlier = longGone(world, device);
  return {
    situation: 'S8',
    title: 'The MCP server of a developer who left still uses their key',
    status: 'expected',
    subjects: {
      agent: left.agent,
      credential: left.key,
      principal: left.user,
      resource: estate.payments,
      human: humanKey(owner),
    },
    owner: humanKey(owner),
    route: { to: humanKey(manager), why: 'manager at departure' },
    path: [humanKey(owner), left.agent, left.key, left.user, estate.payments],
    nearMisses: [earlier, leavesSoon(world), onLeave(world)],
  };
}

interface Leftover {
  readonly agent: string;
  readonly key: string;
  readonly user: string;
}

/** A key that its owner made for themselves while they were here, in an MCP server on the shared workstation. */
function leftover(world: World, device: Device, owner: Person, server: string, name: string): Leftover {
  const { production } = world.aws;
  const left = owner.left ?? 0;
  const user = addUser(production, name, {
    made: left + 520,
    tags: { email: owner.email, owner: owner.email },
    inline: { payments: document(allow(['rds-data:*', 'rds:Describe*'], '*')) },
  });
  const key = addKey(production, name, { made: left + 400, used: left > 100 ? left - 60 : 0, service: 'rds-data' });
  record(production, {
    by: asPerson(production, owner),
    action: 'iam:CreateAccessKey',
    days: left + 400,
    request: { userName: name },
    response: { accessKey: { userName: name, accessKeyId: key, status: 'Active' } },
  });
  const agent = device.server('claude-code', server, {
    package: 'pypi:awslabs.aws-api-mcp-server@latest',
    env: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  });
  const where = { place: '~/.claude.json', as: 'AWS_ACCESS_KEY_ID', server: `claude-code/${server}` };
  device.awsKey(key, where, production.random.alphanumeric(40));
  return { agent, key, user };
}

/** The same, of somebody who left 200 days ago: a departed owner, but not one of the last 90 days. */
function longGone(world: World, device: Device): Planted['nearMisses'][number] {
  const owner = world.cast.get('baoanh');
  const { agent, key } = leftover(world, device, owner, 'deploy-helper', 'bao-anh.delacroix');
  return {
    what: 'a departed owner too, but 200 days ago: not among those of the last 90 days',
    subjects: { agent, credential: key, human: humanKey(owner) },
  };
}

function leavesSoon(world: World): Planted['nearMisses'][number] {
  const owner = world.cast.get('seun');
  const agent = world.laptop('0446', owner).client('cursor', owner.email);
  return { what: 'the owner leaves in two weeks and is still here', subjects: { agent, human: humanKey(owner) } };
}

function onLeave(world: World): Planted['nearMisses'][number] {
  const owner = world.cast.get('ikaika');
  const agent = world.laptop('0351', owner).client('claude-code', owner.email);
  return { what: 'the owner is on leave, which is no departure', subjects: { agent, human: humanKey(owner) } };
}
