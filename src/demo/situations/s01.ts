import { addKey, addUser, allow, document } from '../aws/iam.ts';
import { asUser, record } from '../aws/trail.ts';
import type { Estate } from '../base/estate.ts';
import { humanKey } from '../cast.ts';
import type { Planted } from '../types.ts';
import type { World } from '../world.ts';

const CURSOR = 'aws-sdk-js/3.940.0 ua/2.1 os/darwin#24.6.0 lang/js md/nodejs#22.21.1 app/cursor';

/** Cursor on a laptop whose `~/.aws/credentials` holds a production key with broad S3 and RDS rights. */
export function s01(world: World, estate: Estate): Planted {
  const { production } = world.aws;
  const owner = world.cast.get('kasimir');
  const name = 'kasimir.oyelaran';
  const user = addUser(production, name, {
    made: 1300,
    tags: { email: owner.email, owner: owner.email },
    inline: { 'everything-data': document(allow(['s3:*', 'rds:*', 'rds-data:*'])) },
  });
  const key = addKey(production, name, { made: 620, used: 0, service: 'rds' });
  const laptop = world.laptop('0412', owner);
  const agent = laptop.client('cursor', owner.email, ['auto-run']);
  laptop.awsKey(key, { place: '~/.aws/credentials', as: 'profile prod' }, world.random.fork('s01').alphanumeric(40));
  laptop.server('cursor', 'filesystem', { package: 'npm:@modelcontextprotocol/server-filesystem@2025.8.21' });
  for (const hours of [2, 5, 26, 50]) {
    const by = asUser(production, name, key);
    record(production, { by, action: 'rds:DescribeDBClusters', days: 0, hours, agent: CURSOR });
    record(production, {
      by,
      action: 's3:GetObject',
      days: 0,
      hours,
      agent: CURSOR,
      request: { bucketName: 'brightwater-customer-data', key: 'exports/2026.parquet' },
    });
  }
  return {
    situation: 'S1',
    title: 'Cursor inherits a production key with broad S3 and RDS rights',
    status: 'expected',
    subjects: { agent, credential: key, principal: user, device: `device:${laptop.id}`, resource: estate.customerData },
    owner: humanKey(owner),
    route: { to: humanKey(owner), why: 'owner' },
    path: [humanKey(owner), agent, key, user, estate.customerData],
    nearMisses: [sandboxKey(world), signInOnly(world), oneTable()],
  };
}

/** The same place, the same client: but the key opens the sandbox only. */
function sandboxKey(world: World): Planted['nearMisses'][number] {
  const { sandbox } = world.aws;
  const owner = world.cast.get('jagoda');
  addUser(sandbox, 'jagoda.przybylska', {
    tags: { email: owner.email },
    inline: {
      scratch: document(
        allow('s3:*', ['arn:aws:s3:::brightwater-sandbox-scratch', 'arn:aws:s3:::brightwater-sandbox-scratch/*']),
      ),
    },
  });
  const key = addKey(sandbox, 'jagoda.przybylska', { made: 90, used: 1 });
  const laptop = world.laptop('0433', owner);
  const agent = laptop.client('cursor', owner.email);
  laptop.awsKey(key, { place: '~/.aws/credentials', as: 'profile default' });
  return {
    what: 'Cursor inherits a key too, but it reaches one sandbox bucket only',
    subjects: { agent, credential: key },
  };
}

function signInOnly(world: World): Planted['nearMisses'][number] {
  const owner = world.cast.get('wren');
  const laptop = world.laptop('0377', owner);
  const agent = laptop.client('cursor', owner.email);
  laptop.ssoProfile('prod', world.aws.production.id, 'BuilderAccess');
  return { what: 'a production profile that signs in through Identity Center: no key lies there', subjects: { agent } };
}

/** Planted with S14. */
function oneTable(): Planted['nearMisses'][number] {
  return {
    what: 'Cursor inherits a production key, but it opens one table: not broad (reuse of that key is S14)',
    subjects: { agent: 'endpoint:bw-lt-0401:agent:cursor' },
  };
}
