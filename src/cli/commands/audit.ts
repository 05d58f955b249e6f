import { type Command, Option } from 'commander';
import { type TrailReport, verifyTrail } from '../../audit/index.ts';
import { keylineHome } from '../../lib/home.ts';
import type { CommandContext } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption, printTable } from '../output.ts';

interface VerifyOptions {
  readonly format: Format;
  readonly archived?: boolean;
}

/** `keyline audit verify` */
export function registerAudit(program: Command, context: CommandContext): void {
  const audit = program.command('audit').description('The trail of answers and changes');
  audit
    .command('verify')
    .description(
      'Follow every chain of the audit trail; exit 1 and the place when anything was changed, moved or removed',
    )
    .addOption(new Option('--archived', 'earlier files were moved away: begin with the first that is there'))
    .addOption(formatOption())
    .action((options: VerifyOptions) => verify(options, context));
}

async function verify({ format, archived }: VerifyOptions, { output }: CommandContext): Promise<void> {
  const report = await verifyTrail(keylineHome(), archived === true ? { archived } : {});
  if (format === 'json') output.write(JSON.stringify(report, null, 2));
  else printTable(tableOf(report), format, output);
  for (const note of report.streams.flatMap((one) => one.notes)) output.note(note);
  for (const { place, what } of report.problems) output.note(`${place}: ${what}`);
  const records = report.streams.reduce((sum, one) => sum + one.records, 0);
  if (report.problems.length > 0) {
    output.note(`The audit trail does not hold: ${report.problems.length} of its chains are broken.`);
    process.exitCode = 1;
  } else output.note(records === 0 ? 'The audit trail is empty.' : `The audit trail holds: ${records} records.`);
}

function tableOf({ streams, problems }: TrailReport) {
  return {
    columns: ['stream', 'records', 'from', 'to', 'verdict', 'place'],
    rows: [
      ...streams.map((one) => {
        const problem = problems.find(({ stream }) => stream === one.stream);
        return { ...one, verdict: problem?.what ?? 'holds', place: problem?.place ?? '' };
      }),
      ...problems
        .filter((one) => !streams.some(({ stream }) => stream === one.stream))
        .map(({ stream, place, what }) => ({ stream, records: 0, verdict: what, place })),
    ],
  };
}
