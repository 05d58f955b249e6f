import type { Platform } from '../../../src/collectors/endpoint/scan/places.ts';
import { type Canary, letters, make } from './canaries.ts';
import type { TestHome } from './home.ts';

/** Puts every client's configuration into the home, a secret of its own into each. */
export function plantClients(home: TestHome, platform: Platform): Canary[] {
  const config = { darwin: '~/Library/Application Support', linux: '~/.config', win32: '~/AppData/Roaming' }[platform];
  const zed = platform === 'win32' ? `${config}/Zed` : '~/.config/zed';
  const local = platform === 'win32' ? '~/AppData/Local' : '~/.config';
  const managed = {
    darwin: '/Library/Application Support/ClaudeCode',
    linux: '/etc/claude-code',
    win32: '/Program Files/ClaudeCode',
  }[platform];
  const canaries: Canary[] = [];
  const secret = (path: string, value: string, as = value): string => {
    const full = home.at(path);
    const place = full.startsWith(`${home.home}/`) ? `~/${full.slice(home.home.length + 1)}` : full;
    canaries.push({ secret: value, place, as });
    return value;
  };
  /** A server in each of the usual forms: environment, header, argument. */
  const entry = (path: string, seed: string) => ({
    [`${seed}-env`]: {
      command: 'npx',
      args: ['-y', `@${seed}/mcp@1.2.3`],
      env: { GITHUB_TOKEN: secret(path, make.pat(seed)), LOG: 'debug' },
    },
    [`${seed}-url`]: {
      type: 'http',
      url: `https://${seed}.example.com/mcp?api_key=${secret(path, make.plain(`${seed}q`))}`,
      headers: { Authorization: `Bearer ${secret(path, make.plain(`${seed}h`))}` },
    },
    [`${seed}-arg`]: {
      command: '/opt/tools/db-mcp',
      args: [
        `postgres://reader:${secret(path, make.plain(`${seed}p`))}@db.example.com/shop`,
        '--api-key',
        secret(path, make.plain(`${seed}a`)),
      ],
    },
  });
  const plain = (path: string, seed: string, key = 'mcpServers', more: object = {}): void => {
    home.put(path, { [key]: entry(path, seed), ...more });
  };
  plain(`${config}/Claude/claude_desktop_config.json`, 'desk');
  home.put('~/.claude.json', {
    oauthAccount: { emailAddress: 'Wren.ODell@example.com', organizationName: 'Zebrafinch' },
    mcpServers: entry('~/.claude.json', 'ccuser'),
    projects: { [home.workspace]: { mcpServers: entry('~/.claude.json', 'cclocal'), history: ['never read'] } },
  });
  home.put('~/.claude/settings.json', {
    permissions: { defaultMode: 'bypassPermissions' },
    env: {
      ANTHROPIC_API_KEY: secret('~/.claude/settings.json', make.anthropic('ccset')),
      ANTHROPIC_BASE_URL: 'https://llm.example.com',
    },
  });
  home.put('~/.claude/.credentials.json', {
    claudeAiOauth: {
      accessToken: secret('~/.claude/.credentials.json', `sk-ant-oat01-${letters('ccred', 60)}`),
      refreshToken: secret('~/.claude/.credentials.json', `sk-ant-ort01-${letters('ccref', 60)}`),
      expiresAt: 1_800_000_000_000,
    },
  });
  plain(`${managed}/managed-mcp.json`, 'ccman');
  plain('./.mcp.json', 'ccproj');
  plain('~/.cursor/mcp.json', 'cursor');
  plain('./.cursor/mcp.json', 'cursorp');
  home.put(
    `${config}/Code/User/mcp.json`,
    `{\n  // comment\n  "inputs": [{"id": "t", "type": "promptString"}],\n  "servers": ${JSON.stringify({ ...entry(`${config}/Code/User/mcp.json`, 'code'), asks: { command: 'node', args: ['x.js'], env: { TOKEN: `\${input:t}` } } })},\n}`,
  );
  plain(`${config}/Code/User/settings.json`, 'codeold', 'mcp.servers', { 'chat.tools.autoApprove': true });
  home.put('./.vscode/mcp.json', {
    servers: {
      boxed: {
        type: 'stdio',
        command: 'uvx',
        args: ['box-mcp==2.0.1'],
        envFile: `\${workspaceFolder}/box.env`,
        sandboxEnabled: true,
      },
    },
  });
  home.put('./box.env', `BOX_TOKEN=${secret('./box.env', make.plain('box'))}\n`);
  plain('~/.copilot/mcp-config.json', 'copcli');
  plain('~/.codeium/windsurf/mcp_config.json', 'wind');
  home.put('~/.codeium/mcp_config.json', {
    mcpServers: {
      far: {
        serverUrl: 'https://wind.example.com/sse/',
        headers: { 'X-Api-Key': secret('~/.codeium/mcp_config.json', make.plain('windurl')) },
      },
    },
  });
  home.put(
    '~/.codex/config.toml',
    `approval_policy = "never"\nsandbox_mode = "danger-full-access"\n[mcp_servers.tea]\ncommand = "docker"\nargs = ["run","-i","--rm","-e","TEA_TOKEN=${secret('~/.codex/config.toml', make.plain('tea'))}","ghcr.example.com/tea/mcp:1.0.0"]\n[mcp_servers.pot]\nurl = "https://pot.example.com/mcp"\nbearer_token_env_var = "POT_TOKEN"\nbearer_token = "${secret('~/.codex/config.toml', make.plain('pot'))}"\n[model_providers.own]\nbase_url = "https://llm.example.com/v1"\n`,
  );
  home.put('~/.codex/auth.json', {
    OPENAI_API_KEY: secret('~/.codex/auth.json', make.openai('codex')),
    tokens: { id_token: secret('~/.codex/auth.json', make.jwt('codex')) },
  });
  home.put('~/.gemini/settings.json', {
    mcpServers: {
      gem: {
        httpUrl: 'https://gem.example.com/mcp',
        trust: true,
        oauth: { clientId: 'gem-client', clientSecret: secret('~/.gemini/settings.json', make.plain('gem')) },
      },
    },
  });
  home.put('~/.gemini/mcp-oauth-tokens.json', [
    {
      serverName: 'gem',
      token: {
        accessToken: secret('~/.gemini/mcp-oauth-tokens.json', `ya29.${letters('gemtok', 50)}`),
        expiresAt: 1_790_000_000_000,
      },
    },
  ]);
  plain(`${zed}/settings.json`, 'zed', 'context_servers');
  plain('~/.junie/mcp/mcp.json', 'junie');
  plain('./.junie/mcp/mcp.json', 'juniep');
  plain(`${local}/github-copilot/intellij/mcp.json`, 'jbcop', 'servers');
  plain(`${config}/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json`, 'cline');
  plain(`${config}/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json`, 'roo');
  plain('./.roo/mcp.json', 'roop');
  plain('./.gemini/settings.json', 'gemp');
  plain('./.zed/settings.json', 'zedp', 'context_servers');
  home.put(
    './.codex/config.toml',
    `[mcp_servers.codexp]\ncommand = "npx"\nargs = ["codex-mcp"]\n[mcp_servers.codexp.env]\nMY_SECRET = "${secret('./.codex/config.toml', make.plain('codexp'))}"\n`,
  );
  return canaries;
}
