import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { ScanBuilder } from './builder.ts';
import type { ClientFile, ClientSpec } from './clients.ts';
import { readDotenv } from './credentials/dotenv.ts';
import { readLogin } from './credentials/logins.ts';
import type { SafeFiles } from './files.ts';
import { type Fields, jsonOf, tomlOf } from './parse.ts';
import { readServers, type ServerPlace } from './servers.ts';
import { settingsEnvironment, settingsReaders } from './settings.ts';
import { asRecord, textOf } from './shape.ts';

/** Reads what a client keeps in the home: presence, settings, MCP servers, its own login. */
export async function readClient(files: SafeFiles, builder: ScanBuilder, spec: ClientSpec): Promise<void> {
  for (const folder of spec.folders)
    if (await files.exists(folder)) builder.client(spec.client, spec.title, { installed: true });
  for (const file of spec.files) await readClientFile(files, builder, spec, file, undefined);
  for (const path of spec.logins) await readLogin(files, builder, spec, path);
}

/** Reads what a project configures for a client. */
export async function readProject(
  files: SafeFiles,
  builder: ScanBuilder,
  spec: ClientSpec,
  folder: string,
): Promise<void> {
  for (const file of spec.project) {
    const path = join(folder, file.path);
    await readClientFile(files, builder, spec, { ...file, path, scope: 'user' }, folder);
  }
}

async function readClientFile(
  files: SafeFiles,
  builder: ScanBuilder,
  spec: ClientSpec,
  place: ClientFile,
  project: string | undefined,
): Promise<void> {
  const file = await files.read(place.path);
  if (file === undefined) return;
  const content = place.form === 'toml' ? tomlOf(files, file) : jsonOf(files, file);
  const risks = place.settings === undefined ? [] : settingsReaders[place.settings](content);
  if (place.settings === 'claude') settingsEnvironment(builder, content, file.place, spec.client);
  builder.client(spec.client, spec.title, { installed: project === undefined, file: file.place, risks });
  const where: ServerPlace = {
    client: spec.client,
    scope: project === undefined ? place.scope : 'project',
    project: project === undefined ? undefined : files.place(project),
    file: file.place,
  };
  const servers = serversIn(content, place.servers);
  readServers(builder, servers, where);
  await readEnvFiles(files, builder, servers, where, project ?? dirname(place.path));
}

/** `mcp.servers` is a setting with a dot in its name, or (older) an object in an object. */
function serversIn(content: Fields, key: string): unknown {
  if (key !== 'mcp.servers') return content[key];
  return content['mcp.servers'] ?? asRecord(content['mcp'])['servers'];
}

/** `envFile` of a server: its variables are that server's. */
async function readEnvFiles(
  files: SafeFiles,
  builder: ScanBuilder,
  servers: unknown,
  where: ServerPlace,
  folder: string,
): Promise<void> {
  for (const [name, entry] of Object.entries(asRecord(servers))) {
    const given = textOf(asRecord(entry)['envFile'])?.replace(/^\$\{workspaceFolder\}[\\/]/, '');
    if (given === undefined) continue;
    const file = await files.read(isAbsolute(given) ? given : resolve(folder, given));
    const project = where.project === undefined ? '' : `@${where.project}`;
    if (file !== undefined) readDotenv(builder, file, { server: `${where.client}/${name}${project}` });
  }
}

/** `~/.claude.json`: servers of the user and of each project, and the account that is signed in. Gives the projects' folders. */
export async function readClaudeState(files: SafeFiles, builder: ScanBuilder, home: string): Promise<string[]> {
  const file = await files.read(join(home, '.claude.json'));
  if (file === undefined) return [];
  const state = jsonOf(files, file);
  const email = textOf(asRecord(state['oauthAccount'])['emailAddress']);
  builder.client('claude-code', 'Claude Code', {
    installed: true,
    file: file.place,
    ...(email === undefined ? {} : { email }),
  });
  readServers(builder, state['mcpServers'], { client: 'claude-code', scope: 'user', file: file.place });
  const projects = Object.entries(asRecord(state['projects']));
  for (const [path, project] of projects) {
    readServers(builder, asRecord(project)['mcpServers'], {
      client: 'claude-code',
      scope: 'local',
      project: files.place(path),
      file: file.place,
    });
  }
  const helper = textOf(state['primaryApiKey']);
  if (helper !== undefined) builder.value('primaryApiKey', helper, { place: file.place, client: 'claude-code' });
  return projects.map(([path]) => path);
}
