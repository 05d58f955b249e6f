import type { Command } from 'commander';
import { KeylineError } from '../../lib/errors.ts';
import { findReport, makeReport, type Report, reportCsv, reportIds } from '../../report/index.ts';
import type { CommandContext } from '../context.ts';
import { type Format, formatTable } from '../format.ts';
import { formatOption, type Output } from '../output.ts';

/** `keyline report ID --out DIR` */
export function registerReport(program: Command, context: CommandContext): void {
  program
    .command('report')
    .description('Write a report as CSV, HTML and JSON into a folder; what changed since the last one there is marked')
    .argument('<id>', `report: ${reportIds.join(', ')}, or an unambiguous beginning`)
    .requiredOption('--out <dir>', 'folder; made when it is missing')
    .addOption(formatOption())
    .action((id: string, options: { out: string; format: Format }) => report(id, options, context));
}

async function report(id: string, options: { out: string; format: Format }, context: CommandContext): Promise<void> {
  const { output } = context;
  findReport(id);
  const [made] = await context.withSession((session) =>
    makeReport(session, id, [{ kind: 'folder', path: options.out }]),
  );
  if (made === undefined) throw new TypeError('no report was made');
  if (made.failure !== undefined) throw new KeylineError('report-failed', made.failure, { source: options.out });
  print(made.report, options.format, output);
  for (const path of made.files) output.note(`written: ${path}`);
  output.note(made.report.coverage.line);
}

function print(made: Report, format: Format, output: Output): void {
  if (format === 'json') output.write(JSON.stringify(made, null, 2));
  else if (format === 'csv') output.write(reportCsv(made).trimEnd());
  else tell(made, output);
}

function tell(made: Report, output: Output): void {
  const { summary } = made;
  output.write(`${made.title}: ${summary.new} new, ${summary.still} still open, ${summary.resolved} resolved`);
  const rows = [
    ...made.items.map((one) => ({ ...one, agent: one.agentName ?? one.agent, owner: one.ownerName ?? one.owner })),
    ...made.resolved.map((one) => ({
      ...one,
      change: 'resolved',
      agent: one.agentName ?? one.agent,
      owner: one.ownerName,
    })),
  ];
  if (rows.length === 0) return;
  const columns = ['change', 'problem', 'agent', 'kind', 'owner', 'departedAt', 'consumption', 'reaches', 'routeName'];
  output.write(formatTable({ columns, rows }, 'table', output.width));
}
