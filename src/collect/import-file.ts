import type { AnyCollector } from './collector.ts';
import { problemOf } from './errors.ts';
import type { AskKnownLines, FileFormat, ImportFile, ImportItem } from './files/format.ts';
import type { UnreadableFile } from './files/open.ts';
import type { Problem } from './outcome.ts';
import type { StepRun } from './run.ts';
import type { StepKey, StepSink } from './sink.ts';
import type { StepMode } from './step.ts';

export interface FileReport {
  readonly path: string;
  /** Format that read it; `undefined` when nothing recognised it. */
  readonly format: string | undefined;
  readonly items: number;
  readonly problems: readonly Problem[];
}

export interface OpenStep {
  readonly run: StepRun<unknown>;
  readonly sink: StepSink;
  readonly key: StepKey;
  readonly mode: StepMode;
}

export interface Match {
  readonly collector: AnyCollector;
  readonly format: FileFormat;
}

const KEPT_FILE_PROBLEMS = 20;

/** What has been read of one file so far. */
export class FileReading {
  readonly file: ImportFile;
  readonly problems: Problem[] = [];
  items = 0;
  /** Lines that say what they said before are left out by the format: no items do not mean that there is nothing. */
  knowsLines = false;
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

  /** A snapshot without items would retire all that was there. */
  get passesForEmpty(): boolean {
    const nothing = this.items + this.problems.length === 0 && !this.knowsLines;
    return nothing && [...this.#steps].some(({ mode }) => mode === 'snapshot');
  }

  /** The place of the file says what it is, and nothing in it is: another file under its name. It must not pass for empty. */
  foreign(format: FileFormat): void {
    const message = `it holds nothing of what it should: ${format.title}`;
    const problem: Problem = { kind: 'malformed', what: 'import', message };
    this.problem(problem);
    this.spoil(problem);
  }

  placed(problem: Problem): Problem {
    return { ...problem, place: problem.place === undefined ? this.file.path : `${this.file.path} ${problem.place}` };
  }
}

/** What a format throws costs the rest of that file, not the import. */
export async function* itemsOf(format: FileFormat, file: ImportFile, known: AskKnownLines): AsyncGenerator<ImportItem> {
  try {
    yield* format.read(file, known);
  } catch (thrown) {
    yield { item: 'problem', problem: problemOf(thrown, format.title) };
  }
}

/** The report of a file that no format reads: none recognises it, or several do. */
export function notRead(file: ImportFile, matches: readonly Match[]): FileReport {
  const names = matches.map(({ format }) => format.title).join(' and ');
  const ambiguous = `it could be ${names}: put it in a folder named after its source`;
  return unread(file.path, 'malformed', matches.length === 0 ? unrecognised(file) : ambiguous);
}

/** The report of a file that cannot be opened. */
export function notOpened({ path, unreadable }: UnreadableFile): FileReport {
  return unread(path, 'failed', unreadable);
}

function unread(path: string, kind: Problem['kind'], message: string): FileReport {
  return { path, format: undefined, items: 0, problems: [{ kind, what: 'import', place: path, message }] };
}

function unrecognised(file: ImportFile): string {
  return file.head.trim() === '' ? 'the file is empty, or cannot be unpacked' : 'no source recognises this file';
}

/**
 * Is it a JSON text that a list could not be missing from: with more in it than plain fields and empty lists, or without
 * any list? As far as the head goes.
 */
export function holdsSomething(head: string): boolean {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (!/^[[{]/.test(text)) return false;
  return !/\[\s*\]/.test(text) || /[[{,:]\s*[[{]\s*[^\s\]}]/.test(text);
}
