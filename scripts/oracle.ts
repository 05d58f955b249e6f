import { parseArgs } from 'node:util';
import { check, PER_WORLD } from '../test/access/oracle/check.ts';
import { newTally, type Tally } from '../test/access/oracle/run.ts';

const HELP = `npm run oracle -- [--cases N] [--seed S]

Asks our access evaluation and the simulator iam-simulate the same questions about generated organisations, and stops at
the first organisation on which they differ, made as small as it can be.

  --cases N   how many decisions (default 20000)
  --seed S    a whole number; the same seed asks the same questions (default: the time)
  --help      this text
`;

interface Options {
  readonly cases: number;
  readonly seed: number;
}

function optionsOf(args: readonly string[]): Options | 'help' | string {
  const { values } = parseArgs({
    args: [...args],
    options: { cases: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help === true) return 'help';
  const cases = Number(values.cases ?? 20_000);
  const seed = Number(values.seed ?? Date.now() % 2 ** 31);
  if (!Number.isInteger(cases) || cases < 1) return '--cases takes a whole number above 0';
  return Number.isInteger(seed) ? { cases, seed } : '--seed takes a whole number';
}

async function run({ cases, seed }: Options): Promise<boolean> {
  const tally = newTally();
  const differing = await check(Math.ceil(cases / PER_WORLD), seed, tally);
  report(tally, seed);
  if (differing !== undefined) console.error(`They differ:\n${differing}`);
  return differing === undefined;
}

function report(tally: Tally, seed: number): void {
  const share = ((tally.allowed / Math.max(1, tally.decisions)) * 100).toFixed(1);
  console.log(`seed ${seed}: ${tally.decisions} decisions, ${share} % allowed`);
  console.log('decided by each feature, counted until there are enough:');
  for (const [name, cases] of tally.decided) console.log(`  ${String(cases).padStart(5)}  ${name}`);
  if (tally.defects.size > 0) console.log("answers that differ by the simulator's known defects:");
  for (const [name, cases] of tally.defects) console.log(`  ${String(cases).padStart(5)}  ${name}`);
}

const options = optionsOf(process.argv.slice(2));
if (options === 'help') console.log(HELP);
else if (typeof options === 'string') {
  console.error(options);
  process.exitCode = 2;
} else if (!(await run(options))) process.exitCode = 1;
