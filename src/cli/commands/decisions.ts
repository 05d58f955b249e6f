import type { Command } from 'commander';
import { findNode } from '../../queries/find-node.ts';
import { readDecisions } from '../../queries/lifecycle/index.ts';
import type { CommandContext } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption, positiveInteger, printTable } from '../output.ts';

interface DecisionsOptions {
  readonly format: Format;
  readonly holding?: boolean;
  readonly limit: number;
}

const COLUMNS = ['at', 'kind', 'subject', 'personName', 'byName', 'reason', 'until', 'endedAt', 'endedWhy', 'id'];

/** `keyline decisions [ID]` */
export function registerDecisions(program: Command, context: CommandContext): void {
  program
    .command('decisions')
    .description('What people decided about owners and findings, the latest first; those that ended are kept')
    .argument('[id]', 'only about this agent, credential, principal or finding')
    .option('--holding', 'only those that hold')
    .option('--limit <n>', 'decisions at most', positiveInteger, 200)
    .addOption(formatOption())
    .action((id: string | undefined, options: DecisionsOptions) => decisions(id, options, context));
}

async function decisions(id: string | undefined, options: DecisionsOptions, context: CommandContext): Promise<void> {
  const { format, holding = false, limit } = options;
  const found = await context.withSession(async ({ graph }) => {
    const subject =
      id === undefined
        ? undefined
        : (await findNode(graph, id, { labels: ['Agent', 'Credential', 'Principal', 'Finding'] })).id;
    return readDecisions(graph, { holding, limit, ...(subject === undefined ? {} : { subject }) });
  });
  if (format === 'table' && found.length === 0) context.output.write('No decisions.');
  else printTable({ columns: COLUMNS, rows: found.map((one) => ({ ...one })) }, format, context.output);
}
