import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/lib/config.ts';

function configured(text: string, env: Record<string, string> = {}): ReturnType<typeof readConfig> {
  const folder = mkdtempSync(join(tmpdir(), 'keyline-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'terns.yaml');
  writeFileSync(path, text);
  return readConfig({ ...env, KEYLINE_CONFIG: path });
}

it('an empty file is a configuration without sources', () => {
  expect(configured('')).toMatchObject({ sources: [], import: [], reports: [], http: { host: '127.0.0.1' } });
});

it('sources keep their own fields, and variables stand for their values', () => {
  const text = `sources:\n  - type: okta\n    org: \${ORG}.okta.com\n    schedule: { cron: "0 3 * * *" }\nimport: [in]\n`;
  const { sources } = configured(text, { ORG: 'otter-holt' });
  expect(sources).toEqual([
    { type: 'okta', org: 'otter-holt.okta.com', schedule: { cron: '0 3 * * *', timezone: 'UTC' } },
  ]);
});

it.each([
  ['sources: [{}]', 'does not fit'],
  ['surces: []', 'does not fit'],
  ['http: { port: 70000 }', 'does not fit'],
  ['sources: [', 'is not YAML'],
  [`import: ["\${NOT_THERE}"]`, 'NOT_THERE is not set'],
])('%s: %s', (text, message) => {
  expect(() => configured(text)).toThrow(message);
});

it('a file that is named and missing is an error', () => {
  expect(() => readConfig({ KEYLINE_CONFIG: join(tmpdir(), 'no-such-terns.yaml') })).toThrow(
    'There is no configuration file',
  );
});
