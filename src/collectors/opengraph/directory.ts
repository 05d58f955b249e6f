import type { ImportFile } from '../../collect/index.ts';
import { Fault } from '../../collect/validate/index.ts';
import type { Label } from '../../schema/index.ts';
import { type Endpoint, type GraphNode, nodeOf } from './elements.ts';
import { foreignKind, OWN, ownLabel } from './kinds.ts';
import { graphItems } from './stream.ts';

/** The end of an edge in our words. */
export interface End {
  readonly label: Label;
  readonly id: string;
}

/**
 * Who is who in one document: edges name their ends by id or by name, and our edges need the label as well. Read in a pass
 * of its own, since nodes may stand behind the edges that name them; it keeps a label and a name a node, nothing else.
 */
export class Directory {
  sourceKind: string | undefined;
  readonly #byId = new Map<string, Label>();
  readonly #byName = new Map<string, string | null>();

  static async of(file: ImportFile): Promise<Directory> {
    const directory = new Directory();
    for await (const item of graphItems(file)) {
      if (item.part === 'metadata') directory.#metadata(item.value);
      else if (item.part === 'nodes') directory.#node(nodeOf(item.value));
    }
    return directory;
  }

  /** The key in our graph: ids that are unique in the world (and our own) as they are, others in the name space of their source. */
  key(id: string): string {
    const own = this.sourceKind === OWN || /^(?:arn:|AKIA|ASIA|[a-z][a-z0-9+.-]*:\/\/|pkg:)/.test(id);
    return own ? id : `opengraph:${this.sourceKind ?? 'unknown'}:node:${id}`;
  }

  /** The node that an edge names, or what is wrong with the name. */
  end(field: string, { by, value, kind }: Endpoint): End | Fault {
    const id = by === 'id' ? value : this.#byName.get(value);
    if (id === undefined) return new Fault(field, 'names a node that the file does not hold');
    if (id === null) return new Fault(field, 'names more than one node');
    const label = this.#byId.get(id) ?? (kind === undefined ? undefined : labelOf([kind]));
    return label === undefined
      ? new Fault(field, 'names a node that the file does not hold, and does not say its kind')
      : { label, id: this.key(id) };
  }

  #metadata(value: unknown): void {
    const kind = (value as { source_kind?: unknown } | null)?.source_kind;
    if (typeof kind === 'string' && /^[A-Za-z0-9_.-]{1,64}$/.test(kind)) this.sourceKind = kind;
  }

  #node(node: GraphNode | Fault): void {
    if (node instanceof Fault) return;
    this.#byId.set(node.id, labelOf(node.kinds));
    const name = node.properties['name'];
    if (typeof name === 'string') this.#byName.set(name, this.#byName.has(name) ? null : node.id);
  }
}

export function labelOf(kinds: readonly string[]): Label {
  return ownLabel(kinds) ?? foreignKind(kinds).label;
}
