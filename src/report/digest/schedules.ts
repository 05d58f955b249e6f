import type { DigestConfig } from '../../lib/config-digests.ts';
import { inputError, KeylineError } from '../../lib/errors.ts';
import type { OutboundPolicy } from '../../lib/outbound.ts';
import { targetOf } from '../../lib/post.ts';
import type { ReportSession } from '../make.ts';
import type { ScheduledReport } from '../schedules.ts';
import { askDigests } from './ask.ts';
import { openMailer } from './mail.ts';
import { sendDigests } from './send.ts';

/**
 * The scheduled digests of the configuration, checked before anything is scheduled. Errors: `digest-destination`, `post-target`,
 * `mail-config`.
 */
export function digestSchedules(
  configs: readonly DigestConfig[],
  session: ReportSession,
  policy?: OutboundPolicy,
): ScheduledReport[] {
  return configs.map((config, i) => {
    check(config);
    const { cron, timezone } = config.schedule;
    return { name: `digest ${config.for} (${i + 1})`, cron, timezone, work: () => sendAll(config, session, policy) };
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

async function sendAll(
  config: DigestConfig,
  session: ReportSession,
  policy: OutboundPolicy | undefined,
): Promise<void> {
  const digests = await askDigests(session.graph, session.clock, config.for);
  const options = { signal: session.signal, ...(policy === undefined ? {} : { policy }) };
  const { failures } = await sendDigests(digests, config, options);
  if (failures.length > 0)
    throw new KeylineError('digest-undelivered', `Digests for ${config.for} did not get to ${failures.join('; ')}`);
}
