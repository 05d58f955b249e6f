import type { FingerprintKey } from '../../lib/fingerprint.ts';
import { findSecret } from '../../lib/redact.ts';
import type { Output } from '../output.ts';
import { scanPrints } from '../prints.ts';
import type { Json, Person } from '../types.ts';

export const CLIENTS = {
  cursor: ['Cursor', '~/.cursor/mcp.json'],
  'claude-code': ['Claude Code', '~/.claude.json'],
  'claude-desktop': ['Claude Desktop', '~/Library/Application Support/Claude/claude_desktop_config.json'],
  vscode: ['VS Code (Copilot)', '~/Library/Application Support/Code/User/mcp.json'],
  windsurf: ['Windsurf', '~/.codeium/windsurf/mcp_config.json'],
} as const;
export type Client = keyof typeof CLIENTS;

interface Server {
  /** `npm:@scope/name@1.2.3`, `pypi:name` */
  readonly package?: string;
  readonly url?: string;
  readonly env?: readonly string[];
  readonly references?: readonly string[];
  readonly profile?: string;
  readonly project?: string;
  readonly autoApprove?: boolean;
}

type Where = {
  readonly place: string;
  readonly as: string;
  readonly server?: string;
  readonly client?: string;
};

/** What `keyline scan` reports of one user on one device. */
export class Device {
  readonly id: string;
  readonly name: string;
  readonly user: string;
  readonly emails: readonly string[];
  readonly #shared: boolean;
  readonly #key: FingerprintKey;
  readonly #clients: Json[] = [];
  readonly #servers: Json[] = [];
  readonly #credentials: Json[] = [];

  constructor(
    key: FingerprintKey,
    about: { readonly id: string; readonly name: string; readonly user: string; readonly shared?: true },
    owner: Person | undefined,
  ) {
    this.#key = key;
    this.id = about.id;
    this.name = about.name;
    this.user = about.user;
    this.emails = owner === undefined ? [] : [owner.email];
    this.#shared = about.shared === true;
  }

  /** Adds an installed client and gives its agent's key. */
  client(client: Client, email?: string, risks: readonly string[] = []): string {
    const [title, file] = CLIENTS[client];
    const signedIn = email === undefined ? {} : { email };
    this.#clients.push({ client, title, installed: true, files: [file], ...signedIn, risks });
    return `endpoint:${this.id}:agent:${client}`;
  }

  /** Adds an MCP server and gives its agent's key (of a server that runs here; a remote one is no agent). */
  server(client: Client, name: string, server: Server = {}): string {
    const key = serverKey(client, name, server.project);
    const { project, profile } = server;
    this.#servers.push({
      key,
      client,
      name,
      scope: project === undefined ? 'user' : 'project',
      ...(project === undefined ? {} : { project }),
      file: project === undefined ? CLIENTS[client][1] : `${project}/.mcp.json`,
      transport: server.url === undefined ? 'stdio' : 'http',
      ...(server.url === undefined ? { command: 'npx' } : { url: server.url }),
      ...(server.package === undefined ? {} : { package: packageOf(server.package) }),
      env: server.env ?? [],
      headers: [],
      references: server.references ?? [],
      ...(profile === undefined ? {} : { profile }),
      enabled: true,
      autoApprove: server.autoApprove ?? false,
      risks: [],
    });
    return `endpoint:${this.id}:agent:mcp/${key}`;
  }

  /** An AWS access key by its public id; `secret` gives the fingerprint of the key beside it. */
  awsKey(id: string, where: Where, secret?: string): string {
    const fingerprints = secret === undefined ? [] : scanPrints(this.#key, secret);
    const lifetime = id.startsWith('ASIA') ? 'short-lived' : 'long-lived';
    this.#add({ kind: 'aws-access-key', system: 'aws', id, lifetime, fingerprints, ...where });
    return id;
  }

  /** Any other secret, by its fingerprints; gives its key. `facts`: kind, system, lifetime. */
  secret(value: string, where: Where, facts: Json = {}): string {
    const fingerprints = scanPrints(this.#key, value);
    this.#add({ kind: 'secret', ...kindOf(value), ...facts, fingerprints, ...where });
    return fingerprints[0] ?? '';
  }

  /** A login through Identity Center: there is a profile and no key. */
  ssoProfile(profile: string, account: string, permissionSet: string): void {
    const where = { place: '~/.aws/config', as: `profile ${profile}` };
    const notes = [permissionSet, 'brightwater'];
    this.#add({ kind: 'sso-profile', system: 'aws', lifetime: 'short-lived', tenant: account, ...where, notes });
  }

  write(output: Output, scannedAt: string): void {
    output.json(`endpoint/${this.id}.scan.json`, {
      keylineScan: 1,
      scannedAt,
      device: {
        id: this.id,
        name: this.name,
        os: 'darwin',
        user: this.user,
        emails: this.emails,
        ...(this.#shared ? { shared: true } : {}),
      },
      clients: this.#clients,
      mcpServers: this.#servers,
      credentials: this.#credentials,
      problems: [],
    });
  }

  /** Key of the file's Resource. */
  fileKey(place: string): string {
    return `endpoint:${this.id}:file:${this.user}:${place}`;
  }

  #add(credential: Json): void {
    this.#credentials.push({ notes: [], fingerprints: [], ...credential });
  }
}

export function serverKey(client: Client, name: string, project?: string): string {
  return `${client}/${name}${project === undefined ? '' : `@${project}`}`;
}

function packageOf(text: string): Json {
  const [, ecosystem, name, version] = /^(\w+):(@?[^@]+)(?:@(.+))?$/.exec(text) ?? [];
  return { ecosystem, name, ...(version === undefined ? {} : { version }), pinned: /^\d/.test(version ?? '') };
}

const KINDS: Readonly<Record<string, Json>> = {
  'github-pat-fine-grained': { kind: 'pat-fine-grained', system: 'github', lifetime: 'long-lived' },
  'github-token': { kind: 'pat-classic', system: 'github' },
  'anthropic-key': { kind: 'api-token', system: 'anthropic', lifetime: 'long-lived' },
  'openai-key': { kind: 'api-token', system: 'openai', lifetime: 'long-lived' },
  'slack-token': { kind: 'api-token', system: 'slack' },
  'npm-token': { kind: 'api-token', system: 'npm' },
  'vault-token': { kind: 'vault-token', system: 'vault' },
};

/** What the shape of a secret tells. */
function kindOf(secret: string): Json {
  return KINDS[findSecret(secret)?.kind ?? ''] ?? {};
}
