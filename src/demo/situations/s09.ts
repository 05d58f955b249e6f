import { DOMAIN, humanKey } from '../cast.ts';
import { RecordsSection } from '../sources/records.ts';
import type { Person, Planted } from '../types.ts';
import type { World } from '../world.ts';

const ORG = 'salesforce:brightwater';

/** A contractor's Salesforce OAuth grant outlives the engagement. */
export function s09(world: World): Planted {
  const grants = new RecordsSection('salesforce', DOMAIN, 'oauth-grants');
  world.records.push(grants);
  const crm = grants.node('Resource', `${ORG}:org:00D5x0000BRIGHT`, {
    name: 'Brightwater CRM',
    kind: 'salesforce:org',
    system: 'salesforce',
    tenant: 'brightwater',
    environment: 'production',
    sensitivity: 'customer-data',
  });
  const contractor = world.cast.get('corwin');
  const sponsor = world.cast.get('marguerite');
  const ended = grant(world, grants, crm, contractor, 'quillbot', 'Quillbot for Sales', 210);
  const running = grant(world, grants, crm, world.cast.get('amadou'), 'leadloom', 'Leadloom', 160);
  const employee = grant(world, grants, crm, world.cast.get('solveig'), 'tidecaller', 'Tidecaller', 95);
  return {
    situation: 'S9',
    title: 'The Salesforce grant of a contractor outlives the engagement',
    status: 'expected',
    subjects: {
      agent: ended.agent,
      credential: ended.credential,
      principal: ended.principal,
      resource: crm,
      human: humanKey(contractor),
    },
    owner: humanKey(contractor),
    route: { to: humanKey(sponsor), why: 'sponsor of the contractor' },
    path: [humanKey(contractor), ended.agent, ended.credential, ended.principal, crm],
    nearMisses: [
      {
        what: 'a contractor whose engagement goes on for two months',
        subjects: { agent: running.agent, credential: running.credential },
      },
      { what: 'an employee', subjects: { agent: employee.agent, credential: employee.credential } },
    ],
  };
}

function grant(
  world: World,
  into: RecordsSection,
  crm: string,
  person: Person,
  app: string,
  name: string,
  days: number,
) {
  const random = world.random.fork(`s09/${app}`);
  const agent = into.node('Agent', `${ORG}:agent:${app}`, {
    name,
    kind: 'assistant',
    platform: 'salesforce',
    tenant: 'brightwater',
    status: 'active',
    createdAt: world.times.ago(days),
  });
  const principal = into.node('Principal', `${ORG}:user:0055x00000${random.upper(6)}`, {
    name: person.name,
    kind: 'person',
    system: 'salesforce',
    tenant: 'brightwater',
    status: 'active',
    email: person.email,
    emailVerified: true,
    login: person.email,
  });
  const credential = into.node('Credential', `${ORG}:grant:0CQ5x00000${random.upper(6)}`, {
    name: `${name} on behalf of ${person.name}`,
    kind: 'oauth-grant',
    system: 'salesforce',
    tenant: 'brightwater',
    status: 'active',
    lifetime: 'long-lived',
    scopes: ['api', 'refresh_token'],
    createdAt: world.times.ago(days),
    lastUsedAt: world.times.ago(0, 9),
  });
  const evidence = into.node('Evidence', `evidence:consent:${credential}:${random.upper(6)}`, {
    kind: 'consent',
    says: 'approved the connected app (UserId of the OauthToken)',
    at: world.times.ago(days),
  });
  into.edge('ABOUT', ['Evidence', evidence], ['Credential', credential]);
  into.edge('NAMES', ['Evidence', evidence], ['Principal', principal]);
  into.edge('USES', ['Agent', agent], ['Credential', credential], { basis: 'seen', via: 'OauthToken' });
  into.edge('AUTHENTICATES_AS', ['Credential', credential], ['Principal', principal], { delegated: true });
  into.edge('GRANTED_ON', ['Credential', credential], ['Resource', crm], { certain: ['Read', 'Write'] });
  return { agent, principal, credential };
}
