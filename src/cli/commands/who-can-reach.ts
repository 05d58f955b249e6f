import { type Command, Option } from 'commander';
import type { Graph } from '../../graph/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { findNode } from '../../queries/find-node.ts';
import { ownersOf } from '../../queries/owner.ts';
import { type Reacher, type ReacherRow, ReachReader } from '../../queries/reach/index.ts';
import type { CommandContext } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption, positiveInteger } from '../output.ts';
import { type LevelOption, levelOption, printReach } from '../reach-output.ts';

interface WhoOptions extends LevelOption {
  readonly format: Format;
  readonly by: Reacher;
  readonly kind?: string;
  readonly limit: number;
}

/** `keyline who-can-reach ID [--level Read]` */
export function registerWhoCanReach(program: Command, context: CommandContext): void {
  program
    .command('who-can-reach')
    .description('Who can reach a resource at a level, over which path, and who answers for them')
    .argument('<id>', 'resource: key, unambiguous beginning of it, or name')
    .addOption(levelOption('only those with this level; Read of a bucket is to read what it holds').default('Read'))
    .addOption(
      new Option('--by <label>', 'what is listed').choices(['Agent', 'Principal', 'Credential']).default('Agent'),
    )
    .option('--kind <kind>', 'only of this kind, such as bedrock-agent')
    .option('--limit <n>', 'rows at most', positiveInteger, 1000)
    .addOption(formatOption())
    .action((id: string, options: WhoOptions) => whoCanReach(id, options, context));
}

async function whoCanReach(id: string, options: WhoOptions, context: CommandContext): Promise<void> {
  const found = await context.withSession(({ graph, clock }) => answerFor(graph, clock, id, options));
  printReach(found, COLUMNS, options.format, context.output);
}

const COLUMNS = ['name', 'kind', 'environment', 'certain', 'possible', 'unknown', 'ownerName', 'ownerStatus', 'id'];

async function answerFor(graph: Graph, clock: Clock, id: string, options: WhoOptions) {
  const { level, by, kind, limit } = options;
  const resource = await findNode(graph, id, { labels: ['Resource'] });
  const found = await new ReachReader(graph, clock).whoCanReach(resource, {
    first: limit,
    by,
    ...(level === undefined ? {} : { level }),
    ...(kind === undefined ? {} : { kind }),
  });
  const owners = await ownersOf(
    graph,
    by,
    found.rows.map((row) => row.source.id),
  );
  const { total, byKind, byEnvironment, more, line, coverage } = found;
  return {
    resource,
    level,
    by,
    total,
    byKind,
    byEnvironment,
    rows: found.rows.map((row) => ({
      ...rowOf(row),
      ...ownerColumns(owners.get(row.source.id)),
      evidence: row.evidence,
    })),
    more,
    line,
    coverage,
  };
}

/** Levels on what a bucket holds are told where they are granted apart from those on the bucket itself. */
function rowOf({ source, levels, contents }: ReacherRow) {
  const { label, id, name, kind, platform, environment } = source;
  return {
    label,
    id,
    name,
    kind,
    platform,
    environment,
    ...(contents ?? levels),
    ...(contents === undefined ? {} : { onItself: levels }),
  };
}

function ownerColumns(owner: { id: string; name: string | undefined; status: string | undefined } | undefined) {
  return { owner: owner?.id, ownerName: owner?.name, ownerStatus: owner?.status };
}
