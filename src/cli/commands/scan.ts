import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { runScanCommand } from '../../collectors/endpoint/command.ts';
import type { ScanDocument } from '../../collectors/endpoint/document.ts';
import { inputError } from '../../lib/errors.ts';
import { writeWhole } from '../../lib/files.ts';
import { loadFingerprintKey } from '../../lib/fingerprint.ts';
import { keylineHome } from '../../lib/home.ts';
import { postJson, targetOf } from '../../lib/post.ts';
import type { CommandContext } from '../context.ts';
import type { Output } from '../output.ts';

interface ScanOptions {
  readonly home?: string;
  readonly workspace: readonly string[];
  readonly out?: string;
  readonly post?: string;
}

/** `keyline scan`: needs no graph. */
export function registerScan(program: Command, context: CommandContext): void {
  program
    .command('scan')
    .description(
      'Read what AI clients and their tools find in a home: configuration and credentials, as names and keyed fingerprints; nothing is executed',
    )
    .option('--home <dir>', 'home folder to read; default your own')
    .option(
      '--workspace <dir>',
      'a folder of projects; can be given several times',
      (one: string, all: string[]) => [...all, one],
      [],
    )
    .option('--out <file>', 'write the document there instead of standard output; `keyline import` reads it')
    .option(
      '--post <url>',
      'send the document there (https, or http to this machine); KEYLINE_TOKEN is sent as bearer token',
    )
    .action((options: ScanOptions) => scan(options, context));
}

async function scan(options: ScanOptions, { output, signal }: CommandContext): Promise<void> {
  if (options.out !== undefined && options.post !== undefined)
    throw inputError('scan-target', 'Give --out or --post, not both');
  if (options.post !== undefined) targetOf(options.post);
  const document = await read(options, output);
  const text = JSON.stringify(document, null, 2);
  if (options.out !== undefined) writeWhole(resolve(options.out), `${text}\n`);
  else if (options.post !== undefined) await postJson(options.post, document, { signal, headers: bearer() });
  else output.write(text);
  tell(document, options, output);
}

async function read(options: ScanOptions, output: Output): Promise<ScanDocument> {
  const home = resolve(options.home ?? homedir());
  const keyFile = join(keylineHome(), 'fingerprint.key');
  if (!existsSync(keyFile))
    output.note(
      `A new fingerprint key is made (${keyFile}): copy that of your service there, so that equal secrets meet.`,
    );
  return runScanCommand({
    home,
    workspaces: options.workspace.map((one) => resolve(one)),
    fingerprintKey: loadFingerprintKey(keyFile),
    // Another person's agents do not inherit the variables of this process.
    ...(home === homedir() ? { env: process.env } : {}),
  });
}

function bearer(): Record<string, string> {
  const token = process.env['KEYLINE_TOKEN'];
  return token === undefined || token === '' ? {} : { authorization: `Bearer ${token}` };
}

function tell(document: ScanDocument, options: ScanOptions, output: Output): void {
  for (const { kind, path, place, message } of document.problems)
    output.note(`${kind}: ${path}${place === undefined ? '' : ` at ${place}`}: ${message}`);
  const { clients, mcpServers, credentials, problems } = document;
  const where = options.out ?? (options.post === undefined ? undefined : new URL(options.post).origin);
  output.note(
    `${clients.length} clients, ${mcpServers.length} MCP servers, ${credentials.length} credentials, ${problems.length} problems${where === undefined ? '' : `; ${options.out === undefined ? 'sent to' : 'written to'} ${where}`}`,
  );
}
