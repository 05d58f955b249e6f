import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { importPaths } from '../../../src/collect/index.ts';
import { problemLine } from '../../../src/collect/outcome.ts';
import { collectors } from '../../../src/collectors/registry.ts';
import type { EventRecord, GraphRecord } from '../../../src/schema/index.ts';
import type { FixtureFile } from '../../support/fixture-files.ts';
import { fixtureRoots } from '../../support/golden.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';

/** What the import of one file came to. */
export interface Alone {
  readonly format: string | undefined;
  /** Problems of the file, with paths relative to its folder. */
  readonly problems: readonly string[];
  /** Steps that ended complete, as `<claim> <records>`. */
  readonly complete: readonly string[];
  readonly records: readonly (GraphRecord | EventRecord)[];
}

/** Imports a fixture file by itself, at its own place, with this content; every collector may claim it. */
export async function importAlone(
  { collector, file }: FixtureFile,
  content: string | Buffer,
  ending = '',
): Promise<Alone> {
  const root = fixtureRoots(collector.source).find((one) => file.path.startsWith(`${one}/`)) ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'keyline-alone-'));
  try {
    const path = join(folder, relative(root, file.path)) + ending;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    const sink = new MemorySink();
    const report = await importPaths([folder], collectors, sink, testRunContext());
    const steps = [...sink.steps];
    return {
      format: report.files[0]?.format,
      problems: report.files.flatMap((one) => one.problems.map((problem) => problemLine(problem).replace(folder, ''))),
      complete: steps.flatMap(([claim, { outcome, records }]) =>
        outcome?.status === 'complete' ? [`${claim} ${records.length}`] : [],
      ),
      records: steps.flatMap(([, { records }]) => records),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
