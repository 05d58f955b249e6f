import type { Graph } from '../graph/index.ts';
import { type Clock, instantOf } from '../lib/clock.ts';
import { SignalRefused } from './refusal.ts';
import type { Signal } from './signal.ts';

/**
 * Keeps signals; the graph's uniqueness of keys is what tells a replay, over restarts and over processes. All of them are kept or
 * none. Errors: `SignalRefused` when one was taken before.
 */
export async function keepSignals(graph: Graph, clock: Clock, signals: readonly Signal[]): Promise<void> {
  const receivedAt = instantOf(clock.now());
  const rows = signals.map((one) => ({ known: true, firstSeen: receivedAt, claims: [], receivedAt, ...one }));
  try {
    await graph.write((run) => run('UNWIND $rows AS row CREATE (s:Signal) SET s = row', { rows }));
  } catch (thrown) {
    if (String((thrown as { code?: unknown }).code).endsWith('Schema.ConstraintValidationFailed'))
      throw new SignalRefused('invalid_request', 'This event was received before (a replay)');
    throw thrown;
  }
}
