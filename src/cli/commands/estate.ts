import type { Command } from 'commander';
import { answer, findNode, findQuery } from '../../queries/index.ts';
import type { CommandContext } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption, positiveInteger, printAnswer } from '../output.ts';

interface EstateOptions {
  readonly format: Format;
  readonly limit: number;
}

/** `keyline owned-by PERSON` and `keyline handover PERSON` */
export function registerEstate(program: Command, context: CommandContext): void {
  person(program, 'owned-by', 'What a person owns, what it reaches, and whether it is in use', 'human-estate', context);
  person(
    program,
    'handover',
    'What would have nobody to answer for it if this person left today, and to whom it would fall',
    'handover',
    context,
  );
}

function person(program: Command, name: string, says: string, question: string, context: CommandContext): void {
  program
    .command(name)
    .description(says)
    .argument('<person>', 'key, e-mail or unambiguous name')
    .option('--limit <n>', 'rows at most', positiveInteger, 1000)
    .addOption(formatOption())
    .action(async (text: string, { format, limit }: EstateOptions) => {
      const found = await context.withSession(async ({ graph, clock }) => {
        const human = await findNode(graph, text, { labels: ['Human'] });
        return answer(graph, clock, findQuery(question), { human: human.id }, { limit });
      });
      printAnswer(found, format, context.output);
    });
}
