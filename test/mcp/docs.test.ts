import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const page = readFileSync(new URL('../../docs/mcp.md', import.meta.url), 'utf8');
const snapshots = readdirSync(new URL('snapshots/', import.meta.url)).map((name) => name.replace(/\.json$/, ''));

it('the docs name every tool and prompt, and none that is gone', () => {
  const table = page.slice(page.indexOf('| Tool |'), page.indexOf('Tools that a role'));
  const named = [...table.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name);
  const tools = snapshots.filter((name) => name.startsWith('tool.')).map((name) => name.slice('tool.'.length));
  expect(named.sort()).toEqual(tools.sort());
  for (const prompt of snapshots.filter((name) => name.startsWith('prompt.')))
    expect(page).toContain(`\`${prompt.slice('prompt.'.length)}\``);
});

it('the settings for clients are JSON', () => {
  const blocks = [...page.matchAll(/```json\n([^`]+)```/g)].map(([, text]) => text ?? '');
  expect(blocks.length).toBeGreaterThanOrEqual(3);
  for (const text of blocks) expect(JSON.stringify(JSON.parse(text))).toMatch(/"keyline"/);
});
