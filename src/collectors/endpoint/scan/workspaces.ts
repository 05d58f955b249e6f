import { join } from 'node:path';
import type { ScanBuilder } from './builder.ts';
import type { ClientSpec } from './clients.ts';
import { readDotenv } from './credentials/dotenv.ts';
import { readGoogleJson } from './credentials/gcp.ts';
import { readNpmrc } from './credentials/tokens.ts';
import type { SafeFiles } from './files.ts';
import { jsonOf } from './parse.ts';
import { readProject } from './read-clients.ts';

const MAX_FOLDERS = 2_000;
const MAX_DEPTH = 3;
const SKIPPED = /^(?:\.(?!devcontainer$).*|node_modules|vendor|target|dist|build|venv|__pycache__)$/;
const DOTENV = /^\.env(?:\..+|rc)?$/;
const KEY_JSON =
  /(?:service[-_.]?account|credentials?|[-_.]key|[-_.]sa|^sa[-_.]|^key|^gcp|^gcloud|client_secret)[^/]*\.json$/i;

/** The workspaces and the folders in them, three levels deep: projects' client configuration and credential files. */
export async function readWorkspaces(
  files: SafeFiles,
  builder: ScanBuilder,
  specs: readonly ClientSpec[],
  workspaces: readonly string[],
): Promise<void> {
  const seen = new Set<string>();
  for (const workspace of workspaces) {
    for await (const folder of foldersOf(files, workspace, seen)) await readFolder(files, builder, specs, folder);
    if (seen.size >= MAX_FOLDERS)
      files.problem(workspace, 'failed', `more than ${MAX_FOLDERS} folders; the rest was not read`);
  }
}

async function* foldersOf(files: SafeFiles, root: string, seen: Set<string>): AsyncGenerator<string> {
  const waiting: { path: string; depth: number }[] = [{ path: root, depth: 0 }];
  for (let next = waiting.shift(); next !== undefined && seen.size < MAX_FOLDERS; next = waiting.shift()) {
    if (seen.has(next.path)) continue;
    seen.add(next.path);
    yield next.path;
    if (next.depth === MAX_DEPTH) continue;
    const { folders } = await files.names(next.path);
    for (const name of folders)
      if (!SKIPPED.test(name)) waiting.push({ path: join(next.path, name), depth: next.depth + 1 });
  }
}

async function readFolder(
  files: SafeFiles,
  builder: ScanBuilder,
  specs: readonly ClientSpec[],
  folder: string,
): Promise<void> {
  for (const spec of specs) await readProject(files, builder, spec, folder);
  await readNpmrc(files, builder, join(folder, '.npmrc'));
  for (const name of (await files.names(folder)).files) {
    if (DOTENV.test(name)) {
      const file = await files.read(join(folder, name));
      if (file !== undefined) readDotenv(builder, file);
    } else if (KEY_JSON.test(name)) {
      const file = await files.read(join(folder, name));
      if (file?.text.includes('"type"') === true) readGoogleJson(builder, jsonOf(files, file), file);
    }
  }
}
