import { join } from 'node:path';
import { scriptResult } from './child.ts';
import type { Measure } from './measure.ts';
import type { BenchServer } from './server.ts';

/** One import as `import-child.ts` tells it, with what the server used meanwhile. */
export interface ImportMeasure extends Measure {
  readonly seen: number;
  readonly written: number;
  readonly retired: number;
  /** CPU seconds of Neo4j. */
  readonly serverCpuSeconds: number;
}

const CHILD = join(import.meta.dirname, 'import-child.ts');

/** Imports a file in a fresh process that attaches to the server. */
export async function importOnce(server: BenchServer, path: string): Promise<ImportMeasure> {
  const before = server.cpuSeconds();
  const own = await scriptResult<Omit<ImportMeasure, 'serverCpuSeconds'>>(CHILD, [path], {
    KEYLINE_HOME: server.home,
    NEO4J_URI: '',
  });
  return { ...own, serverCpuSeconds: server.cpuSeconds() - before };
}
