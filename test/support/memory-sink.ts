import type { StepOutcome } from '../../src/collect/outcome.ts';
import type { RunSink, StepKey, StepResult, StepSink } from '../../src/collect/sink.ts';
import { claimOf } from '../../src/collect/sink.ts';
import type { StepMode } from '../../src/collect/step.ts';
import type { EventRecord, GraphRecord } from '../../src/schema/index.ts';

/** A step run kept in memory. */
export interface MemoryStep {
  readonly key: StepKey;
  readonly mode: StepMode;
  readonly records: (GraphRecord | EventRecord)[];
  outcome: StepOutcome | undefined;
  cursor: string | undefined;
}

/** Takes what steps emit, without a database. `cursors` are what earlier runs left, by claim. */
export class MemorySink implements RunSink {
  readonly steps = new Map<string, MemoryStep>();
  readonly #cursors: ReadonlyMap<string, string>;

  constructor(cursors: ReadonlyMap<string, string> = new Map()) {
    this.#cursors = cursors;
  }

  openStep(key: StepKey, mode: StepMode): Promise<StepSink> {
    const state: MemoryStep = { key, mode, records: [], outcome: undefined, cursor: this.#cursors.get(claimOf(key)) };
    this.steps.set(claimOf(key), state);
    return Promise.resolve({
      cursor: state.cursor,
      add: (records: readonly (GraphRecord | EventRecord)[]) => {
        state.records.push(...records);
        return Promise.resolve();
      },
      finish: (outcome: StepOutcome, cursor: string | undefined): Promise<StepResult> => {
        state.outcome = outcome;
        state.cursor = cursor;
        return Promise.resolve({ seen: state.records.length, written: state.records.length, retired: 0 });
      },
    });
  }
}

/** A run context for tests: short retries, a fixed fingerprint key, a clock that stands still. */
export { testRunContext } from './run-context.ts';
