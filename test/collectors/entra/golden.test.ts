import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { importPaths } from '../../../src/collect/import.ts';
import { problemLine } from '../../../src/collect/outcome.ts';
import entra from '../../../src/collectors/entra/collector.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';

const FIXTURE = fileURLToPath(new URL('../../../src/collectors/entra/fixture', import.meta.url));
const TENANT = '7c0ffee1-0b57-4a1d-9e55-5ca1ab1e0007';

async function imported() {
  const sink = new MemorySink();
  const report = await importPaths([FIXTURE], [entra], sink, testRunContext());
  const steps = [...sink.steps].map(([claim, step]) => {
    const problems = step.outcome?.problems.map((one) => problemLine(one).replaceAll(`${FIXTURE}/`, '')) ?? [];
    return [claim, { status: step.outcome?.status, fetched: step.outcome?.fetched, problems, records: step.records }];
  });
  return { report, steps: Object.fromEntries(steps) as Record<string, { status: string; records: unknown[] }> };
}

test('the fixture gives exactly the golden records', async () => {
  const { steps, report } = await imported();
  if (process.env['KEYLINE_GOLDEN'] === 'write')
    writeFileSync(`${FIXTURE}/golden.json`, `${JSON.stringify(steps, null, 1)}\n`);
  expect(JSON.parse(JSON.stringify(steps))).toEqual(JSON.parse(readFileSync(`${FIXTURE}/golden.json`, 'utf8')));
  const unread = report.files.filter((file) => file.format === undefined).map((file) => file.path);
  expect(unread).toEqual([`${FIXTURE}/golden.json`]);
});

test('every step is read from files, and each of them to its end', async () => {
  const { steps } = await imported();
  const own = Object.keys(steps).filter((claim) => claim.startsWith(`entra:${TENANT}/`));
  expect(own.map((claim) => claim.slice(`entra:${TENANT}/`.length)).sort()).toEqual(
    entra.steps.map((step) => step.id).sort(),
  );
  expect(Object.values(steps).map((step) => step.status)).toEqual(Object.keys(steps).map(() => 'complete'));
});

test('no secret, hint, certificate, free text or token id of the fixture is in the records', async () => {
  const text = JSON.stringify((await imported()).steps);
  expect(text).not.toMatch(/canary/i);
  expect(text).not.toMatch(/hQ9|"b1_"/);
});

test('a secret that an answer did hold is there as its fingerprint', async () => {
  const secret = 'hQ98Q~CANARY_secretText_never_kept_k7Zp2';
  const text = JSON.stringify((await imported()).steps);
  expect(text).toContain(testRunContext().fingerprint('secret', secret));
});
