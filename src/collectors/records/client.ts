import { importFiles } from '../../collect/files/open.ts';
import type { ConnectContext, Connection, ImportFile, Problem, StepMode } from '../../collect/index.ts';
import { recordsFormat } from './files.ts';
import { type RecordBatch, readRecords } from './read.ts';

/** The files that speak for one (source, scope, step). */
export interface RecordFiles {
  readonly scope: string;
  readonly files: readonly ImportFile[];
}

const MODES: readonly StepMode[] = ['snapshot', 'delta', 'events'];

/** One connection for each (source, scope, step) that the files below the paths are about. */
export async function connectFiles(
  paths: readonly string[],
  context: ConnectContext,
): Promise<Connection<RecordFiles>[]> {
  const found = new Map<string, { modes: Set<string>; files: Set<ImportFile> }>();
  for await (const file of importFiles(paths)) {
    context.signal.throwIfAborted();
    if (!recordsFormat.recognise(file)) continue;
    for await (const item of readRecords(file)) {
      if (item.item !== 'covers') continue;
      const entry = found.get(item.scope) ?? { modes: new Set(), files: new Set() };
      found.set(item.scope, entry);
      entry.modes.add(item.step);
      entry.files.add(file);
    }
  }
  return [...found].map(([scope, { modes, files }]) => ({
    scope,
    client: { scope, files: [...files] },
    skip: Object.fromEntries(MODES.filter((mode) => !modes.has(mode)).map((mode) => [mode, 'no file of this mode'])),
  }));
}

/** The batches of one step; what is wrong with its lines goes to `problem`. */
export async function* batchesOf(
  client: RecordFiles,
  step: StepMode,
  problem: (problem: Problem) => void,
): AsyncGenerator<RecordBatch> {
  for (const file of client.files) {
    for await (const item of readRecords(file)) {
      if (item.item === 'problem') {
        if (item.scope === undefined || (item.scope === client.scope && item.step === step)) problem(item.problem);
      } else if (item.item === 'raw' && item.scope === client.scope && item.step === step) {
        yield item.raw as RecordBatch;
      }
    }
  }
}
