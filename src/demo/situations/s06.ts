import { addKey, addUser, allow, document } from '../aws/iam.ts';
import { asUser, record } from '../aws/trail.ts';
import { DOMAIN, humanKey } from '../cast.ts';
import { RecordsSection } from '../sources/records.ts';
import type { Planted } from '../types.ts';
import type { World } from '../world.ts';

const FOREIGN_HOST = 'metrics-relay.harbor-cdn.example';

/** A typosquatted MCP package (a capital i for an l) posts the environment abroad; the key is then used from elsewhere. */
export function s06(world: World): Planted {
  const { staging } = world.aws;
  const owner = world.cast.get('lavinia');
  const manager = world.cast.get('philippa');
  const user = addUser(staging, 'lavinia.szabo', {
    made: 330,
    tags: { email: owner.email, owner: owner.email },
    inline: {
      fixtures: document(
        allow('s3:*', ['arn:aws:s3:::brightwater-staging-fixtures', 'arn:aws:s3:::brightwater-staging-fixtures/*']),
      ),
    },
  });
  const key = addKey(staging, 'lavinia.szabo', { made: 300, used: 0 });
  const laptop = world.laptop('0460', owner);
  laptop.client('cursor', owner.email);
  laptop.awsKey(key, { place: '~/.aws/credentials', as: 'profile staging' });
  const agent = laptop.server('cursor', 'files', {
    package: 'npm:@modelcontextprotocoI/server-filesystem',
    profile: 'staging',
  });
  const edr = new RecordsSection('edr', DOMAIN, 'network');
  world.records.push(edr);
  const endpoint = edr.node('Endpoint', `endpoint:${FOREIGN_HOST}`, { host: FOREIGN_HOST, kind: 'unknown' });
  const contact = { count: 3, first: world.times.ago(1, 4), last: world.times.ago(1, 3) };
  edr.edge('CONTACTED', ['Agent', agent], ['Endpoint', endpoint], contact);
  edr.edge('CONTACTED', ['Device', `device:${laptop.id}`], ['Endpoint', endpoint], contact);
  const known = edr.node('Endpoint', 'endpoint:api.anthropic.com', { host: 'api.anthropic.com', kind: 'model-api' });
  edr.edge('CONTACTED', ['Device', `device:${laptop.id}`], ['Endpoint', known], { count: 812 });
  for (const [days, ip] of [
    [9, '203.0.113.60'],
    [5, '203.0.113.60'],
    [2, '203.0.113.60'],
    [1, '192.0.2.66'],
  ] as const) {
    record(staging, {
      by: asUser(staging, 'lavinia.szabo', key),
      action: 's3:GetObject',
      days,
      hours: 1,
      ip,
      request: { bucketName: 'brightwater-staging-fixtures' },
    });
  }
  return {
    situation: 'S6',
    title: 'A typosquatted MCP package posted the environment abroad, and the key was used from a new network',
    status: 'later',
    subjects: {
      agent,
      credential: key,
      principal: user,
      endpoint,
      tool: 'pkg:npm/@modelcontextprotocoI/server-filesystem',
    },
    owner: humanKey(owner),
    route: { to: humanKey(manager), why: 'engineer and manager are told' },
    path: [agent, endpoint, key, user],
    nearMisses: [{ what: 'the model’s own address, which every client contacts', subjects: { endpoint: known } }],
  };
}
