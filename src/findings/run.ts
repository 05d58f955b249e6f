import type { Graph, Loader, LoadResult, Row } from '../graph/index.ts';
import type { Clock } from '../lib/clock.ts';
import { messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import { type Answer, answer, findQuery } from '../queries/index.ts';
import type { GraphRecord } from '../schema/index.ts';
import { padded, retireUnsaid } from './about.ts';
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

/** Whom to ask about: for what cannot wait for everybody. */
interface FindingsScope {
  /** Keys of people. */
  readonly owners: readonly string[];
  /** Keys of teams. */
  readonly teams: readonly string[];
}

/**
 * Asks every rule's question and keeps the findings; one that is no longer found is retired. With `scope`, rules that can be asked
 * about people or teams alone are, about those, and the others not at all; only what was about those retires.
 */
export async function runFindings(
  rules: readonly FindingRule[],
  loader: Loader,
  context: FindingsContext,
  scope?: FindingsScope,
): Promise<LoadResult[]> {
  const asks = rules.flatMap((rule) => askOf(rule, scope) ?? []);
  const results: LoadResult[] = [];
  // The question after next is asked while an answer is kept: planning a question takes longer than answering it.
  const asked: Promise<Answer>[] = [];
  for (const [i, ask] of asks.entries()) {
    for (const ahead of asks.slice(asked.length, i + ASKED_AHEAD)) asked.push(askSoon(ahead, context));
    const first = asked[i];
    if (first !== undefined) results.push(await runRule(ask, first, loader, context));
  }
  return results;
}

/** A rule, and the people or teams that its question is asked about; `undefined`: about all. */
interface Ask {
  readonly rule: FindingRule;
  readonly about: readonly string[] | undefined;
}

function askOf(rule: FindingRule, scope: FindingsScope | undefined): Ask | undefined {
  if (scope === undefined) return { rule, about: undefined };
  const about = rule.askedBy === undefined ? [] : scope[rule.askedBy];
  return about.length === 0 ? undefined : { rule, about };
}

function askSoon(ask: Ask, context: FindingsContext): Promise<Answer> {
  const answered = askPage(ask, 0, context);
  answered.catch(() => undefined);
  return answered;
}

function askPage({ rule, about }: Ask, offset: number, context: FindingsContext): Promise<Answer> {
  const scope = about === undefined || rule.askedBy === undefined ? {} : { [rule.askedBy]: padded(about) };
  return answer(
    context.graph,
    context.clock,
    findQuery(rule.query),
    { ...rule.parameters, ...scope },
    { limit: PAGE, offset, timeoutMs: 120_000 },
  );
}

async function runRule(
  ask: Ask,
  first: Promise<Answer>,
  loader: Loader,
  context: FindingsContext,
): Promise<LoadResult> {
  const { rule, about } = ask;
  const mode = about === undefined ? 'snapshot' : 'delta';
  const load = await loader.openStep({ source: 'findings', scope: 'graph', step: rule.id }, mode);
  const problems: { kind: string; what: string; message: string }[] = [];
  const said: GraphRecord[] = [];
  try {
    const rows: Row[] = [];
    for (let offset = 0, more = true; more; offset += PAGE) {
      context.signal.throwIfAborted();
      const page = await (offset === 0 ? first : askPage(ask, offset, context));
      rows.push(...page.rows.filter((row) => rule.applies?.(row) ?? true));
      more = page.more;
    }
    for await (const records of keep(rule, rows, load, loader.at, context))
      if (about !== undefined) said.push(...records);
  } catch (thrown) {
    if (context.signal.aborted) throw thrown;
    problems.push({ kind: 'failed', what: rule.id, message: messageOf(thrown) });
    context.log.error({ rule: rule.id, err: messageOf(thrown) }, 'finding rule failed');
  }
  const isComplete = problems.length === 0;
  const result = await load.finish(
    { status: isComplete ? 'complete' : 'failed', problems, problemCount: problems.length },
    undefined,
  );
  if (about !== undefined && isComplete) await retireUnsaid(context.graph, rule, about, said, loader.at);
  return result;
}

/** Keeps the findings, and gives their records, some at a time. */
async function* keep(
  rule: FindingRule,
  rows: readonly Row[],
  load: Awaited<ReturnType<Loader['openStep']>>,
  at: string,
  context: FindingsContext,
): AsyncGenerator<readonly GraphRecord[]> {
  const groups = groupRows(rule, rows);
  const days = context.dueDays ?? DEFAULT_DUE_DAYS;
  for (let from = 0; from < groups.length; from += TOGETHER) {
    const some = groups.slice(from, from + TOGETHER);
    const before = await readBefore(
      context.graph,
      some.map(({ id }) => id),
    );
    const records = some.flatMap((one) => findingRecords(rule, one, before.get(one.id), at, days));
    await load.add(records);
    yield records;
  }
}
