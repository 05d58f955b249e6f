import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { waitForEnd } from '../../src/graph/server/processes.ts';
import { readRecord } from '../../src/graph/server/record.ts';
import { startHolder } from './holder.ts';
import { newHome } from './homes.ts';

/** Runs the holder as scripts/bootstrap.mjs runs the service. */
const LIFETIME = resolve(import.meta.dirname, '../../scripts/lifetime.mjs');
const AS_BOOTSTRAP = [
  '--input-type=module',
  '--eval',
  `import { runToEnd } from ${JSON.stringify(LIFETIME)};
   process.exit(await runToEnd(process.execPath, process.argv.slice(1), process.env));`,
  '--',
];
const END_TIMEOUT_MS = 10_000;

test.for<[NodeJS.Signals, number | NodeJS.Signals]>([
  ['SIGTERM', 0],
  ['SIGINT', 0],
  ['SIGKILL', 'SIGKILL'],
])('%s to the process that npm started ends the whole chain', async ([signal, expected]) => {
  const home = newHome();
  const holder = await startHolder(home, AS_BOOTSTRAP);
  const record = readRecord(home);
  if (record === undefined) throw new Error('there is no server.json');
  expect(await holder.end(signal)).toBe(expected);
  expect(await waitForEnd(record.owner, END_TIMEOUT_MS)).toBe(true);
  expect(await waitForEnd(record.server, END_TIMEOUT_MS)).toBe(true);
});
