import { join } from 'node:path';
import type { Places } from './places.ts';

/** One place where a client keeps its MCP servers or settings. */
export interface ClientFile {
  readonly path: string;
  readonly form: 'json' | 'toml';
  /** The key its servers stand under. */
  readonly servers: string;
  /** Settings of the client that are read for risks. */
  readonly settings?: 'claude' | 'codex' | 'gemini' | 'vscode';
  readonly scope: 'user' | 'managed';
}

/** A client: where it is seen, and which files it reads. Paths: SOURCES §15.1; those marked unconfirmed there are so here. */
export interface ClientSpec {
  readonly client: string;
  readonly title: string;
  readonly folders: readonly string[];
  readonly files: readonly ClientFile[];
  /** Files in a project, relative to it, with the key its servers stand under. */
  readonly project: readonly Omit<ClientFile, 'scope'>[];
  /** Files that hold its own login; presence, expiry and fingerprints are kept. */
  readonly logins: readonly string[];
}

const MCP = 'mcpServers';

function user(path: string, servers = MCP, more: Partial<ClientFile> = {}): ClientFile {
  return { path, form: 'json', servers, scope: 'user', ...more };
}

function inProject(path: string, servers = MCP, more: Partial<ClientFile> = {}): Omit<ClientFile, 'scope'> {
  return { path, form: 'json', servers, ...more };
}

/** Every client that is known, with its places on this platform. */
export function clientSpecs(places: Places): readonly ClientSpec[] {
  const { home, config, local } = places;
  const code = ['Code', 'Code - Insiders', 'VSCodium'].map((name) => join(config, name, 'User'));
  const codex = places.codexHome ?? join(home, '.codex');
  const extension = (id: string, file: string): ClientFile[] =>
    [...code, join(config, 'Cursor', 'User')].map((folder) =>
      user(join(folder, 'globalStorage', id, 'settings', file)),
    );
  return [
    {
      client: 'claude-desktop',
      title: 'Claude Desktop',
      folders: [join(config, 'Claude')],
      files: [user(join(config, 'Claude', 'claude_desktop_config.json'))],
      project: [],
      logins: [],
    },
    {
      client: 'claude-code',
      title: 'Claude Code',
      folders: [join(home, '.claude')],
      files: [
        user(join(home, '.claude', 'settings.json'), MCP, { settings: 'claude' }),
        user(join(home, '.claude', 'settings.local.json'), MCP, { settings: 'claude' }),
        ...places.claudeManaged.flatMap((folder) => [
          user(join(folder, 'managed-mcp.json'), MCP, { scope: 'managed' }),
          user(join(folder, 'managed-settings.json'), MCP, { scope: 'managed', settings: 'claude' }),
        ]),
      ],
      project: [
        inProject('.mcp.json'),
        inProject('.claude/settings.json', MCP, { settings: 'claude' }),
        inProject('.claude/settings.local.json', MCP, { settings: 'claude' }),
      ],
      logins: [join(home, '.claude', '.credentials.json')],
    },
    {
      client: 'cursor',
      title: 'Cursor',
      folders: [join(home, '.cursor')],
      files: [
        user(join(home, '.cursor', 'mcp.json')),
        user(join(config, 'Cursor', 'User', 'settings.json'), 'mcp.servers', { settings: 'vscode' }),
      ],
      project: [inProject('.cursor/mcp.json')],
      logins: [],
    },
    {
      client: 'vscode',
      title: 'VS Code (Copilot)',
      folders: code,
      files: code.flatMap((folder) => [
        user(join(folder, 'mcp.json'), 'servers'),
        user(join(folder, 'settings.json'), 'mcp.servers', { settings: 'vscode' }),
      ]),
      project: [
        inProject('.vscode/mcp.json', 'servers'),
        inProject('.vscode/settings.json', 'mcp.servers', { settings: 'vscode' }),
      ],
      logins: [],
    },
    {
      client: 'copilot-cli',
      title: 'GitHub Copilot CLI',
      folders: [join(home, '.copilot')],
      files: [user(join(home, '.copilot', 'mcp-config.json'))],
      project: [],
      logins: [],
    },
    {
      client: 'windsurf',
      title: 'Windsurf',
      folders: [join(home, '.codeium', 'windsurf')],
      files: [
        user(join(home, '.codeium', 'windsurf', 'mcp_config.json')),
        user(join(home, '.codeium', 'mcp_config.json')),
      ],
      project: [],
      logins: [],
    },
    {
      client: 'codex',
      title: 'Codex',
      folders: [codex],
      files: [user(join(codex, 'config.toml'), 'mcp_servers', { form: 'toml', settings: 'codex' })],
      project: [inProject('.codex/config.toml', 'mcp_servers', { form: 'toml', settings: 'codex' })],
      logins: [join(codex, 'auth.json')],
    },
    {
      client: 'gemini-cli',
      title: 'Gemini CLI',
      folders: [join(home, '.gemini')],
      files: [user(join(home, '.gemini', 'settings.json'), MCP, { settings: 'gemini' })],
      project: [inProject('.gemini/settings.json', MCP, { settings: 'gemini' })],
      logins: [join(home, '.gemini', 'mcp-oauth-tokens.json'), join(home, '.gemini', 'oauth_creds.json')],
    },
    {
      client: 'zed',
      title: 'Zed',
      folders: [join(places.zed)],
      files: [user(join(places.zed, 'settings.json'), 'context_servers')],
      project: [inProject('.zed/settings.json', 'context_servers')],
      logins: [],
    },
    {
      client: 'junie',
      title: 'JetBrains Junie',
      folders: [join(home, '.junie')],
      files: [user(join(home, '.junie', 'mcp', 'mcp.json'))],
      project: [inProject('.junie/mcp/mcp.json')],
      logins: [],
    },
    {
      client: 'copilot-jetbrains',
      title: 'GitHub Copilot for JetBrains',
      folders: [join(local, 'github-copilot', 'intellij')],
      files: [user(join(local, 'github-copilot', 'intellij', 'mcp.json'), 'servers')],
      project: [],
      logins: [],
    },
    {
      client: 'cline',
      title: 'Cline',
      folders: [],
      files: extension('saoudrizwan.claude-dev', 'cline_mcp_settings.json'),
      project: [],
      logins: [],
    },
    {
      client: 'roo-code',
      title: 'Roo Code',
      folders: [],
      files: extension('rooveterinaryinc.roo-cline', 'mcp_settings.json'),
      project: [inProject('.roo/mcp.json')],
      logins: [],
    },
  ];
}
