import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { importPaths, runStep, type StepOutcome } from '../../../src/collect/index.ts';
import { problemLine } from '../../../src/collect/outcome.ts';
import type { AwsClient } from '../../../src/collectors/aws/client.ts';
import aws from '../../../src/collectors/aws/collector.ts';
import { systemClock } from '../../../src/lib/clock.ts';
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

/** Runs steps one after the other against a client; what each came to, by step. */
export async function collect(client: AwsClient, ...ids: readonly string[]): Promise<Record<string, ImportedStep>> {
  const found: Record<string, ImportedStep> = {};
  for (const id of ids) {
    const step = aws.steps.find((one) => one.id === id);
    if (step === undefined) throw new Error(`aws has no step ${id}`);
    const sink = new MemorySink();
    const context = testRunContext({ clock: systemClock });
    const { outcome } = await runStep('aws', step, { scope: client.account, client }, sink, context);
    const records = [...sink.steps.values()].flatMap((one) => one.records);
    found[id] = { ...plain(outcome, ''), records };
  }
  return found;
}

/** Properties of the nodes of a label, by id. */
export function nodesOf(step: ImportedStep | undefined, label: string): Record<string, unknown> {
  const nodes = (step?.records ?? []).flatMap((one) =>
    one.record === 'node' && one.label === label ? [[one.id, one.props] as const] : [],
  );
  return Object.fromEntries(nodes);
}

/** Edges as `from -TYPE-> to`, ids cut to what follows the account. */
export function edgesOf(step: ImportedStep | undefined, type: string): string[] {
  const short = (id: string): string => id.replace(/^arn:[^:]+:([^:]*):[^:]*:\d{0,12}:/, '$1:');
  return (step?.records ?? []).flatMap((one) =>
    one.record === 'edge' && one.type === type ? [`${short(one.from.id)} -${type}-> ${short(one.to.id)}`] : [],
  );
}
