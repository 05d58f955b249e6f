import { JSONParser } from '@streamparser/json';
import { textBytes } from '../../collect/files/lines.ts';
import type { ImportFile } from '../../collect/index.ts';

/** One element of the document. `problem`: the document cannot be read on; it is the last. */
export type GraphItem =
  | { readonly part: 'metadata'; readonly value: unknown }
  | { readonly part: 'nodes' | 'edges'; readonly index: number; readonly value: unknown }
  | { readonly part: 'problem'; readonly message: string; readonly byte: number };

/** Streams `{"metadata": {…}, "graph": {"nodes": […], "edges": […]}}` element by element, in the order of the file. */
export async function* graphItems(file: ImportFile): AsyncGenerator<GraphItem> {
  const ready: GraphItem[] = [];
  const parser = new JSONParser({ paths: ['$.metadata', '$.graph.nodes.*', '$.graph.edges.*'], keepStack: false });
  let problem: string | undefined;
  let byte = 0;
  parser.onError = () => {
    problem ??= 'is not JSON from here on';
  };
  parser.onValue = ({ value, key, parent, stack }) => {
    const item = itemOf(value, key, parent, stack);
    if (item !== undefined) ready.push(item);
    if (Array.isArray(parent)) (parent as unknown[])[Number(key)] = undefined;
  };
  try {
    for await (const chunk of textBytes(file)) {
      parser.write(new Uint8Array(chunk));
      yield* ready.splice(0);
      if (problem !== undefined) break;
      byte += chunk.length;
    }
  } catch {
    problem ??= 'is not JSON from here on, or the file breaks off';
  }
  yield* ready.splice(0);
  if (problem === undefined && !parser.isEnded) problem = 'the document breaks off before its end';
  if (problem !== undefined) yield { part: 'problem', message: problem, byte };
}

function itemOf(
  value: unknown,
  key: unknown,
  parent: unknown,
  stack: readonly { readonly key?: unknown }[],
): GraphItem | undefined {
  if (key === 'metadata' && stack.length === 1) return { part: 'metadata', value };
  const list = stack[2]?.key;
  if (!Array.isArray(parent) || typeof key !== 'number' || (list !== 'nodes' && list !== 'edges')) return undefined;
  return { part: list, index: key, value };
}
