import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../lib/files.ts';

const toldSchema = z.object({
  key: z.string(),
  problem: z.enum(['owner departed', 'owner unknown']),
  agent: z.string(),
  agentName: z.string().optional(),
  ownerName: z.string().optional(),
  firstReportedAt: z.string(),
});

const stateSchema = z.object({ version: z.literal(1), at: z.string(), items: z.array(toldSchema) });

/** What the last report to a destination told. */
export type ReportState = z.output<typeof stateSchema>;

/** The state file of a report and a destination. The destination's address is in no name: a webhook's is a secret. */
export function statePath(home: string, report: string, destination: string): string {
  const digest = createHash('sha256').update(destination).digest('hex').slice(0, 16);
  return join(home, 'reports', `${report}-${digest}.json`);
}

/** What was told last; `undefined` before the first report, and for a file that cannot be read as one. */
export function readState(path: string): ReportState | undefined {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

export function writeState(path: string, state: ReportState): void {
  writeWhole(path, `${JSON.stringify(state)}\n`);
}
