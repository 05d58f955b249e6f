import type { ElementDefinition } from 'cytoscape';
import { edgeClasses, edgeOf, headsOf, nodeOf } from './elements.ts';
import type { Shown } from './fold.ts';
import type { Layout } from './layout.ts';

/** Heights of a picture, from above to below. */
export interface Range {
  readonly top: number;
  readonly bottom: number;
}

export const EVERYTHING: Range = { top: Number.NEGATIVE_INFINITY, bottom: Number.POSITIVE_INFINITY };

interface Member extends Range {
  readonly definition: ElementDefinition;
  /** Of an edge: the keys of its ends, without which it cannot be drawn. */
  readonly ends: readonly string[];
}

/** The elements of a picture, each with the heights it stands at: so that of many only those near what is in sight are drawn. */
export class Scene {
  readonly #members = new Map<string, Member>();
  readonly #layout: Layout;

  constructor(shown: Shown, layout: Layout, isMany: boolean) {
    this.#layout = layout;
    for (const head of headsOf()) this.#put(head, EVERYTHING);
    for (const node of shown.nodes.values()) {
      const place = layout.places.get(node.key);
      if (place !== undefined) this.#put(nodeOf(node, place, shown.subject), { top: place.y, bottom: place.y });
    }
    for (const edge of shown.edges.values()) {
      const [from, to] = [layout.places.get(edge.from), layout.places.get(edge.to)];
      if (from === undefined || to === undefined) continue;
      const range = { top: Math.min(from.y, to.y), bottom: Math.max(from.y, to.y) };
      this.#put(edgeOf(edge, from, to, isMany), range, [edge.from, edge.to]);
    }
  }

  #put(definition: ElementDefinition, range: Range, ends: readonly string[] = []): void {
    this.#members.set(definition.data.id ?? '', { ...range, definition, ends });
  }

  /** Keys of what stands at these heights, with the ends of the edges that cross them. */
  near({ top, bottom }: Range): ReadonlySet<string> {
    const found = new Set<string>();
    for (const [key, member] of this.#members) {
      if (member.bottom < top || member.top > bottom) continue;
      found.add(key);
      for (const end of member.ends) found.add(end);
    }
    return found;
  }

  /** What is drawn of these, nodes before edges. */
  definitions(keys: Iterable<string>): ElementDefinition[] {
    const found = [...keys].flatMap((key) => this.#members.get(key) ?? []);
    return found.sort((a, b) => a.ends.length - b.ends.length).map(({ definition }) => definition);
  }

  /** Takes over how edges are now known. Returns the keys of those that look otherwise, with the classes that they have now. */
  tell(before: Shown, { edges }: Shown): ReadonlyMap<string, readonly string[]> {
    const changed = new Map<string, readonly string[]>();
    for (const edge of edges.values()) {
      const member = this.#members.get(edge.key);
      if (member === undefined || before.edges.get(edge.key)?.how === edge.how) continue;
      const [from, to] = [edge.from, edge.to].map((end) => this.#layout.places.get(end)?.x ?? 0);
      const classes = edgeClasses(edge, (from ?? 0) < (to ?? 0));
      this.#members.set(edge.key, { ...member, definition: { ...member.definition, classes } });
      changed.set(edge.key, classes);
    }
    return changed;
  }
}
