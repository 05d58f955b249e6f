import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { make } from './canaries.ts';
import { TestHome } from './home.ts';

const problemsOf = (scan: { problems: readonly { path: string; kind: string; message: string }[] }): string[] =>
  scan.problems.map(({ path, kind, message }) => `${path} ${kind}: ${message}`);

it('links that lead out are not followed; links inside are', async () => {
  const home = new TestHome();
  const outside = home.put('/secrets/hosts.json', { mcpServers: { far: { command: 'npx', args: ['far'] } } });
  mkdirSync(home.at('~/.cursor'), { recursive: true });
  symlinkSync(outside, home.at('~/.cursor/mcp.json'));
  symlinkSync('/proc/self', home.at('~/.aws'));
  home.put('~/dotfiles/mcp.json', { mcpServers: { near: { command: 'npx', args: ['near'] } } });
  mkdirSync(home.at('~/.copilot'), { recursive: true });
  symlinkSync(home.at('~/dotfiles/mcp.json'), home.at('~/.copilot/mcp-config.json'));
  symlinkSync('/etc', home.at('./etc'));
  const scan = await home.scan('linux');
  expect(scan.mcpServers.map(({ name }) => name)).toEqual(['near']);
  expect(problemsOf(scan)).toContain(
    '~/.cursor/mcp.json denied: a link leads out of the home and the workspaces; it was not followed',
  );
});

it('what is too large, broken, no file or not readable is a problem with its place, and the rest is read', async () => {
  const home = new TestHome();
  home.put('~/.cursor/mcp.json', `{"mcpServers": {"x": {"command": "npx"}}, "pad": "${'y'.repeat(1024 * 1024)}"}`);
  home.put('~/.gemini/settings.json', '{\n"mcpServers": {"half": {"command": "npx", "args": ["half"');
  home.put('~/.codex/config.toml', `[mcp_servers.a]\ncommand = "npx\n`);
  home.put('~/.kube/config', `users: [\n  - {name: ${make.plain('kube')}`);
  home.put('~/.junie/mcp/mcp.json', '[1, 2]');
  home.put(
    '~/.copilot/mcp-config.json',
    Buffer.from([0xff, 0xfe, ...Buffer.from('{"mcpServers":{"wide":{"command":"npx"}}}', 'utf16le')]),
  );
  home.put('~/.claude.json', {
    mcpServers: { ['__proto__']: 1, list: ['x'], text: 'y', ok: { command: 7, args: 'z', env: [] } },
  });
  mkdirSync(home.at('~/.vault-token'));
  execFileSync('mkfifo', [home.at('~/.netrc')]);
  const scan = await home.scan('linux');
  expect(problemsOf(scan).sort()).toEqual([
    '~/.codex/config.toml malformed: is not TOML',
    '~/.cursor/mcp.json failed: larger than 1048576 bytes; it was not read',
    '~/.gemini/settings.json malformed: is not JSON',
    '~/.junie/mcp/mcp.json malformed: is not a JSON object',
    '~/.kube/config malformed: is not YAML',
  ]);
  expect(scan.mcpServers.map(({ name }) => name).sort()).toEqual(['half', 'list', 'ok', 'wide']);
  expect(JSON.stringify(scan)).not.toContain(make.plain('kube').slice(0, 12));
});

it('secrets used as names are taken out', async () => {
  const home = new TestHome();
  const token = make.pat('name');
  home.put('~/.cursor/mcp.json', {
    mcpServers: {
      [token]: {
        command: `/opt/${token}`,
        args: ['--x'],
        env: { [token]: 'x' },
        url: `https://h.example.com/${token}`,
      },
    },
  });
  home.put('~/.aws/config', `[profile ${token}]\nrole_arn = arn:aws:iam::1:role/${token}\n`);
  home.put('~/.npmrc', `//${token}.example.com/:_authToken=${make.npm('n')}\n`);
  home.put('./.env', `X_TOKEN_${token}=1234567\n`);
  const text = JSON.stringify(await home.scan('linux'));
  expect(text).not.toContain(token.slice(4, 20));
});

it('an empty home is an empty scan, and the environment counts when it is given', async () => {
  const home = new TestHome();
  const scan = await home.scan('linux', { env: { HOME: home.home, OPENAI_API_KEY: make.openai('env'), EDITOR: 'vi' } });
  expect(scan.clients).toEqual([]);
  expect(scan.problems).toEqual([]);
  expect(scan.credentials).toMatchObject([
    { place: 'environment', as: 'OPENAI_API_KEY', kind: 'api-token', system: 'openai' },
  ]);
});

it('Claude Code’s projects are read when they lie in the home, and deep or vendored folders are not', async () => {
  const home = new TestHome();
  home.put('~/.claude.json', {
    projects: { [join(home.home, 'code', 'heron')]: {}, '/etc': {}, 'relative/x': {}, [home.home]: {} },
  });
  home.put('~/code/heron/.mcp.json', { mcpServers: { inside: { command: 'npx', args: ['inside'] } } });
  home.put('~/code/heron/node_modules/x/.env', `A_TOKEN=${make.plain('vendored')}`);
  home.put('~/code/heron/a/b/c/.env', `B_TOKEN=${make.plain('three')}`);
  home.put('~/code/heron/a/b/c/d/.env', `C_TOKEN=${make.plain('four')}`);
  const scan = await home.scan('darwin');
  expect(scan.mcpServers.map(({ key }) => key)).toEqual(['claude-code/inside@~/code/heron']);
  expect(scan.credentials.map(({ as }) => as)).toEqual(['B_TOKEN']);
});
