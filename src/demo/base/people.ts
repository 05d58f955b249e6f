import { humanKey } from '../cast.ts';
import type { Output } from '../output.ts';
import { writeHr } from '../sources/hr.ts';
import type { Person } from '../types.ts';
import type { World } from '../world.ts';

/** Which team pushes to which repositories. */
const REPOSITORIES: Readonly<Record<string, readonly string[]>> = {
  payments: ['payments-api', 'release-notes'],
  finance: ['ledger'],
  support: ['support-console'],
  platform: ['infrastructure', 'developer-docs'],
  data: ['warehouse-models'],
};

/** The accounts of people in HR, Okta, Entra ID and GitHub. `more`: people beside the named ones. */
export function writePeople(output: Output, world: World, people: readonly Person[]): void {
  const { teams } = world.cast;
  const byId = new Map(people.map((person) => [person.id, person]));
  writeHr(output, people, teams, world.times);
  world.okta.teams(teams, people);
  for (const person of people) {
    world.okta.user(person);
    world.entra.user(person, byId.get(person.manager ?? ''));
    if (worksWithCode(person)) world.github.member(person, humanKey(person) === humanKey(world.cast.get('ingrid')));
  }
  const own = Object.entries(REPOSITORIES);
  for (const name of own.flatMap(([, names]) => names)) world.github.repository(name);
  world.github.teams(teams.filter(({ id }) => id in REPOSITORIES));
  for (const [id, names] of own) {
    const team = teams.find((one) => one.id === id);
    const members = world.cast.people.filter((person) => person.team === id && worksWithCode(person));
    if (team !== undefined) world.github.team(team, members, names);
  }
}

function worksWithCode({ left, team }: Person): boolean {
  return (left === undefined || left <= 0) && team !== 'people' && team !== 'growth';
}

/** What the other systems hold beside people: an API token, apps, a few secrets. */
export function writeShared(world: World): void {
  const admin = world.cast.get('xiomara');
  const token = world.okta.apiToken('terraform', admin, 200);
  const target = [{ id: token.split(':').at(-1), type: 'Token', alternateId: 'unknown', displayName: 'terraform' }];
  world.okta.event('system.api_token.create', admin, target, 200);
  for (const [index, person] of world.cast.staff.entries()) {
    world.okta.event('user.session.start', person, [], index % 5, index % 9);
  }
  world.github.installation('brightwater-release-bot', false, { contents: 'write', metadata: 'read' });
  world.github.actionsSecrets(['SONAR_TOKEN', 'NPM_PUBLISH_TOKEN']);
  world.vault.policy('payments-read', 'path "kv/data/payments/*" {\n  capabilities = ["read"]\n}\n');
  world.vault.policy('default', 'path "auth/token/lookup-self" {\n  capabilities = ["read"]\n}\n');
  world.vault.secret('payments/acquirer-sandbox', { environment: 'sandbox' });
  world.vault.secret('payments/acquirer', { environment: 'production', owner: world.cast.get('noor').email });
  world.vault.appRole('payments-agent', ['payments-read']);
  world.vault.entity('noor', world.cast.get('noor').email, ['payments-read']);
  world.vault.token(world.cast.get('noor').email, ['payments-read'], 60);
  world.vault.read('payments-agent', 'payments/acquirer', 0, 7);
}
