/** Lists of condition keys, each with a number; none is number 0. */
export class ConditionLists {
  readonly #numbers = new Map<string, number>([['', 0]]);
  readonly #lists: (readonly string[])[] = [[]];

  /** Past 65,535 different lists the rest is told without keys. */
  numberOf(keys: readonly string[] | null): number {
    if (keys === null || keys.length === 0) return 0;
    const text = keys.join('\n');
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (this.#lists.length > 0xffff) return 0;
    this.#numbers.set(text, this.#lists.length);
    this.#lists.push(keys);
    return this.#lists.length - 1;
  }

  get all(): readonly (readonly string[])[] {
    return this.#lists;
  }
}
