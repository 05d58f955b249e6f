import type { Command } from 'commander';
import { inputError } from '../../lib/errors.ts';
import { answer, catalogue, findQuery } from '../../queries/index.ts';
import type { CommandContext } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption, positiveInteger, printAnswer, printTable } from '../output.ts';

interface QueryOptions {
  readonly format: Format;
  readonly param: readonly string[];
  readonly limit: number;
  readonly offset: number;
}

/** `keyline query [ID]` */
export function registerQuery(program: Command, context: CommandContext): void {
  program
    .command('query')
    .description('Ask a saved question; without an id, list them')
    .argument('[id]', 'id of the question, or an unambiguous beginning of it')
    .option(
      '--param <name=value>',
      'a parameter; can be given several times',
      (one: string, all: string[]) => [...all, one],
      [],
    )
    .option('--limit <n>', 'rows at most', positiveInteger, 1000)
    .option('--offset <n>', 'rows to skip', positiveInteger, 0)
    .addOption(formatOption())
    .action((id: string | undefined, options: QueryOptions) =>
      id === undefined ? list(options.format, context) : ask(id, options, context),
    );
}

function list(format: Format, context: CommandContext): void {
  const rows = [...catalogue().values()].map((query) => ({
    id: query.id,
    question: query.question,
    parameters: query.parameters.map((one) => (one.default === undefined ? one.name : `[${one.name}]`)).join(' '),
    answers: query.answers.join(' '),
  }));
  printTable({ columns: ['id', 'question', 'parameters', 'answers'], rows }, format, context.output);
}

async function ask(id: string, options: QueryOptions, context: CommandContext): Promise<void> {
  const query = findQuery(id);
  const given = Object.fromEntries(options.param.map(pair));
  const found = await context.withSession((session) =>
    answer(session.graph, session.clock, query, given, { limit: options.limit, offset: options.offset }),
  );
  printAnswer(found, options.format, context.output);
}

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw inputError('query-parameter', `"${text}" is not of the form name=value`);
  return [text.slice(0, at), text.slice(at + 1)];
}
