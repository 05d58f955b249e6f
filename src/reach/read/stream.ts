/** Numbers that are told for other numbers, such as ordinals for the ids of the database; -1 where none was told. */
export class NumberMap {
  #numbers = new Int32Array(1 << 16).fill(-1);

  get(key: number): number {
    return this.#numbers[key] ?? -1;
  }

  set(key: number, value: number): void {
    if (key >= this.#numbers.length) {
      const larger = new Int32Array(Math.max(key + 1, this.#numbers.length * 2)).fill(-1);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[key] = value;
  }
}

/** A list of whole numbers that grows, without boxes. */
export class Numbers {
  #list = new Float64Array(1024);
  size = 0;

  add(value: number): void {
    if (this.size === this.#list.length) {
      const larger = new Float64Array(this.size * 2);
      larger.set(this.#list);
      this.#list = larger;
    }
    this.#list[this.size] = value;
    this.size += 1;
  }

  at(i: number): number {
    return this.#list[i] ?? 0;
  }

  /** The numbers so far: a view, until the next `add`. */
  all(): Float64Array {
    return this.#list.subarray(0, this.size);
  }
}

/** Texts, each with a number in the order of its first use; `first` has number 0. */
export class Names {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];

  constructor(first?: string) {
    if (first !== undefined) this.numberOf(first);
  }

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    this.#names.push(name);
    return this.#names.length - 1;
  }

  get all(): readonly string[] {
    return this.#names;
  }
}
