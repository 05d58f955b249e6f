import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

export type Cell = string | number | boolean | null;

/** What a bench found: one object, the same for the table and for JSON. */
export interface Report {
  readonly bench: string;
  /** What was worked on, in numbers. */
  readonly data: Readonly<Record<string, Cell>>;
  /** What was measured. */
  readonly results: Readonly<Record<string, Cell>>;
  /** What has to hold: a sentence, the value, the bound. */
  readonly targets: readonly Target[];
}

export interface Target {
  readonly what: string;
  readonly value: number;
  /** The value must be at most (`<=`) or at least (`>=`) the bound. */
  readonly must: '<=' | '>=' | '=';
  readonly bound: number;
}

export function isMet({ value, must, bound }: Target): boolean {
  if (must === '=') return value === bound;
  return must === '<=' ? value <= bound : value >= bound;
}

/** The machine the figures are of. `load` is the load average of the last minute: above zero, others were at work too. */
function machine(): Readonly<Record<string, Cell>> {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 1e9),
    node: process.versions.node,
    load: rounded(loadavg()[0] ?? 0),
  };
}

/** One JSON object on one line. */
export function asJson(report: Report): string {
  const targets = report.targets.map((target) => ({ ...target, value: rounded(target.value), met: isMet(target) }));
  const results = Object.fromEntries(Object.entries(report.results).map(([name, cell]) => [name, plain(cell)]));
  return JSON.stringify({ ...report, results, targets, machine: machine() });
}

/** For people. */
export function asTable(report: Report): string {
  const lines = [
    ...section(`${report.bench}: data`, report.data),
    ...section('results', report.results),
    ...report.targets.map(targetLine),
    ...section('machine', machine()),
  ];
  return lines.join('\n');
}

function section(title: string, cells: Readonly<Record<string, Cell>>): string[] {
  const width = Math.max(...Object.keys(cells).map((name) => name.length));
  return [title, ...Object.entries(cells).map(([name, cell]) => `  ${name.padEnd(width)}  ${String(plain(cell))}`), ''];
}

function targetLine(target: Target): string {
  const verdict = isMet(target) ? 'met   ' : 'MISSED';
  return `  ${verdict}  ${target.what}: ${rounded(target.value)} (${target.must} ${target.bound})`;
}

function plain(cell: Cell): Cell {
  return typeof cell === 'number' ? rounded(cell) : cell;
}

function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(3));
}
