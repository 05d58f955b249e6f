import { instantOf } from '../lib/clock.ts';
import { inputError } from '../lib/errors.ts';
import type { AnyCollector } from './collector.ts';
import { problemOf } from './errors.ts';
import type { FileFormat, ImportFile, ImportItem } from './files/format.ts';
import { offeredFiles, type UnreadableFile } from './files/open.ts';
import type { Problem } from './outcome.ts';
import { type RunContext, type StepReport, StepRun } from './run.ts';
import { claimOf, type RunSink, type StepKey, type StepSink } from './sink.ts';
import type { AnyStep } from './step.ts';

export interface FileReport {
  readonly path: string;
  /** Format that read it; `undefined` when nothing recognised it. */
  readonly format: string | undefined;
  readonly items: number;
  readonly problems: readonly Problem[];
}

export interface ImportReport {
  readonly files: readonly FileReport[];
  readonly steps: readonly StepReport[];
}

interface OpenStep {
  readonly run: StepRun<unknown>;
  readonly sink: StepSink;
  readonly key: StepKey;
}

const KEPT_FILE_PROBLEMS = 20;

/**
 * Reads files and folders of files through the collectors' own mappings. All files of one import that speak for the
 * same (source, scope, step) are one run of that step: it is complete when each of them was read without a problem.
 * Errors: `import-path`; `import-ambiguous` when two formats claim one file.
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
    files.push('unreadable' in file ? unreadable(file) : await importer.read(file));
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
    const match = this.#recognise(file);
    if (match === undefined) return { path: file.path, format: undefined, items: 0, problems: [unrecognised(file)] };
    const reading = new FileReading(file);
    for await (const item of itemsOf(match.format, file)) {
      this.#context.signal.throwIfAborted();
      await this.#take(item, match.collector, reading);
    }
    return { path: file.path, format: match.format.id, items: reading.items, problems: reading.problems };
  }

  /** Finishes every step, in the order they were first met. A step that no file covers stays incomplete: it retires nothing. */
  async finish(): Promise<StepReport[]> {
    const reports: StepReport[] = [];
    for (const { run, sink, key } of this.#steps.values()) {
      reports.push({ key, outcome: run.outcome(), result: await sink.finish(run.outcome(), run.cursor) });
    }
    return reports;
  }

  #recognise(file: ImportFile): { collector: AnyCollector; format: FileFormat } | undefined {
    const matches = this.#collectors.flatMap((collector) =>
      collector.files.filter((format) => format.recognise(file)).map((format) => ({ collector, format })),
    );
    if (matches.length > 1) {
      const names = matches.map(({ format }) => format.title).join(' and ');
      throw inputError('import-ambiguous', `The file could be ${names}`, {
        source: file.path,
        hint: 'Put it in a folder named after its source.',
      });
    }
    return matches[0];
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
    await step.run.take(item.raw, instantOf(reading.file.modifiedAt), `${reading.file.path} ${item.place}`);
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
    const opened = { run: new StepRun(step, key, sink, this.#context), sink, key };
    this.#steps.set(claim, opened);
    return opened;
  }
}

/** What has been read of one file so far. */
class FileReading {
  readonly file: ImportFile;
  readonly problems: Problem[] = [];
  items = 0;
  readonly #steps = new Set<OpenStep>();
  /** Problems of the file itself: what was lost may have been of any step that it speaks for, before or after. */
  readonly #spoiling: Problem[] = [];

  constructor(file: ImportFile) {
    this.file = file;
  }

  problem(problem: Problem): void {
    if (this.problems.length < KEPT_FILE_PROBLEMS) this.problems.push(problem);
  }

  speaksFor(step: OpenStep): void {
    if (this.#steps.has(step)) return;
    this.#steps.add(step);
    for (const problem of this.#spoiling) step.run.problems.add(this.placed(problem));
  }

  spoil(problem: Problem): void {
    if (this.#spoiling.length < KEPT_FILE_PROBLEMS) this.#spoiling.push(problem);
    for (const step of this.#steps) step.run.problems.add(this.placed(problem));
  }

  placed(problem: Problem): Problem {
    return { ...problem, place: problem.place === undefined ? this.file.path : `${this.file.path} ${problem.place}` };
  }
}

/** What a format throws costs the rest of that file, not the import. */
async function* itemsOf(format: FileFormat, file: ImportFile): AsyncGenerator<ImportItem> {
  try {
    yield* format.read(file);
  } catch (thrown) {
    yield { item: 'problem', problem: problemOf(thrown, format.title) };
  }
}

function stepOf(collector: AnyCollector, id: string): AnyStep {
  const step = collector.steps.find((one) => one.id === id);
  if (step === undefined)
    throw new TypeError(`a file format of ${collector.source} names the step ${id}, which is not declared`);
  return step;
}

function unreadable({ path, unreadable }: UnreadableFile): FileReport {
  const problem: Problem = { kind: 'failed', what: 'import', place: path, message: unreadable };
  return { path, format: undefined, items: 0, problems: [problem] };
}

function unrecognised(file: ImportFile): Problem {
  return {
    kind: 'malformed',
    what: 'import',
    place: file.path,
    message: file.head.trim() === '' ? 'the file is empty, or cannot be unpacked' : 'no source recognises this file',
  };
}
