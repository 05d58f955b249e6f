import { instantOf } from '../lib/clock.ts';
import type { AnyCollector } from './collector.ts';
import type { AskKnownLines, ImportFile, ImportItem } from './files/format.ts';
import { offeredFiles } from './files/open.ts';
import {
  FileReading,
  type FileReport,
  holdsSomething,
  itemsOf,
  type Match,
  notOpened,
  notRead,
  type OpenStep,
} from './import-file.ts';
import { type RunContext, type StepReport, StepRun } from './run.ts';
import { claimOf, type RunSink, type StepKey } from './sink.ts';
import type { AnyStep } from './step.ts';

export interface ImportReport {
  readonly files: readonly FileReport[];
  readonly steps: readonly StepReport[];
}

/**
 * Reads files and folders of files through the collectors' own mappings. All files of one import that speak for the
 * same (source, scope, step) are one run of that step: it is complete when each of them was read without a problem. A file
 * that no format claims, or two, is a problem of that file. Errors: `import-path`.
 */
export async function importPaths(
  paths: readonly string[],
  collectors: readonly AnyCollector[],
  sinks: RunSink,
  context: RunContext,
): Promise<ImportReport> {
  const importer = new Importer(collectors, sinks, context);
  const files: FileReport[] = [];
  for await (const file of offeredFiles(paths)) {
    context.signal.throwIfAborted();
    files.push('unreadable' in file ? notOpened(file) : await importer.read(file));
  }
  return { files, steps: await importer.finish() };
}

class Importer {
  readonly #collectors: readonly AnyCollector[];
  readonly #sinks: RunSink;
  readonly #context: RunContext;
  readonly #steps = new Map<string, OpenStep>();

  constructor(collectors: readonly AnyCollector[], sinks: RunSink, context: RunContext) {
    this.#collectors = collectors;
    this.#sinks = sinks;
    this.#context = context;
  }

  async read(file: ImportFile): Promise<FileReport> {
    const [match, ...others] = this.#recognise(file);
    if (match === undefined || others.length > 0) return notRead(file, match === undefined ? [] : [match, ...others]);
    const reading = new FileReading(file);
    for await (const item of itemsOf(match.format, file, this.#known(match.collector, reading))) {
      this.#context.signal.throwIfAborted();
      await this.#take(item, match.collector, reading);
    }
    if (reading.passesForEmpty && holdsSomething(file.head)) reading.foreign(match.format);
    return { path: file.path, format: match.format.id, items: reading.items, problems: reading.problems };
  }

  #known(collector: AnyCollector, reading: FileReading): AskKnownLines {
    return (step, scope, version) => {
      const lines = this.#steps.get(claimOf({ source: collector.source, scope, step }))?.sink.lines?.(version);
      reading.knowsLines ||= lines !== undefined;
      return lines;
    };
  }

  /** Finishes every step, in the order they were first met. A step that no file covers stays incomplete: it retires nothing. */
  async finish(): Promise<StepReport[]> {
    const reports: StepReport[] = [];
    for (const { run, sink, key } of this.#steps.values()) {
      reports.push({ key, outcome: run.outcome(), result: await sink.finish(run.outcome(), run.cursor) });
    }
    return reports;
  }

  #recognise(file: ImportFile): readonly Match[] {
    return this.#collectors.flatMap((collector) =>
      collector.files.filter((format) => format.recognise(file)).map((format) => ({ collector, format })),
    );
  }

  async #take(item: ImportItem, collector: AnyCollector, reading: FileReading): Promise<void> {
    if (item.item === 'problem') {
      reading.problem(item.problem);
      if (item.step === undefined || item.scope === undefined) reading.spoil(item.problem);
      else (await this.#open(collector, item.step, item.scope)).run.problems.add(reading.placed(item.problem));
      return;
    }
    const step = await this.#open(collector, item.step, item.scope);
    reading.speaksFor(step);
    if (item.item === 'covers') {
      step.run.end();
      return;
    }
    reading.items += 1;
    const before = step.run.problems.count;
    await step.run.take(item.raw, instantOf(reading.file.modifiedAt), `${reading.file.path} ${item.place}`, item.lines);
    if (step.run.problems.count > before)
      reading.problem({ kind: 'malformed', what: item.step, place: item.place, message: 'cannot be mapped' });
  }

  async #open(collector: AnyCollector, stepId: string, scope: string): Promise<OpenStep> {
    const key: StepKey = { source: collector.source, scope, step: stepId };
    const claim = claimOf(key);
    const known = this.#steps.get(claim);
    if (known !== undefined) return known;
    const step = stepOf(collector, stepId);
    const sink = await this.#sinks.openStep(key, step.mode);
    const opened = { run: new StepRun(step, key, sink, this.#context), sink, key, mode: step.mode };
    this.#steps.set(claim, opened);
    return opened;
  }
}

function stepOf(collector: AnyCollector, id: string): AnyStep {
  const step = collector.steps.find((one) => one.id === id);
  if (step === undefined)
    throw new TypeError(`a file format of ${collector.source} names the step ${id}, which is not declared`);
  return step;
}
