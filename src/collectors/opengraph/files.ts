import { type FileFormat, type ImportFile, type ImportItem, type Problem, topLevelKeys } from '../../collect/index.ts';
import { Fault, quoted } from '../../collect/validate/index.ts';
import { Directory } from './directory.ts';
import { edgeOf, nodeOf } from './elements.ts';
import { hasCounterpart, type RawElement } from './map.ts';
import { graphItems } from './stream.ts';

export const STEP = 'graph';

/** BloodHound OpenGraph, the generic form (https://bloodhound.specterops.io/opengraph/developer/schema). */
export const openGraphFormat: FileFormat = {
  id: 'bloodhound-opengraph',
  title: 'BloodHound OpenGraph (JSON)',
  madeBy: 'any OpenGraph collector, or keyline itself',
  recognise: (file) =>
    /"graph"\s*:\s*\{\s*"(?:nodes|edges)"\s*:\s*\[/.test(file.head) && topLevelKeys(file.head).includes('graph'),
  read: readOpenGraph,
};

/** Streams the file twice: first who is who, then every node and edge as an item. */
export async function* readOpenGraph(file: ImportFile): AsyncGenerator<ImportItem> {
  const directory = await Directory.of(file);
  const at = { step: STEP, scope: directory.sourceKind ?? file.folders.at(-1) ?? file.name.replace(/\.json$/i, '') };
  const problem = (place: string, message: string): ImportItem => {
    const found: Problem = { kind: 'malformed', what: 'opengraph', place, message };
    return { item: 'problem', ...at, problem: found };
  };
  const left = new Map<string, number>();
  yield { item: 'covers', ...at };
  for await (const item of graphItems(file)) {
    if (item.part === 'metadata') continue;
    if (item.part === 'problem') {
      yield problem(`byte ${item.byte}`, item.message);
      continue;
    }
    const place = `graph.${item.part}[${item.index}]`;
    const raw = item.part === 'nodes' ? rawNode(item.value, directory) : rawEdge(item.value, directory);
    if (raw instanceof Fault) yield problem(raw.field === '' ? place : `${place}.${raw.field}`, raw.message);
    else if (raw.is === 'edge' && !hasCounterpart(raw.kind, raw.from.label, raw.to.label)) {
      const kind = `${raw.kind} from ${raw.from.label} to ${raw.to.label}`;
      left.set(kind, (left.get(kind) ?? 0) + 1);
    } else yield { item: 'raw', ...at, raw, place };
  }
  for (const [kind, count] of left)
    yield problem('graph.edges', `${count} edges of kind ${quoted(kind)} have no counterpart and were left out`);
}

function rawNode(value: unknown, directory: Directory): RawElement | Fault {
  const node = nodeOf(value);
  return node instanceof Fault ? node : { is: 'node', key: directory.key(node.id), node };
}

function rawEdge(value: unknown, directory: Directory): RawElement | Fault {
  const edge = edgeOf(value);
  if (edge instanceof Fault) return edge;
  const from = directory.end('start', edge.start);
  if (from instanceof Fault) return from;
  const to = directory.end('end', edge.end);
  return to instanceof Fault ? to : { is: 'edge', kind: edge.kind, from, to, properties: edge.properties };
}
