import { type AnyCollector, type ImportReport, importPaths, type RunContext } from '../collect/index.ts';
import type { LoadResult } from '../graph/index.ts';
import { inRun, type KeylineSession } from './session.ts';

export interface ImportRun {
  readonly report: ImportReport;
  readonly totals: LoadResult;
}

/** Imports files and folders through the collectors' mappings, as one run. Errors: those of `importPaths`. */
export async function runImport(
  session: KeylineSession,
  collectors: readonly AnyCollector[],
  paths: readonly string[],
  onProgress?: RunContext['onProgress'],
): Promise<ImportRun> {
  const { value, totals } = await inRun(session, `import ${paths.join(' ')}`, (loader) =>
    importPaths(paths, collectors, loader, runContext(session, onProgress)),
  );
  return { report: value, totals };
}

export function runContext(session: KeylineSession, onProgress?: RunContext['onProgress']): RunContext {
  const { clock, log, signal, fingerprint } = session;
  return { clock, log, signal, fingerprint, ...(onProgress === undefined ? {} : { onProgress }) };
}
