import { z } from 'zod';
import { type AnyCollector, type RunSink, runStep, type StepReport } from '../collect/index.ts';
import type { LoadResult } from '../graph/index.ts';
import type { SourceConfig } from '../lib/config.ts';
import { inputError, messageOf } from '../lib/errors.ts';
import { redactText } from '../lib/redact.ts';
import { runContext } from './import.ts';
import { inRun, type KeylineSession } from './session.ts';

export interface CollectRun {
  readonly steps: readonly StepReport[];
  /** Sources that could not even be connected to. */
  readonly failures: readonly { readonly source: string; readonly message: string }[];
  readonly totals: LoadResult;
}

/** Steps of one source that run side by side: the graph is written one window at a time anyway, the wait is for the network. */
const STEPS_AT_ONCE = 4;

/**
 * Collects the configured sources (`only`: those named), each on its own: one that is dead or denied does not stop the
 * others. Errors: `source-unknown`, `source-config`.
 */
export async function runCollect(
  session: KeylineSession,
  collectors: readonly AnyCollector[],
  sources: readonly SourceConfig[],
  only: readonly string[],
  onProgress?: Parameters<typeof runContext>[1],
): Promise<CollectRun> {
  const chosen = chooseSources(collectors, sources, only);
  const steps: StepReport[] = [];
  const failures: { source: string; message: string }[] = [];
  const what = `collect ${chosen.map(({ collector }) => collector.source).join(' ')}`;
  const { totals } = await inRun(session, what, (loader) =>
    Promise.all(
      chosen.map(async ({ collector, config }) => {
        try {
          await collectSource(session, collector, config, loader, (group) => steps.push(...group), onProgress);
        } catch (thrown) {
          if (session.signal.aborted) throw thrown;
          failures.push({ source: collector.source, message: redactText(messageOf(thrown)) });
          session.log.error({ source: collector.source, err: redactText(messageOf(thrown)) }, 'source failed');
        }
      }),
    ),
  );
  return { steps, failures, totals };
}

interface Chosen {
  readonly collector: AnyCollector;
  readonly config: unknown;
}

/** Pairs configuration entries with collectors and validates them before anything is read. */
export function chooseSources(
  collectors: readonly AnyCollector[],
  sources: readonly SourceConfig[],
  only: readonly string[],
): Chosen[] {
  const wanted = only.length === 0 ? sources : sources.filter((one) => only.includes(one.type));
  const missing = only.find((id) => !sources.some((one) => one.type === id));
  if (missing !== undefined) {
    throw inputError('source-unknown', `The source "${missing}" is not configured`, {
      hint: 'Add it under `sources:` of the configuration file.',
    });
  }
  return wanted.map(({ type, schedule: _schedule, ...rest }) => {
    const collector = collectors.find((one) => one.source === type);
    if (collector === undefined) {
      throw inputError('source-unknown', `There is no collector "${type}"`, {
        hint: `There are: ${collectors.map((one) => one.source).join(', ')}.`,
      });
    }
    const parsed = collector.config.safeParse(rest);
    if (!parsed.success)
      throw inputError('source-config', `The configuration of ${type} does not fit: ${z.prettifyError(parsed.error)}`);
    return { collector, config: parsed.data };
  });
}

async function collectSource(
  session: KeylineSession,
  collector: AnyCollector,
  config: unknown,
  sinks: RunSink,
  take: (group: readonly StepReport[]) => void,
  onProgress: Parameters<typeof runContext>[1],
): Promise<void> {
  const { signal, log } = session;
  const connections = await collector.connect(config, { signal, log, env: process.env });
  for (const connection of connections) {
    try {
      const wanted = collector.steps.filter((step) => connection.skip?.[step.id] === undefined);
      for (let at = 0; at < wanted.length; at += STEPS_AT_ONCE) {
        const group = wanted.slice(at, at + STEPS_AT_ONCE);
        take(
          await Promise.all(
            group.map((step) => runStep(collector.source, step, connection, sinks, runContext(session, onProgress))),
          ),
        );
      }
    } finally {
      await connection.close?.();
    }
  }
}
