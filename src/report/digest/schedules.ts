import { join } from 'node:path';
import type { DigestConfig } from '../../lib/config-digests.ts';
import { inputError, KeylineError } from '../../lib/errors.ts';
import type { OutboundPolicy } from '../../lib/outbound.ts';
import { type PostOptions, targetOf } from '../../lib/post.ts';
import type { ReportSession } from '../make.ts';
import type { ScheduledReport } from '../schedules.ts';
import { askDigests } from './ask.ts';
import { openMailer } from './mail.ts';
import { removeDigests, sendDigests, writeDigests } from './send.ts';

/** Folder of the data directory with what no mail server took, until a later digest gets there. */
const UNDELIVERED = 'undelivered-digests';

/**
 * The scheduled digests of the configuration, checked before anything is scheduled. Errors: `digest-destination`, `post-target`,
 * `mail-config`. `patience`: how often, and after which pause, what fails is tried again.
 */
export function digestSchedules(
  configs: readonly DigestConfig[],
  session: ReportSession,
  policy?: OutboundPolicy,
  patience: Pick<PostOptions, 'retries' | 'minPauseMs'> = {},
): ScheduledReport[] {
  return configs.map((config, i) => {
    check(config);
    const { cron, timezone } = config.schedule;
    return {
      name: `digest ${config.for} (${i + 1})`,
      cron,
      timezone,
      work: () => sendAll(config, session, { ...patience, ...(policy === undefined ? {} : { policy }) }),
    };
  });
}

function check({ folder, slack, email, for: kind }: DigestConfig): void {
  if (folder === undefined && slack === undefined && email === undefined)
    throw inputError('digest-destination', `The digest for ${kind} goes nowhere`, {
      hint: 'Give it a folder, a slack address or email under `digests:` of the configuration file.',
    });
  if (slack !== undefined) targetOf(slack);
  if (email !== undefined) openMailer(email).close();
}

async function sendAll(config: DigestConfig, session: ReportSession, patience: PostOptions): Promise<void> {
  const digests = await askDigests(session.graph, session.clock, config.for);
  const { failures, mailed, undelivered } = await sendDigests(digests, config, { ...patience, signal: session.signal });
  const kept = join(session.home, UNDELIVERED);
  removeDigests(mailed, kept);
  writeDigests(undelivered, kept);
  if (failures.length > 0)
    throw new KeylineError('digest-undelivered', `Digests for ${config.for} did not get to ${failures.join('; ')}`, {
      ...(undelivered.length === 0 ? {} : { hint: `What no mail server took lies in ${kept} until it is sent.` }),
    });
}
