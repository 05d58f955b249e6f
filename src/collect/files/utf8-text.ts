const REPLACEMENT = '\uFFFD';

/**
 * Bytes as text, piece by piece. Bytes that are not UTF-8 become U+FFFD, so that reading can go on behind them, and are
 * remembered: a name with such a character must not get into the graph as if it were one.
 */
export class Utf8Text {
  readonly #lenient = new TextDecoder('utf-8');
  readonly #strict = new TextDecoder('utf-8', { fatal: true });
  #broken = false;

  push(bytes: Uint8Array): string {
    if (!this.#broken) this.#broken = !this.#isText(bytes);
    return this.#lenient.decode(bytes, { stream: true });
  }

  /** May the value hold bytes that were no text? `false` while there were none. */
  spoiled(value: unknown): boolean {
    return this.#broken && (JSON.stringify(value) ?? '').includes(REPLACEMENT);
  }

  #isText(bytes: Uint8Array): boolean {
    try {
      this.#strict.decode(bytes, { stream: true });
      return true;
    } catch {
      return false;
    }
  }
}
