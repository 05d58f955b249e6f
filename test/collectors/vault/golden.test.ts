import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { importPaths } from '../../../src/collect/import.ts';
import { problemLine } from '../../../src/collect/outcome.ts';
import vault from '../../../src/collectors/vault/collector.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';

const FIXTURE = fileURLToPath(new URL('../../../src/collectors/vault/fixture', import.meta.url));

async function imported() {
  const sink = new MemorySink();
  const report = await importPaths([FIXTURE], [vault], sink, testRunContext());
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

test('nothing of the fixture’s canaries is in the records', async () => {
  expect(JSON.stringify((await imported()).steps)).not.toMatch(/canary/i);
});

test('every step is read from files', async () => {
  const { steps } = await imported();
  const ids = Object.keys(steps).map((claim) => claim.replace('vault:vault.umbra-kiln.example/', ''));
  expect(ids.sort()).toEqual(vault.steps.map((step) => step.id).sort());
});
