import { isAbsolute, join, resolve } from 'node:path';
import type { Clock } from '../../../lib/clock.ts';
import { instantOf } from '../../../lib/clock.ts';
import type { FingerprintKey } from '../../../lib/fingerprint.ts';
import { SCAN_VERSION, type ScanDocument } from '../document.ts';
import { deviceId } from '../host.ts';
import { ScanBuilder } from './builder.ts';
import { clientSpecs } from './clients.ts';
import { readAws } from './credentials/aws.ts';
import { readAzure } from './credentials/azure.ts';
import { readDotenv, readVariables } from './credentials/dotenv.ts';
import { readGcloud } from './credentials/gcp.ts';
import { readKube } from './credentials/kube.ts';
import { readSsh } from './credentials/ssh.ts';
import {
  readDocker,
  readGh,
  readGitCredentials,
  readGitIdentity,
  readNetrc,
  readNpmrc,
  readPypirc,
  readVaultToken,
} from './credentials/tokens.ts';
import { SafeFiles } from './files.ts';
import { type Places, type Platform, placesOf } from './places.ts';
import { readClaudeState, readClient } from './read-clients.ts';
import { scrubbed } from './scrub.ts';
import { readWorkspaces } from './workspaces.ts';

export interface ScanOptions {
  readonly home: string;
  /** Folders of projects; those that Claude Code knows and that lie in the home are read as well. */
  readonly workspaces: readonly string[];
  readonly fingerprintKey: FingerprintKey;
  readonly clock: Clock;
  readonly platform: Platform;
  /** Names the device: MDM id, machine id, host name. Only a keyed hash of it is kept. */
  readonly hostId: string;
  readonly hostName: string;
  readonly user: string;
  /** Where managed settings lie; `/` unless it is a test. */
  readonly systemRoot?: string;
  /** Variables of this process: what every agent started from here inherits. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads what AI clients and the programs they start find in a home: MCP servers, settings and credentials. Reads files only
 * (regular, at most 1 MiB, inside home and workspaces), executes nothing, contacts nothing; the document holds names,
 * public ids and keyed fingerprints.
 */
export async function scanEndpoint(options: ScanOptions): Promise<ScanDocument> {
  const home = resolve(options.home);
  const root = options.systemRoot ?? (options.platform === 'win32' ? 'C:\\' : '/');
  const places = placesOf(home, options.platform, root, inHome(home, options.env?.['CODEX_HOME']));
  const files = new SafeFiles(home, [...options.workspaces, ...places.claudeManaged]);
  const builder = new ScanBuilder(options.fingerprintKey);
  const specs = clientSpecs(places);
  const known = await readClaudeState(files, builder, home);
  for (const spec of specs) await readClient(files, builder, spec);
  await readCredentials(files, builder, places);
  readEnvironment(builder, options.env);
  const projects = known.filter((path) => inHome(home, path) !== undefined && resolve(path) !== home);
  await readWorkspaces(files, builder, specs, [...options.workspaces.map((path) => resolve(path)), ...projects]);
  const email = await readGitIdentity(files, home);
  return scrubbed({
    keylineScan: SCAN_VERSION,
    scannedAt: instantOf(options.clock.now()),
    device: {
      id: deviceId(options.fingerprintKey, options.hostId),
      name: options.hostName,
      os: options.platform,
      user: options.user,
      emails: [...builder.emails, ...(builder.emails.size === 0 && email !== undefined ? [email] : [])],
    },
    clients: [...builder.clients.values()],
    mcpServers: builder.servers,
    credentials: builder.credentials,
    problems: files.problems,
  });
}

/** The path when it lies in the home, so that a setting cannot lead the reader elsewhere. */
function inHome(home: string, path: string | undefined): string | undefined {
  if (path === undefined || !isAbsolute(path)) return undefined;
  const full = resolve(path);
  return full.startsWith(`${home}/`) || full.startsWith(`${home}\\`) ? full : undefined;
}

const START_UP = [
  '.bashrc',
  '.bash_profile',
  '.bash_login',
  '.profile',
  '.zshrc',
  '.zshenv',
  '.zprofile',
  '.zlogin',
  '.envrc',
  '.config/fish/config.fish',
  '.config/powershell/profile.ps1',
  'Documents/PowerShell/Microsoft.PowerShell_profile.ps1',
  'Documents/WindowsPowerShell/Microsoft.PowerShell_profile.ps1',
];

async function readCredentials(files: SafeFiles, builder: ScanBuilder, places: Places): Promise<void> {
  const { home } = places;
  await readAws(files, builder, home);
  await readGcloud(files, builder, places.gcloud);
  await readAzure(files, builder, home);
  await readGh(files, builder, places);
  await readNetrc(files, builder, home);
  await readGitCredentials(files, builder, home);
  await readNpmrc(files, builder, join(home, '.npmrc'));
  await readPypirc(files, builder, home);
  await readDocker(files, builder, home);
  await readKube(files, builder, home);
  await readVaultToken(files, builder, home);
  await readSsh(files, builder, home);
  const { files: names } = await files.names(home);
  const dotenv = names.filter((name) => /^\.env(?:\..+)?$/.test(name));
  for (const name of [...START_UP, ...dotenv]) {
    const file = await files.read(join(home, name));
    if (file !== undefined) readDotenv(builder, file);
  }
}

function readEnvironment(builder: ScanBuilder, env: ScanOptions['env']): void {
  const variables = Object.entries(env ?? {}).filter((one): one is [string, string] => one[1] !== undefined);
  readVariables(builder, new Map(variables), { place: 'environment' });
}
