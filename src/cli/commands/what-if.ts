import type { Command } from 'commander';
import { readAwsInput } from '../../derive/access/input.ts';
import { readConfig } from '../../lib/config.ts';
import { inputError } from '../../lib/errors.ts';
import { type FoundNode, findNode } from '../../queries/find-node.ts';
import { readCoverage } from '../../queries/index.ts';
import type { IndexedReach, Loss, Removal, WhatIf } from '../../queries/reach/index.ts';
import { readReach } from '../../reach/index.ts';
import type { Label } from '../../schema/index.ts';
import type { CommandContext, CommandSession } from '../context.ts';
import type { Format } from '../format.ts';
import { formatOption, positiveInteger } from '../output.ts';
import { printReach } from '../reach-output.ts';

interface WhatIfOptions {
  readonly format: Format;
  readonly revoke: readonly string[];
  readonly removeTrust: readonly string[];
  readonly detach: readonly string[];
  readonly from?: string;
  readonly subject?: string;
  readonly limit: number;
}

const REVOCABLE: readonly Label[] = ['Credential', 'Principal', 'TrustGroup', 'AccessProfile', 'Tool'];
const SUBJECTS: readonly Label[] = ['Agent', 'Credential', 'Human', 'Principal', 'Tool', 'Team', 'Device', 'Session'];

const several = (one: string, before: readonly string[]): string[] => [...before, one];

/** `keyline what-if --revoke KEY`, `--remove-trust ROLE` */
export function registerWhatIf(program: Command, context: CommandContext): void {
  program
    .command('what-if')
    .description('What agents would no longer reach if something were taken away; nothing is changed')
    .option('--revoke <id>', 'a credential, principal, profile or tool; may be given several times', several, [])
    .option('--remove-trust <role>', 'a role that is no longer assumed; may be given several times', several, [])
    .option('--detach <policy>', 'an identity policy of AWS: name, ARN or key; may be given several times', several, [])
    .option('--from <principal>', 'only this one can no longer assume it, or no longer has the policy')
    .option('--subject <id>', 'compare the reach of this agent, credential, person …')
    .option('--limit <n>', 'rows at most', positiveInteger, 50)
    .addOption(formatOption())
    .action((options: WhatIfOptions) => tell(options, context));
}

const COLUMNS = ['before', 'lost', 'lostSensitive', 'id'];

async function tell(options: WhatIfOptions, context: CommandContext): Promise<void> {
  if (options.revoke.length + options.removeTrust.length + options.detach.length === 0)
    throw inputError('what-if-empty', 'Nothing is taken away', { hint: 'Give --revoke, --remove-trust or --detach.' });
  const found = await context.withSession(async (session) => {
    const reach = await readReach(session.graph, readConfig().risk, readAwsInput);
    const removals = await removalsOf(session, reach, options);
    const { subject } = options;
    const asked = subject === undefined ? undefined : await findNode(session.graph, subject, { labels: SUBJECTS });
    const now = session.clock.now();
    const losses = reach.losses(removals, now);
    const compared = asked === undefined ? undefined : reach.whatIf(asked, removals, now);
    return { losses, compared, asked, coverage: await readCoverage(session.graph) };
  });
  const { losses, compared, asked, coverage } = found;
  const rows = losses.slice(0, options.limit).map(rowOf);
  const answer = {
    affected: losses.length,
    rows,
    more: losses.length > rows.length,
    ...(asked === undefined ? {} : { subject: asked, ...compared }),
    line: lineOf(losses, asked, compared),
    coverage,
  };
  printReach(answer, COLUMNS, options.format, context.output);
}

async function removalsOf({ graph }: CommandSession, reach: IndexedReach, options: WhatIfOptions): Promise<Removal[]> {
  const principal = (id: string): Promise<FoundNode> => findNode(graph, id, { labels: ['Principal'] });
  const from = options.from === undefined ? undefined : await principal(options.from);
  return Promise.all([
    ...options.revoke.map((id) => findNode(graph, id, { labels: REVOCABLE })),
    ...options.detach.map((policy) => reach.detached({ policy, ...(from === undefined ? {} : { from }) })),
    ...options.removeTrust.map(async (role) => ({
      role: await principal(role),
      ...(from === undefined ? {} : { from }),
    })),
  ]);
}

function rowOf({ id, before, lost, lostSensitive }: Loss) {
  return { id, before, lost, lostSensitive, evidence: [`Agent ${id}: ${lost} of ${before} resources lost`] };
}

function lineOf(losses: readonly Loss[], asked: FoundNode | undefined, compared: WhatIf | undefined): string {
  const affected = `${losses.filter(({ lost }) => lost > 0).length} of ${losses.length} agents on the way would lose something`;
  if (asked === undefined) return affected;
  if (compared === undefined) return `${affected}; ${asked.id} reaches nothing`;
  return `${affected}; ${asked.id} would reach ${compared.after.total} instead of ${compared.before.total} resources`;
}
