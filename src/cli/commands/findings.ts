import type { Command } from 'commander';
import { Option } from 'commander';
import { instantOf } from '../../lib/clock.ts';
import { type FindingView, findNode, readCoverage, readFindings } from '../../queries/index.ts';
import { FINDING_STATES, type FindingStateName } from '../../queries/lifecycle/index.ts';
import type { CommandContext } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption, type Output, positiveInteger, printTable } from '../output.ts';

export { readFindings };

interface FindingsOptions {
  readonly format: Format;
  readonly severity?: string;
  readonly question?: string;
  readonly situation?: string;
  readonly state?: FindingStateName;
  readonly to?: string;
  readonly overdue?: boolean;
  readonly limit: number;
}

/** `keyline findings` */
export function registerFindings(program: Command, context: CommandContext): void {
  program
    .command('findings')
    .description('What is wrong, whom it goes to, and the lineage that proves it')
    .addOption(new Option('--severity <severity>', 'only these').choices(['critical', 'high', 'medium', 'low']))
    .option('--question <id>', 'only findings of one question')
    .option('--situation <id>', 'only findings of one situation, such as S8')
    .addOption(new Option('--state <state>', 'only these; resolved ones are told only so').choices(FINDING_STATES))
    .option('--to <person>', 'only what goes to this person')
    .option('--overdue', 'only what was to be settled by now')
    .option('--limit <n>', 'findings at most', positiveInteger, 1000)
    .addOption(formatOption())
    .action((options: FindingsOptions) => findings(options, context));
}

async function findings(options: FindingsOptions, context: CommandContext): Promise<void> {
  const { format, to, ...filter } = options;
  const [found, coverage] = await context.withSession(async ({ graph, clock }) => {
    const person = to === undefined ? undefined : await findNode(graph, to, { labels: ['Human'] });
    const wanted = { ...filter, now: instantOf(clock.now()), ...(person === undefined ? {} : { routedTo: person.id }) };
    return Promise.all([readFindings(graph, wanted), readCoverage(graph)]);
  });
  if (format === 'json') context.output.write(JSON.stringify({ findings: found, coverage }, null, 2));
  else if (format === 'csv')
    printTable(
      { columns: COLUMNS, rows: found.map((one) => ({ ...one, path: one.path.join(' ') })) },
      'csv',
      context.output,
    );
  else printFindings(found, context.output);
  context.output.note(`${found.length} findings; ${coverage.line}`);
}

const COLUMNS = [
  ...['id', 'severity', 'situation', 'state', 'sentence', 'routedToName', 'route', 'dueAt', 'remedy', 'path', 'covers'],
  ...['acceptedUntil', 'openedAt', 'firstSeen', 'resolvedAt'],
];

/** Findings as sentences, each with its path, its remedy and whom it goes to. */
export function printFindings(found: readonly FindingView[], output: Output): void {
  if (found.length === 0) output.write('No findings.');
  for (const finding of found) {
    const situation = finding.situation === undefined ? '' : ` [${finding.situation}]`;
    output.write(`${finding.severity.toUpperCase()}${situation} ${finding.sentence}`);
    if (finding.path.length > 0) output.write(`    ${finding.path.join(' ')}`);
    const to =
      finding.routedToName === undefined
        ? ''
        : ` → ${finding.routedToName}${finding.route === undefined ? '' : ` (${finding.route})`}`;
    output.write(`    ${finding.remedy}${to}`);
    const state = stateWords(finding);
    if (state !== undefined) output.write(`    ${state}`);
  }
}

/** What there is to say of its state; nothing of one that is open. */
function stateWords({ state, acceptedUntil, resolvedAt }: FindingView): string | undefined {
  if (state === 'open') return undefined;
  if (state === 'resolved') return `Resolved ${resolvedAt ?? ''}`.trim();
  return state === 'accepted' ? `Accepted until ${acceptedUntil ?? 'further notice'}` : 'Acknowledged';
}
