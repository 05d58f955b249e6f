import { html, type Markup } from './markup.ts';
import { STYLE } from './style.ts';
import type { Report, ResolvedItem, ToldItem } from './types.ts';

/** The report as one page that needs nothing else: no script, no outside font, picture or style. */
export function reportPage(report: Report): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${report.title}, ${report.at.slice(0, 10)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${report.title}</h1>
<p class="meta">${report.at} UTC; ${report.previousAt === undefined ? 'the first report' : `changes since ${report.previousAt}`}</p>
${counts(report)}
${coverage(report)}
${section('New', itemsTable(report.items.filter((one) => one.change === 'new')))}
${section('Still open', itemsTable(report.items.filter((one) => one.change === 'still')))}
${section('Resolved', resolvedTable(report.resolved))}
${report.items.length + report.resolved.length === 0 ? html`<p>Every agent has an active accountable person.</p>` : undefined}
</body>
</html>
`;
  return page.text;
}

function counts({ summary }: Report): Markup {
  const tile = (count: number, says: string): Markup => html`<li><b>${count}</b>${says}</li>`;
  return html`<ul class="counts">${tile(summary.new, 'new')}${tile(summary.still, 'still open')}${tile(summary.resolved, 'resolved')}${tile(summary.ownerDeparted, 'owner departed')}${tile(summary.ownerUnknown, 'owner unknown')}</ul>`;
}

function coverage(report: Report): Markup {
  const style = report.coverage.incomplete.length > 0 || report.coverage.sources === 0 ? 'warning' : 'quiet';
  return html`<p class="${style}">Coverage: ${report.coverage.line}.</p>`;
}

function section(title: string, table: Markup | undefined): Markup | undefined {
  return table === undefined ? undefined : html`<h2>${title}</h2>\n${table}`;
}

function itemsTable(items: readonly ToldItem[]): Markup | undefined {
  if (items.length === 0) return undefined;
  return html`<table>
<thead><tr><th>Change</th><th>Agent</th><th>Problem</th><th>Reaches</th><th>Falls to</th></tr></thead>
<tbody>
${items.map(itemRow)}</tbody>
</table>`;
}

function itemRow(item: ToldItem): Markup {
  return html`<tr class="${item.change}"><td><span class="badge ${item.change}">${item.change}</span><br><span class="quiet">since ${item.firstReportedAt.slice(0, 10)}</span></td>
<td><b>${item.agentName ?? item.agent}</b><br><code>${item.agent}</code><br>${joined([item.kind, item.platform])}</td>
<td>${problem(item)}${list('Evidence', item.evidence)}${list('Known', item.known)}</td>
<td>${item.reaches ?? 'unknown'}${list('Most sensitive', item.mostSensitive)}</td>
<td>${item.routeName ?? item.routeTo ?? 'nobody known'}<br><span class="quiet">${item.route}</span></td></tr>
`;
}

function problem(item: ToldItem): Markup {
  if (item.problem === 'owner unknown') return html`Owner unknown`;
  const left = item.departedAt === undefined ? '' : ` on ${item.departedAt.slice(0, 10)}`;
  const use = [item.consumption, item.lastUsedAt === undefined ? undefined : `last used ${item.lastUsedAt}`];
  return html`${item.ownerName ?? item.owner} left${left}<br><span class="quiet">${joined(use)}</span>`;
}

function list(title: string, lines: readonly string[]): Markup | undefined {
  if (lines.length === 0) return undefined;
  return html`<details><summary>${title}</summary><ol>${lines.map((line) => html`<li>${line}</li>`)}</ol></details>`;
}

function resolvedTable(items: readonly ResolvedItem[]): Markup | undefined {
  if (items.length === 0) return undefined;
  const row = (one: ResolvedItem): Markup =>
    html`<tr><td><span class="badge resolved">resolved</span></td><td><b>${one.agentName ?? one.agent}</b><br><code>${one.agent}</code></td><td>${one.problem}${one.ownerName === undefined ? '' : `: ${one.ownerName}`}</td><td>${one.firstReportedAt.slice(0, 10)}</td></tr>\n`;
  return html`<table>
<thead><tr><th>Change</th><th>Agent</th><th>Was</th><th>First reported</th></tr></thead>
<tbody>
${items.map(row)}</tbody>
</table>`;
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((one) => one !== undefined).join(', ');
}
