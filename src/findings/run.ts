import type { Graph, Loader, LoadResult } from '../graph/index.ts';
import type { Clock } from '../lib/clock.ts';
import { messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import { type Answer, answer, findQuery } from '../queries/index.ts';
import { findingRecords } from './records.ts';
import type { FindingRule } from './rule.ts';

const PAGE = 5_000;
/** Questions under way at a time. */
const ASKED_AHEAD = 2;

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
  // The question after next is asked while an answer is kept: planning a question takes longer than answering it.
  const asked: Promise<Answer>[] = [];
  for (const [i, rule] of rules.entries()) {
    for (const ahead of rules.slice(asked.length, i + ASKED_AHEAD)) asked.push(askSoon(ahead, context));
    const first = asked[i];
    if (first !== undefined) results.push(await runRule(rule, first, loader, context));
  }
  return results;
}

function askSoon(rule: FindingRule, context: FindingsContext): Promise<Answer> {
  const answered = askPage(rule, 0, context);
  answered.catch(() => undefined);
  return answered;
}

function askPage(rule: FindingRule, offset: number, context: FindingsContext): Promise<Answer> {
  return answer(context.graph, context.clock, findQuery(rule.query), rule.parameters ?? {}, {
    limit: PAGE,
    offset,
    timeoutMs: 120_000,
  });
}

async function runRule(
  rule: FindingRule,
  first: Promise<Answer>,
  loader: Loader,
  context: FindingsContext,
): Promise<LoadResult> {
  const load = await loader.openStep({ source: 'findings', scope: 'graph', step: rule.id }, 'snapshot');
  const problems: { kind: string; what: string; message: string }[] = [];
  try {
    for (let offset = 0, more = true; more; offset += PAGE) {
      context.signal.throwIfAborted();
      const page = await (offset === 0 ? first : askPage(rule, offset, context));
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
