import { randomUUID } from 'node:crypto';
import type { Run } from '../store.ts';
import type { PropertyChange, Statement } from './plan.ts';

/** Keeps what changed, with the step that saw it. */
export async function writeChanges(run: Run, changes: readonly PropertyChange[], says: Statement): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map((change) => ({ id: randomUUID(), ...change, at: says.at, step: says.claim }));
  await run('UNWIND $in.rows AS row CREATE (c:Change) SET c = row', { in: { rows } });
}
