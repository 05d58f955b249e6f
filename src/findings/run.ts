import type { Graph, Loader, LoadResult, Row } from '../graph/index.ts';
import type { Clock } from '../lib/clock.ts';
import { messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import { type Answer, answer, findQuery } from '../queries/index.ts';
import { readBefore } from './before.ts';
import { DEFAULT_DUE_DAYS, type DueDays } from './due.ts';
import { findingRecords, groupRows } from './records.ts';
import type { FindingRule } from './rule.ts';

const PAGE = 5_000;
/** Questions under way at a time. */
const ASKED_AHEAD = 2;
/** Findings whose past is read, and which are written, at a time. */
const TOGETHER = 1_000;

export interface FindingsContext {
  readonly graph: Graph;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Days that each severity is given; default `DEFAULT_DUE_DAYS`. */
  readonly dueDays?: DueDays;
}

/** Which people to ask about; absent: everybody. */
interface FindingsScope {
  readonly owners: readonly string[];
}

/**
 * Asks every rule's question and keeps the findings; one that is no longer found is retired. With `scope`, rules that can be asked
 * about people alone are, the others not at all, and nothing is retired: for what cannot wait for everything.
 */
export async function runFindings(
  rules: readonly FindingRule[],
  loader: Loader,
  context: FindingsContext,
  scope?: FindingsScope,
): Promise<LoadResult[]> {
  const wanted = scope === undefined ? rules : rules.filter((rule) => rule.byOwner);
  const results: LoadResult[] = [];
  // The question after next is asked while an answer is kept: planning a question takes longer than answering it.
  const asked: Promise<Answer>[] = [];
  for (const [i, rule] of wanted.entries()) {
    for (const ahead of wanted.slice(asked.length, i + ASKED_AHEAD)) asked.push(askSoon(ahead, context, scope));
    const first = asked[i];
    if (first !== undefined) results.push(await runRule(rule, first, loader, context, scope));
  }
  return results;
}

function askSoon(rule: FindingRule, context: FindingsContext, scope: FindingsScope | undefined): Promise<Answer> {
  const answered = askPage(rule, 0, context, scope);
  answered.catch(() => undefined);
  return answered;
}

function askPage(
  rule: FindingRule,
  offset: number,
  context: FindingsContext,
  scope: FindingsScope | undefined,
): Promise<Answer> {
  const parameters = { ...rule.parameters, ...scope };
  return answer(context.graph, context.clock, findQuery(rule.query), parameters, {
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
  scope: FindingsScope | undefined,
): Promise<LoadResult> {
  const mode = scope === undefined ? 'snapshot' : 'delta';
  const load = await loader.openStep({ source: 'findings', scope: 'graph', step: rule.id }, mode);
  const problems: { kind: string; what: string; message: string }[] = [];
  try {
    const rows: Row[] = [];
    for (let offset = 0, more = true; more; offset += PAGE) {
      context.signal.throwIfAborted();
      const page = await (offset === 0 ? first : askPage(rule, offset, context, scope));
      rows.push(...page.rows.filter((row) => rule.applies?.(row) ?? true));
      more = page.more;
    }
    await keep(rule, rows, load, loader.at, context);
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

async function keep(
  rule: FindingRule,
  rows: readonly Row[],
  load: Awaited<ReturnType<Loader['openStep']>>,
  at: string,
  context: FindingsContext,
): Promise<void> {
  const groups = groupRows(rule, rows);
  const days = context.dueDays ?? DEFAULT_DUE_DAYS;
  for (let from = 0; from < groups.length; from += TOGETHER) {
    const some = groups.slice(from, from + TOGETHER);
    const before = await readBefore(
      context.graph,
      some.map(({ id }) => id),
    );
    await load.add(some.flatMap((one) => findingRecords(rule, one, before.get(one.id), at, days)));
  }
}
