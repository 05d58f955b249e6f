import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { importPaths } from '../../../src/collect/import.ts';
import { problemLine } from '../../../src/collect/outcome.ts';
import hr from '../../../src/collectors/hr/collector.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';

const FIXTURE = fileURLToPath(new URL('../../../src/collectors/hr/fixture', import.meta.url));

async function imported(): Promise<Record<string, unknown>> {
  const sink = new MemorySink();
  const report = await importPaths([FIXTURE], [hr], sink, testRunContext());
  const steps = [...sink.steps].map(([claim, step]) => {
    const problems = step.outcome?.problems.map((one) => problemLine(one).replaceAll(`${FIXTURE}/`, '')) ?? [];
    return [claim, { status: step.outcome?.status, fetched: step.outcome?.fetched, problems, records: step.records }];
  });
  expect(report.files.filter((file) => file.format !== undefined)).toHaveLength(3);
  return Object.fromEntries(steps) as Record<string, unknown>;
}

test('the fixture gives exactly the golden records and problems', async () => {
  const now = await imported();
  if (process.env['KEYLINE_GOLDEN'] === 'write')
    writeFileSync(`${FIXTURE}/golden.json`, `${JSON.stringify(now, null, 1)}\n`);
  expect(JSON.parse(JSON.stringify(now))).toEqual(JSON.parse(readFileSync(`${FIXTURE}/golden.json`, 'utf8')));
});

test('nothing of the fixture’s canaries is in the records', async () => {
  expect(JSON.stringify(await imported())).not.toMatch(/canary/i);
});
