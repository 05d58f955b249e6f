import { Command } from 'commander';
import { registerApiKey } from './commands/api-key.ts';
import { registerAudit } from './commands/audit.ts';
import { registerBlastRadius } from './commands/blast-radius.ts';
import { registerCollect } from './commands/collect.ts';
import { registerCypher } from './commands/cypher.ts';
import { registerDecide } from './commands/decide.ts';
import { registerDecisions } from './commands/decisions.ts';
import { registerDigest } from './commands/digest.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerEstate } from './commands/estate.ts';
import { registerExport } from './commands/export.ts';
import { registerFindings } from './commands/findings.ts';
import { registerImport } from './commands/import.ts';
import { registerMcp } from './commands/mcp.ts';
import { registerOwner } from './commands/owner.ts';
import { registerQuery } from './commands/query.ts';
import { registerRank } from './commands/rank.ts';
import { registerReport } from './commands/report.ts';
import { registerScan } from './commands/scan.ts';
import { registerSources } from './commands/sources.ts';
import { registerUnused } from './commands/unused.ts';
import { registerUp } from './commands/up.ts';
import { registerWhatIf } from './commands/what-if.ts';
import { registerWhoCanReach } from './commands/who-can-reach.ts';
import type { CommandContext } from './context.ts';
import { addExamples } from './examples.ts';

/** Every command, in the order in which the help lists them. */
const COMMANDS = [
  registerUp,
  registerImport,
  registerCollect,
  registerQuery,
  registerCypher,
  registerFindings,
  registerBlastRadius,
  registerWhoCanReach,
  registerRank,
  registerWhatIf,
  registerUnused,
  registerMcp,
  registerOwner,
  registerEstate,
  registerDecide,
  registerDecisions,
  registerReport,
  registerDigest,
  registerExport,
  registerScan,
  registerSources,
  registerAudit,
  registerApiKey,
  registerDoctor,
];

/** The command line over what `context` gives it. Bad usage throws a CommanderError, after the help has been shown. */
export function programOf(context: CommandContext): Command {
  const program = new Command('keyline')
    .description('Identity lineage for AI agents: credentials, reach, and who answers for them')
    .version('0.1.0')
    .showHelpAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.output.write(text.replace(/\n$/, '')),
      writeErr: (text) => context.output.note(text.replace(/\n$/, '')),
    });
  for (const register of COMMANDS) register(program, context);
  addExamples(program);
  return program;
}
