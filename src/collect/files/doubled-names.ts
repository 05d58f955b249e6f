import { TokenType } from '@streamparser/json';

interface Token {
  readonly token: TokenType;
  readonly value: unknown;
}

/**
 * Watches the tokens of a JSON document for objects that name a field twice, of which a parser keeps the last and says
 * nothing. Names of the outermost object are told at once; of others, that it happened since it was last asked.
 */
export class DoubledNames {
  readonly #onOutermost: (name: string) => void;
  /** The names of each open object; `undefined` for an open list. */
  readonly #open: (Set<string> | undefined)[] = [];
  #nameNext = false;
  #doubled = false;

  constructor(onOutermost: (name: string) => void) {
    this.#onOutermost = onOutermost;
  }

  see({ token, value }: Token): void {
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) {
      this.#nameNext = token === TokenType.LEFT_BRACE;
      this.#open.push(this.#nameNext ? new Set() : undefined);
    } else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) {
      this.#nameNext = false;
      this.#open.pop();
    } else if (token === TokenType.COMMA) this.#nameNext = this.#open.at(-1) !== undefined;
    else if (this.#nameNext && token === TokenType.STRING) this.#name(String(value));
  }

  /** Did an inner object name a field twice since the last call? */
  takeDoubled(): boolean {
    const doubled = this.#doubled;
    this.#doubled = false;
    return doubled;
  }

  #name(name: string): void {
    this.#nameNext = false;
    const names = this.#open.at(-1);
    if (names?.has(name) !== true) names?.add(name);
    else if (this.#open.length === 1) this.#onOutermost(name);
    else this.#doubled = true;
  }
}
