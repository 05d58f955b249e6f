import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { importPaths } from '../../../src/collect/import.ts';
import { problemLine } from '../../../src/collect/outcome.ts';
import github from '../../../src/collectors/github/collector.ts';
import { fingerprint } from '../../../src/lib/fingerprint.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';

const FIXTURE = fileURLToPath(new URL('../../../src/collectors/github/fixture', import.meta.url));

async function imported() {
  const sink = new MemorySink();
  const report = await importPaths([FIXTURE], [github], sink, testRunContext());
  const steps = [...sink.steps].map(([claim, step]) => {
    const problems = step.outcome?.problems.map((one) => problemLine(one).replaceAll(`${FIXTURE}/`, '')) ?? [];
    return [claim, { status: step.outcome?.status, fetched: step.outcome?.fetched, problems, records: step.records }];
  });
  return { report, steps: Object.fromEntries(steps) as Record<string, unknown> };
}

test('the fixture gives exactly the golden records and problems', async () => {
  const { steps, report } = await imported();
  if (process.env['KEYLINE_GOLDEN'] === 'write')
    writeFileSync(`${FIXTURE}/golden.json`, `${JSON.stringify(steps, null, 1)}\n`);
  expect(JSON.parse(JSON.stringify(steps))).toEqual(JSON.parse(readFileSync(`${FIXTURE}/golden.json`, 'utf8')));
  const unread = report.files.filter((file) => file.format === undefined).map((file) => file.path);
  expect(unread).toEqual([`${FIXTURE}/golden.json`]);
});

test('every step but the ones without a fixture file is read from files', async () => {
  const { steps } = await imported();
  const ids = Object.keys(steps).map((claim) => claim.replace('github:umbra-kiln/', ''));
  const unread = github.steps.map((step) => step.id).filter((id) => !ids.includes(id));
  expect(unread).toEqual(['repository-dependabot-secrets', 'codespaces-secrets', 'repository-codespaces-secrets']);
});

test('nothing of the fixture’s canaries is in the records', async () => {
  expect(JSON.stringify((await imported()).steps)).not.toMatch(/canary(?!free)/i);
});

test('a token’s digest is wrapped so that a scan of the token finds the same fingerprint', async () => {
  const context = testRunContext();
  const hashed = 'pJqP0f1u3l0d5b8vXqk3f9oYb6rT0bGm1H1C2eQkV8I=';
  const expected = fingerprint(Buffer.alloc(32, 7), 'github-hashed-token', hashed);
  expect(context.fingerprint('github-hashed-token', hashed)).toBe(expected);
  const text = JSON.stringify((await imported()).steps['github:umbra-kiln/audit-log']);
  expect(text).toContain(expected);
  expect(text).not.toContain(hashed);
});
