import type { Report, ToldItem } from './types.ts';

const SHOWN = 10;
const LINE = 300;

/**
 * The report as the message of a Slack incoming webhook: counts, the first new items, coverage. Names are escaped as Slack asks
 * (https://docs.slack.dev/messaging/formatting-message-text), so that none can mention a channel or forge a link.
 */
export function slackMessage(report: Report): { readonly text: string } {
  const { summary } = report;
  const fresh = report.items.filter((one) => one.change === 'new');
  const lines = fresh.slice(0, SHOWN).map((one) => `• ${lineOf(one)}`);
  const more = fresh.length > SHOWN ? [`… and ${fresh.length - SHOWN} more new ones`] : [];
  const head = `*${escaped(report.title)}*: ${summary.new} new, ${summary.still} still open, ${summary.resolved} resolved`;
  return { text: [head, ...lines, ...more, escaped(`Coverage: ${report.coverage.line}`)].join('\n') };
}

function lineOf(item: ToldItem): string {
  const who =
    item.problem === 'owner unknown'
      ? 'owner unknown'
      : `${item.ownerName ?? item.owner ?? 'its owner'} left${item.departedAt === undefined ? '' : ` on ${item.departedAt.slice(0, 10)}`}`;
  const to = item.routeName === undefined ? '' : `; falls to ${item.routeName}`;
  return escaped(`${item.agentName ?? item.agent} (${item.kind ?? 'agent'}): ${who}${to}`.slice(0, LINE));
}

function escaped(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
