import { describe, expect, it } from 'vitest';
import { assignmentsOf } from '../../../src/collectors/endpoint/scan/credentials/dotenv.ts';
import { commandName, packageOf } from '../../../src/collectors/endpoint/scan/packages.ts';
import { cleanUrl } from '../../../src/collectors/endpoint/scan/url.ts';
import { readValue } from '../../../src/collectors/endpoint/scan/values.ts';
import { make } from './canaries.ts';

describe('packages', () => {
  it.each([
    ['npx', ['-y', '@Scope/Server@1.0.0-rc.1'], 'npm @scope/server 1.0.0-rc.1 pinned'],
    ['npx', ['--yes', 'thing@latest', 'run'], 'npm thing latest'],
    ['npx.cmd', ['--package=thing', 'bin'], 'npm thing'],
    ['C:\\tools\\npx.cmd', ['-p', 'thing@^2', 'bin'], 'npm thing ^2'],
    ['cmd', ['/c', 'npx', '-y', 'winny'], 'npm winny'],
    ['env', ['A=b', 'uvx', 'enved'], 'pypi enved'],
    ['npm', ['exec', '--', 'thing'], 'npm thing'],
    ['pnpm', ['dlx', 'thing'], 'npm thing'],
    ['uvx', ['--from', 'Big_Thing[x]==1.2.3', 'cmd'], 'pypi big-thing 1.2.3 pinned'],
    ['uvx', ['--python', '3.12', 'mcp.server.time'], 'pypi mcp-server-time'],
    ['uv', ['tool', 'run', 'thing>=2'], 'pypi thing >=2'],
    ['pipx', ['run', 'thing'], 'pypi thing'],
    [
      'docker',
      ['run', '-i', '--rm', '-e', 'TOKEN', '--mount', 'type=bind,src=/a', 'reg.example.com:5000/a/b', 'x'],
      'docker reg.example.com:5000/a/b',
    ],
    ['docker', ['run', `a@sha256:${'0'.repeat(64)}`], `docker a sha256:${'0'.repeat(64)} pinned`],
    ['deno', ['run', '-A', 'jsr:@a/b@1'], 'jsr @a/b 1'],
    ['deno', ['run', 'npm:thing@1.0.0'], 'npm thing 1.0.0 pinned'],
    ['node', ['server.js'], 'none'],
    ['npx', [], 'none'],
    ['docker', ['build', '.'], 'none'],
  ])('%s %j', (command, args, expected) => {
    const spec = packageOf(command, args);
    const told =
      spec === undefined
        ? 'none'
        : [spec.ecosystem, spec.name, spec.version, spec.pinned ? 'pinned' : undefined].filter(Boolean).join(' ');
    expect(told).toBe(expected);
  });

  it('commands are told by their last part', () => {
    expect(commandName('/Users/wren/bin/My Tool.EXE')).toBe('My Tool');
  });
});

describe('values', () => {
  it.each([
    ['X', '', 'nothing'],
    ['X', undefined, 'nothing'],
    ['X', 5, 'plain'],
    ['PORT', '8080', 'plain'],
    ['API_KEY', `\${API_KEY}`, 'reference API_KEY'],
    ['API_KEY', '$API_KEY', 'reference API_KEY'],
    ['Authorization', `Bearer \${env:GH}`, 'reference GH'],
    ['API_KEY', `\${input:key}`, 'prompt'],
    ['API_KEY', 'op://vault/item/field', 'reference'],
    ['DB_SECRET', 'arn:aws:secretsmanager:eu-west-1:1:secret:db', 'reference'],
    ['API_KEY', `\${K:-Zebra-417-finch}`, 'secret'],
    ['API_KEY', 'your-key-here', 'plain'],
    ['SSH_AUTH_SOCK', '/tmp/agent.1', 'plain'],
    ['AWS_ACCESS_KEY_ID', 'AKIAQQQQWWWWEEEERRRR', 'key-id'],
    ['X', `Bearer ${make.pat('v')}`, 'secret'],
    ['X', 'mysql://u:Zebra417@h/d', 'secret'],
    ['clientSecret', 'Zebra417finch', 'secret'],
    ['MONKEY', 'Zebra417finch', 'plain'],
    ['AUTH_MODE', 'oauth2-jwt', 'plain'],
    ['SECRET_KEY_BASE', 'Zebra417finch', 'secret'],
    ['PRIVATE-TOKEN', 'Zebra417finch', 'secret'],
  ])('%s=%j is %s', (name, value, expected) => {
    const read = readValue(name, value);
    const told = read.is === 'reference' && read.variable !== undefined ? `reference ${read.variable}` : read.is;
    expect(told).toBe(expected);
  });

  it('assignments of shells and .env files', () => {
    const text =
      'export A=1\r\nB = "two words" # c\nset -gx C three\n$env:D = \'4\'\n# E=5\nif [ x = y ]; then\nF="a\nb"\nG=\'it\'\nH=x;\necho I=1\n';
    expect([...assignmentsOf(text)].filter(([name]) => name !== 'x')).toEqual([
      ['A', '1'],
      ['C', 'three'],
      ['D', '4'],
      ['F', 'a\nb'],
      ['G', 'it'],
      ['H', 'x'],
    ]);
  });
});

it.each([
  [
    'https://User:pa55word@Host.example.com:8443/mcp/?token=Zebra417#x',
    'https://host.example.com:8443/mcp',
    ['url password', 'query token'],
  ],
  ['https://h.example.com/s/a1b2c3d4e5f6a7b8c9d0e1f2a3/mcp', 'https://h.example.com/s/masked/mcp', ['url path']],
  ['unix:///run/mcp.sock', 'unix:///run/mcp.sock', []],
])('the URL %s', (given, url, secrets) => {
  const clean = cleanUrl(given);
  expect(clean?.url).toBe(url);
  expect(clean?.secrets.map(({ as }) => as)).toEqual(secrets);
});
