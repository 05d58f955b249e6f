import { constants } from 'node:fs';
import { type FileHandle, open, readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { ScanProblem } from '../document.ts';

export const MAX_FILE_BYTES = 1024 * 1024;

/** A file's text, its place as it is reported, and where it lies. */
export interface ScannedFile {
  readonly path: string;
  readonly place: string;
  readonly text: string;
}

/**
 * The only reader of the disk: regular files of at most 1 MiB below the given roots, also after links are resolved.
 * What cannot be read is a problem; what is not there is nothing. Reads only.
 */
export class SafeFiles {
  readonly problems: ScanProblem[] = [];
  readonly #home: string;
  readonly #roots: readonly string[];
  #realRoots: readonly string[] | undefined;

  constructor(home: string, roots: readonly string[]) {
    this.#home = resolve(home);
    this.#roots = [this.#home, ...roots.map((root) => resolve(root))];
  }

  /** A path as it is reported: `~/.aws/config`, with forward slashes. */
  place(path: string): string {
    const below = relative(this.#home, path);
    const shown = below === '' ? '~' : below.startsWith('..') || isAbsolute(below) ? path : `~/${below}`;
    return shown.split(sep).join('/');
  }

  /** The text of the file, or `undefined` when there is none or it cannot be read. */
  async read(path: string): Promise<ScannedFile | undefined> {
    const real = await this.#inside(path);
    if (real === undefined) return undefined;
    try {
      const text = await this.#text(path, real);
      return text === undefined ? undefined : { path, place: this.place(path), text };
    } catch (thrown) {
      this.#failed(path, thrown);
      return undefined;
    }
  }

  /** Names in a folder, in a stable order. */
  async names(folder: string): Promise<{ files: string[]; folders: string[] }> {
    if ((await this.#inside(folder)) === undefined) return { files: [], folders: [] };
    try {
      const entries = await readdir(folder, { withFileTypes: true });
      const sorted = entries.sort((a, b) => (a.name < b.name ? -1 : 1));
      return {
        files: sorted.filter((one) => one.isFile() || one.isSymbolicLink()).map(({ name }) => name),
        folders: sorted.filter((one) => one.isDirectory()).map(({ name }) => name),
      };
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOTDIR') this.#failed(folder, thrown);
      return { files: [], folders: [] };
    }
  }

  async exists(path: string): Promise<boolean> {
    return stat(path).then(
      () => true,
      () => false,
    );
  }

  problem(path: string, kind: ScanProblem['kind'], message: string, place?: string): void {
    const at = this.place(path);
    this.problems.push(place === undefined ? { path: at, kind, message } : { path: at, place, kind, message });
  }

  async #inside(path: string): Promise<string | undefined> {
    try {
      const real = await realpath(path);
      this.#realRoots ??= await Promise.all(this.#roots.map((root) => realpath(root).catch(() => root)));
      if (this.#realRoots.some((root) => isBelow(root, real))) return real;
      this.problem(path, 'denied', 'a link leads out of the home and the workspaces; it was not followed');
    } catch (thrown) {
      this.#failed(path, thrown);
    }
    return undefined;
  }

  async #text(path: string, real: string): Promise<string | undefined> {
    if (!(await stat(real)).isFile()) return undefined;
    const handle = await open(real, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      return await this.#bounded(path, handle);
    } finally {
      await handle.close();
    }
  }

  async #bounded(path: string, handle: FileHandle): Promise<string | undefined> {
    const { size } = await handle.stat();
    if (size > MAX_FILE_BYTES) {
      this.problem(path, 'failed', `larger than ${MAX_FILE_BYTES} bytes; it was not read`);
      return undefined;
    }
    return decoded(await handle.readFile());
  }

  #failed(path: string, thrown: unknown): void {
    const code = codeOf(thrown);
    if (code === 'ENOENT' || code === 'ENOTDIR') return;
    const denied = code === 'EACCES' || code === 'EPERM';
    this.problem(path, denied ? 'denied' : 'failed', `cannot be read (${code ?? 'unknown error'})`);
  }
}

function isBelow(root: string, path: string): boolean {
  const below = relative(root, path);
  return below === '' || (!below.startsWith('..') && !isAbsolute(below));
}

function codeOf(thrown: unknown): string | undefined {
  const code = (thrown as { code?: unknown }).code;
  return typeof code === 'string' ? code : undefined;
}

function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}
