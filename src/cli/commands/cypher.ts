import type { Command } from 'commander';
import { readOnly } from '../../graph/index.ts';
import { inputError } from '../../lib/errors.ts';
import type { CommandContext } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption, positiveInteger, printTable } from '../output.ts';

interface CypherOptions {
  readonly format: Format;
  readonly limit: number;
  readonly param: readonly string[];
  readonly timeout: number;
}

/** `keyline cypher 'READ-ONLY QUERY'` */
export function registerCypher(program: Command, context: CommandContext): void {
  program
    .command('cypher')
    .description('Run a read-only Cypher query of your own')
    .argument('<query>', 'a statement that only reads; nothing else is run')
    .option('--limit <n>', 'rows at most', positiveInteger, 1000)
    .option(
      '--param <name=value>',
      'a value for $name, as JSON or else as text; can be given several times',
      (one: string, all: string[]) => [...all, one],
      [],
    )
    .option('--timeout <seconds>', 'the longest it may take in the database', positiveInteger, 30)
    .addOption(formatOption())
    .action((text: string, options: CypherOptions) => cypher(text, options, context));
}

async function cypher(text: string, options: CypherOptions, context: CommandContext): Promise<void> {
  const { limit, timeout, format } = options;
  const params = Object.fromEntries(options.param.map(pair));
  const table = await context.withSession(({ graph, signal }) =>
    readOnly(graph, text, { limit, params, signal, timeoutMs: timeout * 1000 }),
  );
  printTable(table, format, context.output);
  if (table.cutBy === 'rows') context.output.note(`only the first ${limit} rows; raise --limit for more`);
  if (table.cutBy === 'bytes') context.output.note(`only the first ${table.rows.length} rows: more would be too large`);
}

function pair(text: string): [string, unknown] {
  const at = text.indexOf('=');
  if (at < 1) throw inputError('cypher-parameter', `"${text}" is not of the form name=value`);
  const value = text.slice(at + 1);
  try {
    return [text.slice(0, at), JSON.parse(value)];
  } catch {
    return [text.slice(0, at), value];
  }
}
