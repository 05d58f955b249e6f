import type { Random } from '../prng.ts';
import { type Client, Device } from '../sources/device.ts';
import type { Person } from '../types.ts';
import type { World } from '../world.ts';
import { serviceName } from './names.ts';

/** Variables that people keep in their shell's start-up file, with the vendors' shapes of their values. */
const VARIABLES: Readonly<Record<string, (random: Random) => string>> = {
  OPENAI_API_KEY: (random) => `sk-proj-${random.alphanumeric(40)}`,
  ANTHROPIC_API_KEY: (random) => `sk-ant-api03-${random.alphanumeric(40)}`,
  GITHUB_TOKEN: (random) => `github_pat_${random.alphanumeric(22)}_${random.alphanumeric(59)}`,
  NPM_TOKEN: (random) => `npm_${random.alphanumeric(36)}`,
  SLACK_BOT_TOKEN: (random) => `xoxb-${random.alphanumeric(24)}`,
  VAULT_TOKEN: (random) => `hvs.${random.alphanumeric(24)}`,
};
const CLIENTS = ['cursor', 'claude-code', 'vscode', 'windsurf', 'claude-desktop'] as const;

/** A developer's laptop: two clients, two MCP servers, three to five credentials in reach of each. */
export function laptopOf(
  world: World,
  person: Person,
  random: Random,
): { readonly device: Device; readonly credentials: number } {
  const user = person.email.split('@')[0]?.split('.')[0] ?? 'user';
  const device = new Device(world.key, { id: `bw-lt-${person.id.slice(2)}x`, name: `${user}-macbook`, user }, person);
  const [first, second] = twoOf(random);
  device.client(first, person.email);
  device.client(second, person.email);
  const names = Object.keys(VARIABLES)
    .filter(() => random.chance(0.6))
    .slice(0, 4);
  const shared = names.length < 2 ? ['OPENAI_API_KEY', 'GITHUB_TOKEN'] : names;
  device.ssoProfile('default', world.aws.sandbox.id, 'BuilderAccess');
  for (const name of shared) device.secret(VARIABLES[name]?.(random) ?? '', { place: '~/.zshrc', as: name });
  const own = serverOf(device, first, random, shared) + serverOf(device, second, random, shared);
  return { device, credentials: 1 + shared.length + own };
}

function twoOf(random: Random): readonly [Client, Client] {
  const first = random.int(0, CLIENTS.length - 1);
  const second = (first + random.int(1, CLIENTS.length - 1)) % CLIENTS.length;
  return [CLIENTS[first] ?? 'cursor', CLIENTS[second] ?? 'vscode'];
}

/** A server with a token or two of its own, that takes others from the environment. Gives how many are its own. */
function serverOf(device: Device, client: Client, random: Random, shared: readonly string[]): number {
  const name = serviceName(random);
  const own = Array.from(
    { length: random.int(1, 3) },
    (_, at) => `${name.replace('-', '_').toUpperCase()}_TOKEN_${at + 1}`,
  );
  device.server(client, name, {
    package: `npm:@brightwater/${name}-mcp@1.${random.int(0, 9)}.0`,
    env: [...own, ...shared],
    references: shared,
  });
  for (const as of own) {
    const facts = { kind: 'api-token', lifetime: 'long-lived' };
    device.secret(random.alphanumeric(32), { place: '~/.config/mcp.json', as, server: `${client}/${name}` }, facts);
  }
  return own.length;
}
