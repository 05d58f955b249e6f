import { type Command, Option } from 'commander';
import { readConfig } from '../../lib/config.ts';
import { readCoverage } from '../../queries/index.ts';
import type { RankedByRisk, RankedSubject } from '../../queries/reach/index.ts';
import { readReach } from '../../reach/index.ts';
import type { CommandContext, CommandSession } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption, positiveInteger } from '../output.ts';
import { printReach } from '../reach-output.ts';

interface RankOptions {
  readonly format: Format;
  readonly by: 'blast-radius' | 'risk';
  readonly limit: number;
}

/** `keyline rank [--by blast-radius|risk]` */
export function registerRank(program: Command, context: CommandContext): void {
  program
    .command('rank')
    .description('All agents by the size of their blast radius, or by risk with its terms')
    .addOption(new Option('--by <what>', 'what counts').choices(['blast-radius', 'risk']).default('blast-radius'))
    .option('--limit <n>', 'rows at most', positiveInteger, 50)
    .addOption(formatOption())
    .action((options: RankOptions) => rank(options, context));
}

const SIZES = ['total', 'sensitive', 'production', 'writable'];
const COLUMNS = { 'blast-radius': ['name', ...SIZES, 'id'], risk: ['score', 'name', ...SIZES, 'id'] } as const;

async function rank({ by, limit, format }: RankOptions, context: CommandContext): Promise<void> {
  const found = await context.withSession(async (session) => {
    const reach = await readReach(session.graph, readConfig().risk);
    const now = session.clock.now();
    const all = by === 'risk' ? await reach.rankByRisk(now) : await reach.rank('Agent', now);
    const shown = all.slice(0, limit);
    const names = await namesOf(
      session,
      shown.map(({ id }) => id),
    );
    return {
      by,
      total: all.length,
      rows: shown.map((one) => rowOf(one, names.get(one.id))),
      more: all.length > shown.length,
      line: `${shown.length.toLocaleString('en')} of ${all.length.toLocaleString('en')} agents`,
      coverage: await readCoverage(session.graph),
    };
  });
  printReach(found, COLUMNS[by], format, context.output);
}

/** A row's evidence: the terms of its risk, or nothing beyond its figures. */
function rowOf(ranked: RankedSubject | RankedByRisk, name: string | undefined) {
  if (!('risk' in ranked)) return { ...ranked, name, evidence: [`Agent ${name ?? ranked.id}`] };
  const { risk, ...extent } = ranked;
  const evidence = risk.terms.map(({ part, points, says }) => `${part} +${points}: ${says};`);
  return { ...extent, name, score: risk.score, exposure: risk.exposure, terms: risk.terms, evidence };
}

async function namesOf({ graph }: CommandSession, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await graph.read('UNWIND $ids AS id MATCH (a:Agent {id: id}) RETURN id, coalesce(a.name, id) AS name', {
    ids,
  });
  return new Map(rows.map((row) => [row['id'] as string, row['name'] as string]));
}
