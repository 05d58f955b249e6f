const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Texts by number in one block of memory: UTF-8, one after the other. Can be handed to another thread. */
export interface TextPool {
  readonly bytes: Uint8Array;
  /** Where each text begins, and where the last one ends. */
  readonly starts: Uint32Array;
}

/** The text of a number; empty behind the last. */
export function textAt({ bytes, starts }: TextPool, i: number): string {
  return decoder.decode(bytes.subarray(starts[i] ?? 0, starts[i + 1] ?? 0));
}

/** Collects texts. */
export class TextPoolWriter {
  #bytes = new Uint8Array(64 * 1024);
  #starts = new Uint32Array(1024);
  #size = 0;
  #end = 0;

  get size(): number {
    return this.#size;
  }

  add(text: string): void {
    // A UTF-16 unit is at most three bytes.
    if (this.#end + text.length * 3 > this.#bytes.length) this.#bytes = grown(this.#bytes, this.#end + text.length * 3);
    if (this.#size + 1 >= this.#starts.length) this.#starts = grown(this.#starts, this.#size + 2);
    this.#end += encoder.encodeInto(text, this.#bytes.subarray(this.#end)).written;
    this.#size += 1;
    this.#starts[this.#size] = this.#end;
  }

  done(): TextPool {
    return { bytes: this.#bytes.slice(0, this.#end), starts: this.#starts.slice(0, this.#size + 1) };
  }
}

function grown<T extends Uint8Array | Uint32Array>(from: T, needed: number): T {
  const to = new (from.constructor as new (size: number) => T)(Math.max(needed, from.length * 2));
  to.set(from);
  return to;
}
