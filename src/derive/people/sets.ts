/** Union-find with member lists; smaller groups move into larger ones. */
export class DisjointSets {
  readonly #parent: number[];
  readonly #members = new Map<number, number[]>();

  constructor(size: number) {
    this.#parent = Array.from({ length: size }, (_, index) => index);
  }

  find(index: number): number {
    let root = index;
    while (this.#parent[root] !== root) root = this.#parent[root] ?? root;
    this.#parent[index] = root;
    return root;
  }

  members(index: number): readonly number[] {
    const root = this.find(index);
    return this.#members.get(root) ?? [root];
  }

  join(a: number, b: number): void {
    const [rootA, rootB] = [this.find(a), this.find(b)];
    if (rootA === rootB) return;
    const [large, small] = this.members(rootA).length >= this.members(rootB).length ? [rootA, rootB] : [rootB, rootA];
    this.#members.set(large, [...this.members(large), ...this.members(small)]);
    this.#members.delete(small);
    this.#parent[small] = large;
  }
}
