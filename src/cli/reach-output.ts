import { Option } from 'commander';
import type { Coverage } from '../queries/index.ts';
import { LEVELS, type Level } from '../queries/reach/index.ts';
import { type Format, formatTable } from './format.ts';
import type { Output } from './output.ts';

export interface LevelOption {
  readonly level?: Level;
}

/** `--level`; commander holds it to the words of the graph. */
export function levelOption(says: string): Option {
  return new Option('--level <level>', says).choices(LEVELS);
}

interface ReachAnswer {
  readonly rows: readonly (Readonly<Record<string, unknown>> & { readonly evidence: readonly string[] })[];
  readonly more: boolean;
  /** `180 of 12,431 resources`. */
  readonly line: string;
  readonly coverage: Coverage;
}

/** JSON is the answer as it is; the table has evidence under it, CSV in its last column. */
export function printReach(answer: ReachAnswer, columns: readonly string[], format: Format, output: Output): void {
  if (format === 'json') output.write(JSON.stringify(answer, null, 2));
  else if (format === 'csv')
    output.write(formatTable({ columns: [...columns, 'conditionKeys', 'evidence'], rows: answer.rows }, 'csv'));
  else printRows(answer, columns, output);
  output.note(`${answer.line}; ${answer.coverage.line}`);
}

function printRows(answer: ReachAnswer, columns: readonly string[], output: Output): void {
  if (answer.rows.length === 0) {
    output.write('Nothing.');
    return;
  }
  output.write(formatTable({ columns, rows: answer.rows }, 'table', output.width));
  output.write('');
  for (const [i, row] of answer.rows.entries()) output.write(`[${i + 1}] ${row.evidence.join(' ')}`);
  if (answer.more) output.note('There are more rows; raise --limit.');
}
