import { parseArgs } from 'node:util';
import { benchAccess } from './access.ts';
import { benchDeparture } from './departure.ts';
import { benchHistory } from './history.ts';
import { asJson, asTable, isMet, type Report } from './lib/report.ts';
import { benchLoad } from './load.ts';
import { benchOwnership } from './ownership/index.ts';
import { benchReach } from './reach.ts';
import { benchServe } from './serve.ts';
import { benchSync } from './sync.ts';

const USAGE = `Usage: npm run bench -- load | sync | access | reach | ownership | page | serve | history | departure [options]
  --format table|json   default table; json is one object on the last line
  --peer PYTHON         Python of an environment with cartography==0.143.0, measured in turns with us (load, sync, access)
  --rounds N            measured rounds; the best counts (load, sync, history), the worst (page); default 2
  --share X             share of the full data set, 0 to 1 (load; default 1)
  --seed S, --seeds N   the first judged organisation and how many (ownership; default 1 and 10; 1001-1016 and 2001-2010 are learnt on)
  --noise X             how often evidence goes wrong, as a multiple of the stated rates (ownership; default 1)
  --identities N        size of the generated company or estate (serve, access, reach, history, departure; default 200000)
Exit code: 0 measured (the table says which targets were met), 1 failure, 2 bad usage.`;

type Options = ReturnType<typeof readOptions>;

const BENCHES: Readonly<Record<string, (options: Options) => Promise<Report>>> = {
  load: benchLoad,
  ownership: benchOwnership,
  page: async (options) => (await import('./page.ts')).benchPage(options),
  sync: benchSync,
  access: benchAccess,
  serve: benchServe,
  reach: benchReach,
  history: benchHistory,
  departure: benchDeparture,
};

function readOptions(values: Readonly<Record<string, string | undefined>>) {
  const number = (name: string, byDefault: number): number => {
    const value = Number(values[name] ?? byDefault);
    return Number.isFinite(value) && value > 0 ? value : refuse(`--${name} must be a number above 0`);
  };
  return {
    peer: values['peer'],
    rounds: Math.round(number('rounds', 2)),
    share: Math.min(1, number('share', 1)),
    seed: Math.round(number('seed', 1)),
    noise: number('noise', 1),
    seeds: Math.round(number('seeds', 10)),
    identities: Math.round(number('identities', 200_000)),
    note: (text: string): void => console.error(text),
  };
}

function refuse(message: string): never {
  console.error(`${message}\n${USAGE}`);
  process.exit(2);
}

function parse() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'table' },
        peer: text,
        rounds: text,
        share: text,
        identities: text,
        seed: text,
        seeds: text,
        noise: text,
      },
    });
  } catch (thrown) {
    return refuse(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

const { positionals, values } = parse();
const [name = ''] = positionals;
const bench = BENCHES[name];
if (bench === undefined || positionals.length > 1) refuse('Say which bench.');
const { format, ...rest } = values;
if (format !== 'table' && format !== 'json') refuse('--format must be table or json');
const report = await bench(readOptions(rest));
if (report.targets.some((target) => !isMet(target))) console.error('Not every target was met.');
process.stdout.write(`${format === 'json' ? asJson(report) : asTable(report)}\n`);
