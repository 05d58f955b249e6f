import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { writeOpenGraph } from '../../collectors/opengraph/write.ts';
import { liveEdges, liveNodes } from '../../graph/index.ts';
import { KeylineError, messageOf } from '../../lib/errors.ts';
import { readCoverage } from '../../queries/index.ts';
import type { CommandContext } from '../context.ts';

/** `keyline export --out FILE` */
export function registerExport(program: Command, context: CommandContext): void {
  program
    .command('export')
    .description('Write the live graph as BloodHound OpenGraph JSON')
    .requiredOption('--out <file>', 'file; an existing one is replaced when the new one is whole')
    .option('--personal', 'also properties that say something about a person')
    .action((options: { out: string; personal?: boolean }) => exportGraph(options, context));
}

async function exportGraph(options: { out: string; personal?: boolean }, context: CommandContext): Promise<void> {
  const coverage = await context.withSession(async ({ graph, signal }) => {
    const text = writeOpenGraph(liveNodes(graph), liveEdges(graph), { personal: options.personal === true });
    await writeStreamed(options.out, text, signal);
    return readCoverage(graph);
  });
  context.output.note(`written: ${options.out}; ${coverage.line}`);
}

/** Writes the file beside its place and puts it there when it is whole. Errors: `file-write`. */
async function writeStreamed(path: string, text: AsyncIterable<string>, signal: AbortSignal): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  try {
    await pipeline(Readable.from(text), createWriteStream(draft, { mode: 0o600 }), { signal });
    renameSync(draft, path);
  } catch (cause) {
    rmSync(draft, { force: true });
    if (signal.aborted) throw cause;
    throw new KeylineError('file-write', `The file cannot be written: ${messageOf(cause)}`, { source: path, cause });
  }
}
