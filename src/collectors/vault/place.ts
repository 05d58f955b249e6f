import type { ImportFile, ImportItem } from '../../collect/index.ts';

/** `vault/<host>/…`; a namespace stands behind the host: `vault/<host>+<namespace>/…`. */
export function placeOf(file: ImportFile): { readonly scope: string; readonly folders: readonly string[] } | undefined {
  const at = file.folders.lastIndexOf('vault');
  const host = at < 0 ? undefined : file.folders[at + 1];
  if (host === undefined) return undefined;
  return { scope: host.toLowerCase().replaceAll('+', '/'), folders: file.folders.slice(at + 2) };
}

/** Something malformed in the part of a file that speaks for the step. */
export function problem(step: string, scope: string, place: string, message: string): ImportItem {
  return { item: 'problem', step, scope, problem: { kind: 'malformed', what: step, place, message } };
}
