import { addKey, addRole, addUser, allow, document, trusts } from '../aws/iam.ts';
import { addSecret, addTask } from '../aws/resources.ts';
import type { Estate } from '../base/estate.ts';
import { humanKey } from '../cast.ts';
import type { Planted } from '../types.ts';
import type { World } from '../world.ts';

/** The same credential lies in a secret store, a `.env` file and an MCP configuration. */
export function s14(world: World, estate: Estate): Planted {
  const { production } = world.aws;
  const user = addUser(production, 'metrics-pusher', {
    made: 950,
    tags: { team: 'payments' },
    inline: { push: document(allow(['dynamodb:PutItem', 'dynamodb:GetItem', 'dynamodb:Query'], estate.orders)) },
  });
  const key = addKey(production, 'metrics-pusher', { made: 930, used: 2, service: 'dynamodb' });
  const value = world.random.fork('s14').alphanumeric(40);
  const secret = addSecret(production, 'prod/metrics/pusher', {
    tags: { environment: 'production', 'access-key-id': key },
  });
  const [first, second] = [world.cast.get('pietjan'), world.cast.get('yevheniia')];
  const one = world.laptop('0401', first);
  const reader = one.client('cursor', first.email);
  one.awsKey(key, { place: '~/code/payments-api/.env', as: 'AWS_ACCESS_KEY_ID' }, value);
  const two = world.laptop('0419', second);
  two.client('claude-desktop', second.email);
  const server = two.server('claude-desktop', 'metrics', {
    package: 'npm:@brightwater/metrics-mcp@1.0.3',
    env: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  });
  const configured = { as: 'AWS_ACCESS_KEY_ID', server: 'claude-desktop/metrics' };
  const config = '~/Library/Application Support/Claude/claude_desktop_config.json';
  two.awsKey(key, { place: config, ...configured }, value);
  return {
    situation: 'S14',
    title: 'One key lies in Secrets Manager, in a .env file and in an MCP configuration',
    status: 'expected',
    subjects: {
      credential: key,
      principal: user,
      store: secret,
      dotenv: one.fileKey('~/code/payments-api/.env'),
      configuration: two.fileKey(config),
      agent: server,
      otherAgent: reader,
    },
    owner: humanKey(second),
    path: [key, secret, one.fileKey('~/code/payments-api/.env'), two.fileKey(config)],
    nearMisses: [onePlace(world, estate), twoKeys(world)],
  };
}

/** A key in the store alone, which a task takes from there. */
function onePlace(world: World, estate: Estate): Planted['nearMisses'][number] {
  const { production } = world.aws;
  addUser(production, 'orders-exporter', { inline: { read: document(allow('dynamodb:Scan', estate.orders)) } });
  const credential = addKey(production, 'orders-exporter', { made: 300, used: 1, service: 'dynamodb' });
  const secret = addSecret(production, 'prod/orders/exporter', {
    tags: { environment: 'production', 'access-key-id': credential },
  });
  const role = addRole(production, 'orders-exporter-task', {
    trust: trusts('ecs-tasks.amazonaws.com'),
    inline: { read: document(allow('secretsmanager:GetSecretValue', secret)) },
  });
  const task = addTask(production, 'orders-exporter', { role, secrets: { AWS_ACCESS_KEY_ID: secret } });
  return {
    what: 'a key in the store alone; a task refers to it',
    subjects: { credential, store: secret, consumer: task },
  };
}

/** Two keys of one user in two places are two credentials. */
function twoKeys(world: World): Planted['nearMisses'][number] {
  const { sandbox } = world.aws;
  const owner = world.cast.get('aurelio');
  addUser(sandbox, 'aurelio.castellanos', { tags: { email: owner.email } });
  const [credential, other] = [
    addKey(sandbox, 'aurelio.castellanos', { made: 200, used: 4 }),
    addKey(sandbox, 'aurelio.castellanos', { made: 20, used: 0 }),
  ];
  const laptop = world.laptop('0455', owner);
  laptop.client('vscode', owner.email);
  laptop.awsKey(credential, { place: '~/.aws/credentials', as: 'profile old' });
  laptop.awsKey(other, { place: '~/.aws/credentials', as: 'profile new' });
  return { what: 'two keys of one user on one laptop: different credentials', subjects: { credential, other } };
}
