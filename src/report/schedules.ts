import type { KeylineConfig } from '../lib/config.ts';
import { inputError, KeylineError } from '../lib/errors.ts';
import type { OutboundPolicy } from '../lib/outbound.ts';
import { targetOf } from '../lib/post.ts';
import type { Destination } from './deliver.ts';
import { findReport, makeReport, type ReportSession } from './make.ts';

type ReportTarget = KeylineConfig['reports'][number];

/** A report that is made again and again; the pipeline's schedules take it as it is. */
export interface ScheduledReport {
  readonly name: string;
  readonly cron: string;
  readonly timezone: string;
  readonly work: () => Promise<void>;
}

/**
 * The scheduled reports of the configuration, checked before anything is scheduled. `policy`: which private addresses they may go
 * to; default all. Errors: `report-unknown`,
 * `report-destination`, `post-target`.
 */
export function reportSchedules(
  targets: readonly ReportTarget[],
  session: ReportSession,
  policy?: OutboundPolicy,
): ScheduledReport[] {
  return targets.flatMap((target, i) => {
    const { id } = findReport(target.id);
    const destinations = destinationsOf(target, policy);
    if (target.schedule === undefined) return [];
    const { cron, timezone } = target.schedule;
    return [{ name: `report ${id} (${i + 1})`, cron, timezone, work: () => deliverAll(session, id, destinations) }];
  });
}

/** Where the configuration sends a report. Errors: `report-destination` when nowhere; `post-target`. */
export function destinationsOf(target: ReportTarget, policy?: OutboundPolicy): Destination[] {
  const where = policy === undefined ? {} : { policy };
  const { folder, webhook, slack } = target;
  for (const url of [webhook, slack]) if (url !== undefined) targetOf(url);
  const destinations: Destination[] = [
    ...(folder === undefined ? [] : [{ kind: 'folder', path: folder } as const]),
    ...(webhook === undefined ? [] : [{ kind: 'webhook', url: webhook, ...where } as const]),
    ...(slack === undefined ? [] : [{ kind: 'slack', url: slack, ...where } as const]),
  ];
  if (destinations.length > 0) return destinations;
  throw inputError('report-destination', `The report "${target.id}" goes nowhere`, {
    hint: 'Give it a folder, a webhook or a slack address under `reports:` of the configuration file.',
  });
}

async function deliverAll(session: ReportSession, id: string, destinations: readonly Destination[]): Promise<void> {
  const delivered = await makeReport(session, id, destinations);
  const failures = delivered.flatMap((one) =>
    one.failure === undefined ? [] : [`${one.destination}: ${one.failure}`],
  );
  if (failures.length > 0)
    throw new KeylineError('report-undelivered', `The report ${id} did not get to ${failures.join('; ')}`);
}
