import type { ReportAnswers } from './orphan-owners.ts';
import type { ReportState } from './state.ts';
import type { Report, ReportItem, ToldItem } from './types.ts';

/** The answers beside what was told last: what is new, what still is, what is resolved. `at`: UTC. */
export function reportOf(
  name: { readonly id: string; readonly title: string },
  answers: ReportAnswers,
  last: ReportState | undefined,
  at: string,
): Report {
  const before = new Map((last?.items ?? []).map((one) => [one.key, one]));
  const told = answers.items.map((item): ToldItem => {
    const first = before.get(item.key)?.firstReportedAt;
    return { ...item, change: first === undefined ? 'new' : 'still', firstReportedAt: first ?? at };
  });
  const now = new Set(answers.items.map((one) => one.key));
  const resolved = [...before.values()]
    .filter((one) => !now.has(one.key))
    .map((one) => ({ ...one, agentName: one.agentName, ownerName: one.ownerName }));
  const items = [...told.filter((one) => one.change === 'new'), ...told.filter((one) => one.change === 'still')];
  return {
    report: name.id,
    version: 1,
    title: name.title,
    at,
    previousAt: last?.at,
    summary: {
      total: items.length,
      new: countOf(items, (one) => one.change === 'new'),
      still: countOf(items, (one) => one.change === 'still'),
      resolved: resolved.length,
      ownerDeparted: countOf(items, (one) => one.problem === 'owner departed'),
      ownerUnknown: countOf(items, (one) => one.problem === 'owner unknown'),
    },
    items,
    resolved,
    coverage: answers.coverage,
  };
}

/** What has to be remembered of a report that got there. */
export function stateOf(report: Report): ReportState {
  return {
    version: 1,
    at: report.at,
    items: report.items.map(({ key, problem, agent, agentName, ownerName, firstReportedAt }) => ({
      key,
      problem,
      agent,
      firstReportedAt,
      ...(agentName === undefined ? {} : { agentName }),
      ...(ownerName === undefined ? {} : { ownerName }),
    })),
  };
}

function countOf<T extends ReportItem>(items: readonly T[], test: (item: T) => boolean): number {
  return items.filter(test).length;
}
