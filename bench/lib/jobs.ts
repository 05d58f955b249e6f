import { join } from 'node:path';
import { scriptResult } from './child.ts';
import type { Measure } from './measure.ts';
import type { Cell } from './report.ts';
import type { BenchServer } from './server.ts';

/** One job as `job.ts` tells it, with what the server used meanwhile. */
export interface JobMeasure extends Measure {
  readonly seen: number;
  readonly written: number;
  readonly retired: number;
  /** AWS only: steps that did not end complete. */
  readonly incomplete?: readonly string[];
  /** CPU seconds of Neo4j. */
  readonly serverCpuSeconds: number;
}

const SCRIPT = join(import.meta.dirname, 'job.ts');

/** Does a job in a fresh process that attaches to the server. */
export async function runJob(
  server: BenchServer,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<JobMeasure> {
  const before = server.cpuSeconds();
  const own = await scriptResult<Omit<JobMeasure, 'serverCpuSeconds'>>(SCRIPT, args, {
    ...env,
    KEYLINE_HOME: server.home,
    NEO4J_URI: '',
  });
  return { ...own, serverCpuSeconds: server.cpuSeconds() - before };
}

/** The measure as cells whose names begin with `name`. */
export function cellsOf(name: string, one: JobMeasure): Record<string, Cell> {
  return {
    [`${name}Seconds`]: one.seconds,
    [`${name}CpuSeconds`]: one.cpuSeconds,
    [`${name}ServerCpuSeconds`]: one.serverCpuSeconds,
    [`${name}Written`]: one.written,
  };
}

/** The fastest of several. */
export function best<T extends { readonly seconds: number }>(all: readonly [T, ...T[]]): T {
  return all.reduce((a, b) => (b.seconds < a.seconds ? b : a));
}
