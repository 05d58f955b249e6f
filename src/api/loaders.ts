import DataLoader from 'dataloader';
import type { Graph } from '../graph/index.ts';
import { inputError } from '../lib/errors.ts';
import type { Coverage } from '../queries/index.ts';
import {
  countNeighbours,
  type NeighbourPage,
  type Relation,
  readNeighbours,
  readNodes,
  type StoredNode,
} from '../queries/lineage/index.ts';
import type { ReachCounts, ReachReader } from '../queries/reach/index.ts';
import type { Label } from '../schema/index.ts';

const EMPTY: NeighbourPage = { neighbours: [], more: false };

/** Nodes that one request may read. Nested lists multiply; past this the answer is refused, not computed. */
const MAX_NODES = 50_000;
const MAX_KEYS = 1_000;
/** Reach is costly: subjects for which one request may ask it inside lists. */
const MAX_REACHES = 100;

/** Batches what the fields of one level ask for: one Cypher statement a field, however many parents it has. */
export class Loaders {
  readonly #graph: Graph;
  readonly #byKey = new Map<string, DataLoader<string, unknown>>();
  readonly #reach: DataLoader<StoredNode, ReachCounts, string>;
  #nodes = 0;
  #reaches = 0;

  constructor(graph: Graph, reach: ReachReader, coverage: () => Promise<Coverage>) {
    this.#graph = graph;
    this.#reach = new DataLoader(
      async (subjects) => {
        this.#reaches += subjects.length;
        if (this.#reaches > MAX_REACHES)
          throw inputError('query-too-large', `A request can ask what ${MAX_REACHES} subjects reach, not more`);
        const { graphVersion } = await coverage();
        return reach.counts(
          subjects.map(({ label, id }) => ({ label, id, name: undefined })),
          graphVersion,
        );
      },
      { cacheKeyFn: (node) => `${node.label} ${node.id}`, maxBatchSize: MAX_REACHES },
    );
  }

  /** One page of a relation of one node. */
  neighbours(relation: Relation, id: string, first: number, after: string | undefined): Promise<NeighbourPage> {
    const key = `page ${relation.of}.${relation.name} ${first} ${after ?? ''}`;
    const loader = this.#loader(key, async (ids) => {
      const found = await readNeighbours(this.#graph, relation, ids, first, after);
      for (const page of found.values()) this.#count(page.neighbours.length);
      return ids.map((one) => found.get(one) ?? EMPTY);
    });
    return loader.load(id);
  }

  /** How many neighbours a node has. */
  degree(relation: Relation, id: string): Promise<number> {
    const loader = this.#loader(`degree ${relation.of}.${relation.name}`, async (ids) => {
      const found = await countNeighbours(this.#graph, relation, ids);
      return ids.map((one) => found.get(one) ?? 0);
    });
    return loader.load(id);
  }

  node(label: Label, id: string): Promise<StoredNode | undefined> {
    const loader = this.#loader(`node ${label}`, async (ids) => {
      const found = await readNodes(this.#graph, label, ids);
      this.#count(found.size);
      return ids.map((one) => found.get(one));
    });
    return loader.load(id);
  }

  /** What a node reaches, counted. */
  reach(node: StoredNode): Promise<ReachCounts> {
    return this.#reach.load(node);
  }

  #loader<V>(key: string, batch: (ids: readonly string[]) => Promise<readonly V[]>): DataLoader<string, V> {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known as DataLoader<string, V>;
    const made = new DataLoader<string, V>(batch, { maxBatchSize: MAX_KEYS });
    this.#byKey.set(key, made as DataLoader<string, unknown>);
    return made;
  }

  #count(nodes: number): void {
    this.#nodes += nodes;
    if (this.#nodes > MAX_NODES) {
      throw inputError('query-too-large', `The request reads more than ${MAX_NODES.toLocaleString('en')} nodes`, {
        hint: 'Ask for smaller pages or fewer nested lists.',
      });
    }
  }
}
