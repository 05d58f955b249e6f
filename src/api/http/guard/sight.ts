import type { Caller, Scope } from '../../../auth/index.ts';
import type { Graph } from '../../../graph/index.ts';
import { readPart } from './read-part.ts';
import { Visible, type VisiblePart } from './visible.ts';

const KEPT = 8;

/** Works out what scopes cover, once for each version of the graph. */
export class Sight {
  readonly #graph: Graph;
  readonly #parts = new Map<string, Promise<VisiblePart>>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  async of(scopes: NonNullable<Caller['scope']>, graphVersion: number): Promise<Visible> {
    return new Visible(scopes, await Promise.all(scopes.map((scope) => this.#part(scope, graphVersion))));
  }

  #part(scope: Scope, graphVersion: number): Promise<VisiblePart> {
    const key = JSON.stringify([graphVersion, scope.teams, scope.environments]);
    const known = this.#parts.get(key);
    if (known !== undefined) return known;
    const part = readPart(this.#graph, scope);
    part.catch(() => this.#parts.delete(key));
    for (const old of [...this.#parts.keys()].slice(0, Math.max(0, this.#parts.size - KEPT + 1)))
      this.#parts.delete(old);
    this.#parts.set(key, part);
    return part;
  }
}
