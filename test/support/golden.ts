import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AnyCollector, importPaths, type RunContext } from '../../src/collect/index.ts';
import { problemLine } from '../../src/collect/outcome.ts';
import type { EventRecord, GraphRecord } from '../../src/schema/index.ts';
import { MemorySink, testRunContext } from './memory-sink.ts';

/** What one step came to; problems are lines, with paths relative to the imported folder. */
export interface GoldenStep {
  readonly status: string | undefined;
  readonly fetched: number | undefined;
  readonly problems: readonly string[];
  readonly records: readonly (GraphRecord | EventRecord)[];
}

export interface FixtureImport {
  /** By claim, `<source>:<scope>/<step>`. */
  readonly steps: Readonly<Record<string, GoldenStep>>;
  /** Files that no format recognised, relative to the folder. */
  readonly unread: readonly string[];
}

/** Imports a folder of fixtures through the mappings of `collectors`, in memory. */
export async function importFixture(
  root: string,
  collectors: readonly AnyCollector[],
  context: RunContext = testRunContext(),
): Promise<FixtureImport> {
  const sink = new MemorySink();
  const report = await importPaths([root], collectors, sink, context);
  const relative = (text: string): string => text.replaceAll(`${root}/`, '');
  const steps = [...sink.steps].map(([claim, { outcome, records }]): [string, GoldenStep] => [
    claim,
    {
      status: outcome?.status,
      fetched: outcome?.fetched,
      problems: outcome?.problems.map((one) => relative(problemLine(one))) ?? [],
      records,
    },
  ]);
  const unread = report.files.filter((file) => file.format === undefined).map((file) => relative(file.path));
  return { steps: Object.fromEntries(steps), unread };
}

/** The golden steps of a fixture folder; `KEYLINE_GOLDEN=write` writes them anew from `steps`. */
export function goldenSteps(root: string, steps: FixtureImport['steps']): FixtureImport['steps'] {
  const path = join(root, 'golden.json');
  if (process.env['KEYLINE_GOLDEN'] === 'write') writeFileSync(path, `${JSON.stringify(steps, null, 1)}\n`);
  return JSON.parse(readFileSync(path, 'utf8')) as FixtureImport['steps'];
}

/** All golden records of a fixture folder, in order. */
export function goldenRecords(root: string): readonly (GraphRecord | EventRecord)[] {
  const steps = JSON.parse(readFileSync(join(root, 'golden.json'), 'utf8')) as FixtureImport['steps'];
  return Object.values(steps).flatMap((step) => step.records);
}

/** JSON and back: what is undefined is gone, as in a file. */
export function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** The fixture folders of a collector: `fixture/` itself, or each folder below it that has a `golden.json`. */
export function fixtureRoots(source: string): readonly string[] {
  const folder = fileURLToPath(new URL(`../../src/collectors/${source}/fixture`, import.meta.url));
  return existsSync(folder) ? rootsBelow(folder) : [];
}

function rootsBelow(folder: string): readonly string[] {
  if (existsSync(join(folder, 'golden.json'))) return [folder];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => rootsBelow(join(folder, entry.name)));
}
