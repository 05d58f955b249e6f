import type { Command } from 'commander';
import { readOnly } from '../../graph/index.ts';
import type { CommandContext } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption, positiveInteger, printTable } from '../output.ts';

/** `keyline cypher 'READ-ONLY QUERY'` */
export function registerCypher(program: Command, context: CommandContext): void {
  program
    .command('cypher')
    .description('Run a read-only Cypher query of your own')
    .argument('<query>', 'a statement that only reads; nothing else is run')
    .option('--limit <n>', 'rows at most', positiveInteger, 1000)
    .addOption(formatOption())
    .action(async (text: string, options: { format: Format; limit: number }) => {
      const table = await context.withSession((session) => readOnly(session.graph, text, { limit: options.limit }));
      printTable(table, options.format, context.output);
      if (table.more) context.output.note(`only the first ${options.limit} rows; raise --limit for more`);
    });
}
