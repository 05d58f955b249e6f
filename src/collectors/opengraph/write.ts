import { type EdgeType, edges, type Label, nodes, type PropSpecs, type StoredProps } from '../../schema/index.ts';
import { OWN, ownKind } from './kinds.ts';

/** A node to be written; a NodeRecord is one. */
export interface NodeToWrite {
  readonly label: Label;
  readonly id: string;
  readonly props: StoredProps;
}

/** An edge to be written; an EdgeRecord is one. */
export interface EdgeToWrite {
  readonly type: EdgeType;
  readonly from: { readonly id: string };
  readonly to: { readonly id: string };
  readonly props: StoredProps;
}

export interface WriteOptions {
  /** Also write properties that say something about a person. Default: no. */
  readonly personal?: boolean;
}

/**
 * The graph as BloodHound OpenGraph JSON, in pieces of text: node kinds `Keyline_<Label>`, edge kinds `Keyline_<TYPE>`,
 * property names in lower case (as BloodHound asks), ends by id. Nothing is held: nodes, then edges, as they come. Only
 * declared properties are written.
 */
export async function* writeOpenGraph(
  nodesToWrite: AsyncIterable<NodeToWrite>,
  edgesToWrite: AsyncIterable<EdgeToWrite>,
  options: WriteOptions = {},
): AsyncGenerator<string> {
  const personal = options.personal === true;
  yield `{"metadata":{"source_kind":${JSON.stringify(OWN)}},"graph":{"nodes":[`;
  yield* listed(nodesToWrite, (one) => nodeText(one, personal));
  yield '\n],"edges":[';
  yield* listed(edgesToWrite, (one) => edgeText(one, personal));
  yield '\n]}}\n';
}

async function* listed<T>(items: AsyncIterable<T>, text: (item: T) => string): AsyncGenerator<string> {
  let separator = '\n';
  for await (const item of items) {
    yield separator + text(item);
    separator = ',\n';
  }
}

function nodeText({ label, id, props }: NodeToWrite, personal: boolean): string {
  return JSON.stringify({ id, kinds: [ownKind(label)], properties: written(nodes[label].props, props, personal) });
}

function edgeText({ type, from, to, props }: EdgeToWrite, personal: boolean): string {
  return JSON.stringify({
    kind: ownKind(type),
    start: { match_by: 'id', value: from.id },
    end: { match_by: 'id', value: to.id },
    properties: written(edges[type].props, props, personal),
  });
}

function written(specs: PropSpecs, props: StoredProps, personal: boolean): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const value = props[name];
    if (value !== undefined && (personal || spec.personal !== true)) kept[name.toLowerCase()] = value;
  }
  return kept;
}
