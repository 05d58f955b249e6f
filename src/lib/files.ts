import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { KeylineError, messageOf } from './errors.ts';

/**
 * Writes a file whole: readers see the old one or the new one, and a full disk leaves the old one. Its folder is made.
 * `mode` defaults to 0600. Errors: `file-write`.
 */
export function writeWhole(path: string, text: string, mode = 0o600): void {
  const draft = `${path}.${process.pid}.draft`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, text, { mode });
    renameSync(draft, path);
  } catch (cause) {
    discard(draft);
    throw new KeylineError('file-write', `The file cannot be written: ${messageOf(cause)}`, { source: path, cause });
  }
}

/** Also where the folder is no folder, which `force` does not forgive. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}
