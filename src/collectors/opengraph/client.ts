import { importFiles } from '../../collect/files/open.ts';
import type { ConnectContext, Connection, ImportFile, Problem } from '../../collect/index.ts';
import { openGraphFormat, readOpenGraph } from './files.ts';
import type { RawElement } from './map.ts';

/** The files of one source kind. */
export interface OpenGraphFiles {
  readonly files: readonly ImportFile[];
}

/** One connection for each source kind that the files below the paths are about. */
export async function connectOpenGraph(
  paths: readonly string[],
  context: ConnectContext,
): Promise<Connection<OpenGraphFiles>[]> {
  const found = new Map<string, ImportFile[]>();
  for await (const file of importFiles(paths)) {
    context.signal.throwIfAborted();
    if (!openGraphFormat.recognise(file)) continue;
    for await (const item of readOpenGraph(file)) {
      if (item.item !== 'covers') continue;
      found.set(item.scope, [...(found.get(item.scope) ?? []), file]);
      break;
    }
  }
  return [...found].map(([scope, files]) => ({ scope, client: { files } }));
}

export async function* elementsOf(
  client: OpenGraphFiles,
  problem: (problem: Problem) => void,
): AsyncGenerator<RawElement> {
  for (const file of client.files) {
    for await (const item of readOpenGraph(file)) {
      if (item.item === 'problem') problem(item.problem);
      else if (item.item === 'raw') yield item.raw as RawElement;
    }
  }
}
