import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AnyCollector, problemLine } from '../collect/index.ts';
import { inputError } from '../lib/errors.ts';
import { runImport } from './import.ts';
import type { KeylineSession } from './session.ts';

/** What became of a posted scan. */
export interface ReceivedScan {
  readonly facts: number;
  readonly written: number;
  readonly problems: readonly string[];
}

/**
 * Takes a scan document that was posted (`keyline scan --post`), through the same import as a file. The document holds
 * metadata and keyed fingerprints only; it is not kept. Errors: `scan-refused` when it is no scan document.
 */
export async function receiveScan(
  session: KeylineSession,
  collectors: readonly AnyCollector[],
  body: Buffer,
): Promise<ReceivedScan> {
  if (!/^\s*\{\s*"keylineScan"/.test(body.subarray(0, 200).toString('utf8'))) {
    throw inputError('scan-refused', 'The body is not a scan document', { hint: 'Send what `keyline scan` writes.' });
  }
  const folder = join(session.home, 'inbox');
  const file = join(folder, `scan-${createHash('sha256').update(body).digest('hex').slice(0, 24)}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, body, { mode: 0o600 });
  try {
    const { report, totals } = await runImport(session, collectors, [file]);
    const problems = report.steps.flatMap((step) =>
      step.outcome.problems.map((one) => problemLine({ ...one, place: one.place?.replace(file, '').trim() ?? '' })),
    );
    return { facts: totals.seen, written: totals.written, problems };
  } finally {
    rmSync(file, { force: true });
  }
}
