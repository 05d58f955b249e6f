import { createReadStream } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip, gunzipSync, constants as zlib } from 'node:zlib';
import { inputError, messageOf } from '../../lib/errors.ts';
import type { ImportFile } from './format.ts';

const HEAD_BYTES = 64 * 1024;
const SKIPPED = /^(\.|node_modules$)/;

/** A file that is there and cannot be opened: no permission, a disk error. */
export interface UnreadableFile {
  readonly path: string;
  readonly unreadable: string;
}

/** As `offeredFiles`, for whom every file counts. Errors: `import-path`, also for a file that cannot be opened. */
export async function* importFiles(paths: readonly string[]): AsyncGenerator<ImportFile> {
  for await (const file of offeredFiles(paths)) {
    if ('unreadable' in file)
      throw inputError('import-path', `The file cannot be read: ${file.unreadable}`, { source: file.path });
    yield file;
  }
}

/**
 * All files below the given paths, in a stable order; one that cannot be opened says so in its turn. Errors: `import-path`
 * for a path that is not there.
 */
export async function* offeredFiles(paths: readonly string[]): AsyncGenerator<ImportFile | UnreadableFile> {
  for (const path of paths) {
    const info = await stat(path).catch((cause: unknown) => {
      throw inputError('import-path', `There is no file or folder ${path}`, { source: path, cause });
    });
    if (info.isDirectory()) yield* folderFiles(path, path);
    else yield await openedFile(path, '');
  }
}

function openedFile(path: string, root: string): Promise<ImportFile | UnreadableFile> {
  return openImportFile(path, root).catch((thrown: unknown) => ({ path, unreadable: messageOf(thrown) }));
}

async function* folderFiles(root: string, folder: string): AsyncGenerator<ImportFile | UnreadableFile> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (SKIPPED.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* folderFiles(root, path);
    else if (entry.isFile()) yield await openedFile(path, root);
    else if (entry.isSymbolicLink()) yield await linkedFile(path, root);
  }
}

/** A link to a file below the imported folder is read in its own place; where any other leads, nobody said to look. */
async function linkedFile(path: string, root: string): Promise<ImportFile | UnreadableFile> {
  try {
    const [target, top] = await Promise.all([realpath(path), realpath(root)]);
    if (!target.startsWith(`${top}${sep}`)) return { path, unreadable: 'a symbolic link that leads out of the folder' };
    const isFile = (await stat(target)).isFile();
    return isFile ? await openedFile(path, root) : { path, unreadable: 'a symbolic link that leads to no file' };
  } catch (thrown) {
    return { path, unreadable: `a symbolic link that cannot be followed: ${messageOf(thrown)}` };
  }
}

/** A file ready to be recognised and read. `root`: the folder whose sub-folders count as `folders`; empty for its own path. */
export async function openImportFile(path: string, root: string): Promise<ImportFile> {
  const { bytes, modifiedAt } = await firstBytes(path);
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const below = root === '' ? path : relative(root, path);
  return {
    path,
    name: basename(path).replace(/\.gz$/i, ''),
    folders: below
      .split(sep)
      .slice(0, -1)
      .filter((part) => part !== '' && part !== '.' && part !== '..'),
    head: decodeHead(packed ? unpackHead(bytes) : bytes),
    modifiedAt,
    open: () => (packed ? unpacked(path) : createReadStream(path)),
  };
}

async function firstBytes(path: string): Promise<{ bytes: Buffer; modifiedAt: number }> {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, HEAD_BYTES, 0);
    return { bytes: buffer.subarray(0, bytesRead), modifiedAt: (await handle.stat()).mtimeMs };
  } finally {
    await handle.close();
  }
}

function unpackHead(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { finishFlush: zlib.Z_SYNC_FLUSH }).subarray(0, HEAD_BYTES);
  } catch {
    return Buffer.alloc(0);
  }
}

function unpacked(path: string): Readable {
  const source = createReadStream(path);
  const gunzip = createGunzip();
  source.on('error', (thrown) => gunzip.destroy(thrown));
  return source.pipe(gunzip);
}

function decodeHead(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}
