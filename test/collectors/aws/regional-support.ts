import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { importPaths, type StepOutcome } from '../../../src/collect/index.ts';
import { problemLine } from '../../../src/collect/outcome.ts';
import aws from '../../../src/collectors/aws/collector.ts';
import type { EventRecord, GraphRecord } from '../../../src/schema/index.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';

export interface ImportedStep {
  readonly status: string | undefined;
  readonly fetched: number | undefined;
  readonly problems: readonly string[];
  readonly records: readonly (GraphRecord | EventRecord)[];
}

export interface Imported {
  readonly steps: Readonly<Record<string, ImportedStep>>;
  /** Paths that no format recognised. */
  readonly unread: readonly string[];
  readonly formats: readonly (string | undefined)[];
}

/** Imports a folder with the AWS collector; places are relative to it. */
export async function importFolder(root: string): Promise<Imported> {
  const sink = new MemorySink();
  const report = await importPaths([root], [aws], sink, testRunContext());
  const steps = [...sink.steps].map(([claim, step]): [string, ImportedStep] => [
    claim,
    { ...plain(step.outcome, root), records: step.records },
  ]);
  return {
    steps: Object.fromEntries(steps),
    unread: report.files.filter((file) => file.format === undefined).map((file) => file.path.replace(`${root}/`, '')),
    formats: report.files.map((file) => file.format),
  };
}

function plain(outcome: StepOutcome | undefined, root: string): Omit<ImportedStep, 'records'> {
  const problems = outcome?.problems.map((one) => problemLine(one).replaceAll(`${root}/`, '')) ?? [];
  return { status: outcome?.status, fetched: outcome?.fetched, problems };
}

export function fixtureOf(topic: string): string {
  return fileURLToPath(new URL(`../../../src/collectors/aws/fixture/${topic}`, import.meta.url));
}

/** The golden records of a topic; `KEYLINE_GOLDEN=write` writes them anew. */
export function golden(topic: string, steps: unknown): unknown {
  const path = `${fixtureOf(topic)}/golden.json`;
  if (process.env['KEYLINE_GOLDEN'] === 'write') writeFileSync(path, `${JSON.stringify(steps, null, 1)}\n`);
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** JSON and back: what is undefined is gone, as in a file. */
export function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** A folder of files that is gone after the test. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const root = mkdtempSync(join(tmpdir(), 'keyline-aws-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}
