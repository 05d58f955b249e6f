import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it, test } from 'vitest';
import { programOf } from '../../src/cli/program.ts';
import { collectors } from '../../src/collectors/registry.ts';
import { readConfig } from '../../src/lib/config.ts';
import { chooseSources } from '../../src/pipeline/collect.ts';
import { findQuery } from '../../src/queries/index.ts';
import { bindParameters } from '../../src/queries/parameters.ts';
import { fences, ROOT } from './pages.ts';

const NOW = Date.parse('2026-11-21T13:08:00Z');
const SCRIPTS = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> })
  .scripts;

/** Command lines of all shell blocks and, in running text, none: `keyline …` and `npm …` with their words. */
function commandLines(): { readonly path: string; readonly line: string; readonly words: readonly string[] }[] {
  return fences('sh').flatMap(({ path, text }) =>
    text
      .split('\n')
      .map((line) =>
        line
          .replace(/\s+#.*$/, '')
          .replace(/^(npx|node src\/cli\.ts|docker compose exec keyline node src\/cli\.ts) (keyline )?/, 'keyline '),
      )
      .filter((line) => /^(keyline|npm) /.test(line))
      .map((line) => ({
        path,
        line,
        words: [...line.matchAll(/'([^']*)'|(\S+)/g)].map((found) => found[1] ?? found[2] ?? ''),
      })),
  );
}

/** Parses a line as the command line does, without doing it. */
async function parseOnly(words: readonly string[]): Promise<void> {
  const program = programOf({ output: { write() {}, note() {}, width: 0 } } as never);
  for (const command of program.commands) command.action(() => undefined);
  await program.parseAsync(words, { from: 'user' });
}

/** `npm start`, `npm test` or `npm run NAME`, with arguments for `keyline up` behind `--`. */
async function checkNpm(words: readonly string[]): Promise<void> {
  const [, verb = '', ...rest] = words;
  expect(SCRIPTS).toHaveProperty([verb === 'run' ? (rest[0] ?? '') : verb]);
  if (verb === 'start') await parseOnly(['up', ...rest.slice(1)]);
}

describe('shell examples', () => {
  test.each(commandLines())('$path: $line', async ({ words }) => {
    if (words[0] === 'npm') return checkNpm(words);
    await parseOnly(words.slice(1));
    if (words[1] !== 'query' || words[2] === undefined) return;
    const given = words.flatMap((word, i) => (words[i - 1] === '--param' ? [word.split(/=(.*)/s).slice(0, 2)] : []));
    bindParameters(findQuery(words[2]), Object.fromEntries(given), NOW);
  });
});

/** Variables that examples take from the environment. */
const GIVEN = {
  SLACK_WEBHOOK: 'https://hooks.example.com/T/B/x',
  SSF_AUTHORIZATION: 'Bearer 0123456789',
  OKTA_HOOK_SECRET: 'a-secret-of-16-letters',
  SMTP_PASSWORD: 'not-a-secret',
};

describe('configuration examples', () => {
  const blocks = fences('yaml').filter(({ text }) => /^(sources|reports|signals|digests|findings|risk):/m.test(text));

  it('are there for every source', () => {
    const types = new Set(blocks.flatMap(({ text }) => [...text.matchAll(/- type: (\w+)/g)].map((found) => found[1])));
    expect([...types].sort()).toEqual(collectors.map(({ source }) => source).sort());
  });

  test.each(blocks)('$path', ({ text }) => {
    const folder = mkdtempSync(join(tmpdir(), 'keyline-docs-'));
    try {
      const file = join(folder, 'keyline.config.yaml');
      writeFileSync(file, text);
      const config = readConfig({ KEYLINE_CONFIG: file, ...GIVEN });
      expect(chooseSources(collectors, config.sources, [])).toHaveLength(config.sources.length);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('GraphQL examples', () => {
  const schema = buildSchema(readFileSync(join(ROOT, 'schema.graphql'), 'utf8'));

  test.each(fences('graphql'))('$path', ({ text }) => {
    expect(validate(schema, parse(text))).toEqual([]);
  });
});

it('Cypher stands in files of cypher/, where it is tested', () => {
  expect(fences('cypher')).toEqual([]);
});
