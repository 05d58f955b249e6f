import type { Clock } from '../lib/clock.ts';
import { instantOf } from '../lib/clock.ts';
import { inputError, messageOf } from '../lib/errors.ts';
import type { PostOptions } from '../lib/post.ts';
import { redactText } from '../lib/redact.ts';
import { reportOf, stateOf } from './changes.ts';
import { type Destination, deliver, destinationKey, destinationName } from './deliver.ts';
import { askOrphanOwners, type ReportAnswers, type ReportGraph } from './orphan-owners.ts';
import { readState, statePath, writeState } from './state.ts';
import type { Report } from './types.ts';

/** What a report is made from. */
export interface ReportSession {
  readonly graph: ReportGraph;
  readonly clock: Clock;
  /** Data directory. */
  readonly home: string;
  readonly signal: AbortSignal;
}

/** A report as it went to one destination. */
export interface Delivered {
  readonly destination: string;
  readonly report: Report;
  readonly files: readonly string[];
  /** Why it did not get there; its changes will be told again. */
  readonly failure: string | undefined;
}

interface ReportKind {
  readonly id: string;
  readonly title: string;
  readonly ask: (graph: ReportGraph, clock: Clock) => Promise<ReportAnswers>;
}

const REPORTS: readonly ReportKind[] = [
  { id: 'orphan-owners', title: 'Agents without an accountable person', ask: askOrphanOwners },
];

/** Ids of the reports there are. */
export const reportIds: readonly string[] = REPORTS.map((one) => one.id);

/** The report with this id or an unambiguous beginning of it. Errors: `report-unknown`. */
export function findReport(id: string): ReportKind {
  const found = REPORTS.filter((one) => one.id === id || (id !== '' && one.id.startsWith(id)));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw inputError('report-unknown', `There is no report "${id}"`, { hint: `There are: ${reportIds.join(', ')}.` });
}

/**
 * Asks once, and delivers to each destination what is new there since the last report that got there. One destination that
 * fails does not stop the others. Errors: `report-unknown`; those of the questions.
 */
export async function makeReport(
  session: ReportSession,
  id: string,
  destinations: readonly Destination[],
  options: PostOptions = {},
): Promise<Delivered[]> {
  const kind = findReport(id);
  const answers = await kind.ask(session.graph, session.clock);
  const delivered: Delivered[] = [];
  for (const one of destinations) delivered.push(await deliverTo(session, kind, answers, one, options));
  return delivered;
}

async function deliverTo(
  { home, clock, signal }: ReportSession,
  kind: ReportKind,
  answers: ReportAnswers,
  destination: Destination,
  options: PostOptions,
): Promise<Delivered> {
  const path = statePath(home, kind.id, destinationKey(destination));
  const report = reportOf(kind, answers, readState(path), instantOf(clock.now()));
  const name = destinationName(destination);
  try {
    const files = await deliver(report, destination, { ...options, signal });
    writeState(path, stateOf(report));
    return { destination: name, report, files, failure: undefined };
  } catch (thrown) {
    signal.throwIfAborted();
    return { destination: name, report, files: [], failure: redactText(messageOf(thrown)) };
  }
}
