import type { EventRecord, GraphRecord } from '../schema/index.ts';
import type { StepOutcome } from './outcome.ts';
import type { StepMode } from './step.ts';

/** Names one step of one source in one scope; its text is the claim that facts carry. */
export interface StepKey {
  readonly source: string;
  readonly scope: string;
  readonly step: string;
}

/** `<source>:<scope>/<step>` */
export function claimOf(key: StepKey): string {
  return `${key.source}:${key.scope}/${key.step}`;
}

/** What a step run wrote. */
export interface StepResult {
  readonly seen: number;
  readonly written: number;
  readonly retired: number;
}

/** What a step said in earlier runs, by the lines of text that said it: such a line need not be parsed again. */
export interface KnownLines {
  /** The number of the record that a line of this 64-bit hash says, or -1. */
  find(hi: number, lo: number): number;
  /** The line with the record of this number stands in the source again. */
  say(record: number): void;
}

/** Where the records of one step run go. */
export interface StepSink {
  /** The cursor the last run left. */
  readonly cursor: string | undefined;
  /** Takes records; resolves when there is room for more. A fact said twice in a run is taken once. */
  add(records: readonly (GraphRecord | EventRecord)[], lines?: Uint32Array): Promise<void>;
  /**
   * The lines known from earlier runs, for sources that are files of one record a line. `version` names everything that
   * decides what a line says. From then on `add` takes the hash of each record's line, two words each, high half first.
   */
  lines?(version: string): KnownLines;
  /** Writes what is left, retires (only after `complete` snapshots), commits the cursor and the outcome. */
  finish(outcome: StepOutcome, cursor: string | undefined): Promise<StepResult>;
}

/** Opens step runs; one at a time is written, any number may be open. */
export interface RunSink {
  openStep(key: StepKey, mode: StepMode): Promise<StepSink>;
}
