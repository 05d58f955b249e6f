import { csvText } from '../../lib/csv.ts';
import { html, type Markup } from '../markup.ts';
import { STYLE } from '../style.ts';
import type { Digest, DigestItem } from './ask.ts';

const COLUMNS = ['severity', 'state', 'dueAt', 'isOverdue', 'sentence', 'remedy', 'to', 'route', 'id'];

/** A digest as a page that needs nothing else: no script, no outside font, picture or style. */
export function digestPage(digest: Digest): string {
  const { person, at, items } = digest;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${digestSubject(digest)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${person.name}: what is to be looked after</h1>
<p class="meta">${at} UTC; ${summary(digest)}</p>
<p class="quiet">Coverage: ${digest.coverage}.</p>
<table>
<thead><tr><th>Severity</th><th>Problem</th><th>Due</th><th>Goes to</th></tr></thead>
<tbody>
${items.map((item) => itemRow(item))}</tbody>
</table>
</body>
</html>
`.text;
}

function itemRow(item: DigestItem): Markup {
  const due = item.dueAt === undefined ? '' : item.dueAt.slice(0, 10);
  return html`<tr class="${item.isOverdue ? 'new' : 'still'}"><td><span class="badge ${item.isOverdue ? 'new' : 'still'}">${item.severity}</span><br><span class="quiet">${item.state}</span></td>
<td>${item.sentence}<br><span class="quiet">${item.remedy}</span><br><code>${item.id}</code></td>
<td>${due}${item.isOverdue ? html`<br><span class="badge new">overdue</span>` : undefined}</td>
<td>${item.to ?? 'you'}<br><span class="quiet">${item.route}</span></td></tr>
`;
}

/** One row a finding. */
export function digestCsv(digest: Digest): string {
  return `${csvText({ columns: COLUMNS, rows: digest.items.map((item) => ({ ...item })) })}\r\n`;
}

/** One line, for a subject; names come from other systems, and a line break would begin another header. */
export function digestSubject(digest: Digest): string {
  return `Keyline: ${summary(digest)}`.replaceAll(/\p{Cc}+/gu, ' ');
}

/** Plain text, for mail readers that show no HTML. */
export function digestText(digest: Digest): string {
  const lines = digest.items.map(
    (item) =>
      `${item.severity.toUpperCase()}${item.isOverdue ? ' (overdue)' : ''} ${item.sentence}\n  ${item.remedy}${item.to === undefined ? '' : ` → ${item.to}`}\n  ${item.id}`,
  );
  return [`${digest.person.name}: ${summary(digest)}`, ...lines, `Coverage: ${digest.coverage}.`]
    .join('\n\n')
    .replaceAll(/[^\P{Cc}\n]+/gu, ' ');
}

function summary({ items, agents, kind }: Digest): string {
  const overdue = items.filter((one) => one.isOverdue).length;
  const things = `${items.length} ${items.length === 1 ? 'finding' : 'findings'}`;
  const whose = kind === 'owners' ? 'own' : 'of your reports';
  return `${things}${overdue === 0 ? '' : `, ${overdue} overdue`}; ${agents} ${agents === 1 ? 'agent' : 'agents'}${kind === 'owners' ? ' you ' : ' '}${whose}`;
}

const SHOWN = 20;

/** All digests as one message of a Slack incoming webhook: who has how much to look after. */
export function digestSlack(digests: readonly Digest[]): { readonly text: string } {
  const most = [...digests].sort((a, b) => overdueIn(b) - overdueIn(a) || b.items.length - a.items.length);
  const lines = most.slice(0, SHOWN).map((one) => `• ${escaped(one.person.name)}: ${escaped(summary(one))}`);
  const more = most.length > SHOWN ? [`… and ${most.length - SHOWN} more people`] : [];
  const kind = digests[0]?.kind ?? 'owners';
  return {
    text: [`*What ${kind} have to look after*`, ...(lines.length === 0 ? ['Nothing.'] : lines), ...more].join('\n'),
  };
}

function overdueIn({ items }: Digest): number {
  return items.filter((one) => one.isOverdue).length;
}

/** As Slack asks (https://docs.slack.dev/messaging/formatting-message-text). */
function escaped(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
