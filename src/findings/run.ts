import type { Graph, Loader, LoadResult } from '../graph/index.ts';
import type { Clock } from '../lib/clock.ts';
import { messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import { answer, findQuery } from '../queries/index.ts';
import { findingRecords } from './records.ts';
import type { FindingRule } from './rule.ts';

const PAGE = 5_000;

export interface FindingsContext {
  readonly graph: Graph;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Asks every rule's question and keeps the findings; one that is no longer found is retired. */
export async function runFindings(
  rules: readonly FindingRule[],
  loader: Loader,
  context: FindingsContext,
): Promise<LoadResult[]> {
  const results: LoadResult[] = [];
  for (const rule of rules) results.push(await runRule(rule, loader, context));
  return results;
}

async function runRule(rule: FindingRule, loader: Loader, context: FindingsContext): Promise<LoadResult> {
  const load = await loader.openStep({ source: 'findings', scope: 'graph', step: rule.id }, 'snapshot');
  const problems: { kind: string; what: string; message: string }[] = [];
  try {
    for (let offset = 0, more = true; more; offset += PAGE) {
      context.signal.throwIfAborted();
      const page = await answer(context.graph, context.clock, findQuery(rule.query), rule.parameters ?? {}, {
        limit: PAGE,
        offset,
        timeoutMs: 120_000,
      });
      for (const row of page.rows) if (rule.applies?.(row) ?? true) await load.add(findingRecords(rule, row));
      more = page.more;
    }
  } catch (thrown) {
    if (context.signal.aborted) throw thrown;
    problems.push({ kind: 'failed', what: rule.id, message: messageOf(thrown) });
    context.log.error({ rule: rule.id, err: messageOf(thrown) }, 'finding rule failed');
  }
  return load.finish(
    { status: problems.length === 0 ? 'complete' : 'failed', problems, problemCount: problems.length },
    undefined,
  );
}
