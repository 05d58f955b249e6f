import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { importPaths } from '../../../src/collect/import.ts';
import { problemLine } from '../../../src/collect/outcome.ts';
import okta from '../../../src/collectors/okta/collector.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';

const FIXTURE = fileURLToPath(new URL('../../../src/collectors/okta/fixture', import.meta.url));

async function imported(): Promise<{ steps: Record<string, unknown>; unread: string[] }> {
  const sink = new MemorySink();
  const report = await importPaths([FIXTURE], [okta], sink, testRunContext());
  const steps = [...sink.steps].map(([claim, step]) => {
    const problems = step.outcome?.problems.map((one) => problemLine(one).replaceAll(`${FIXTURE}/`, '')) ?? [];
    return [claim, { status: step.outcome?.status, fetched: step.outcome?.fetched, problems, records: step.records }];
  });
  return {
    steps: Object.fromEntries(steps) as Record<string, unknown>,
    unread: report.files
      .filter((file) => file.format === undefined)
      .map((file) => file.path.replace(`${FIXTURE}/`, '')),
  };
}

test('every step is fed by the fixture, and gives exactly the golden records and problems', async () => {
  const { steps, unread } = await imported();
  if (process.env['KEYLINE_GOLDEN'] === 'write')
    writeFileSync(`${FIXTURE}/golden.json`, `${JSON.stringify(steps, null, 1)}\n`);
  expect(unread).toEqual(['golden.json']);
  expect(
    Object.keys(steps)
      .map((claim) => claim.split('/')[1])
      .sort(),
  ).toEqual(okta.steps.map(({ id }) => id).sort());
  expect(JSON.parse(JSON.stringify(steps))).toEqual(JSON.parse(readFileSync(`${FIXTURE}/golden.json`, 'utf8')));
});

test('nothing of the fixture’s canaries is in the records; the client secret is there as fingerprint', async () => {
  const text = JSON.stringify((await imported()).steps);
  expect(text).not.toMatch(/canary/i);
  expect(text).toContain(testRunContext().fingerprint('secret', 'canary-client-secret-Zx81Qw'));
});
