/** A condition taken apart into the terms of its language. */
export type Logic<Term> =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Logic<Term>[] }
  | { readonly kind: 'not'; readonly part: Logic<Term> }
  | { readonly kind: 'term'; readonly term: Term };

export function termNode<Term>(term: Term | undefined): Logic<Term> | undefined {
  return term === undefined ? undefined : { kind: 'term', term };
}

/** What a condition comes to: decided, or open on some keys. */
export interface Decision {
  readonly value: boolean | 'open';
  /** On which it hangs; of a decided one none. */
  readonly keys: readonly string[];
}

export const YES: Decision = { value: true, keys: [] };
export const NO: Decision = { value: false, keys: [] };

/** Words of a language, lower case. */
export interface LogicWords {
  readonly and: readonly string[];
  readonly or: readonly string[];
  readonly not: readonly string[];
}

/** Deeper than anyone writes; a hostile text must not exhaust the stack. */
const MAX_DEPTH = 60;

/** The tokens of a text but white space; `undefined` where something is none. `token`: sticky. */
export function tokensOf(text: string, token: RegExp): string[] | undefined {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const [found] = token.exec(text) ?? [];
    if (found === undefined) return undefined;
    if (found.trim() !== '') tokens.push(found);
  }
  return tokens;
}

/**
 * Reads tokens joined by words for and, or and not: parentheses bind first, then not, and, or. Gives `undefined` from the
 * first thing that does not fit onwards.
 */
export class LogicReader<Term> {
  readonly #tokens: readonly string[];
  readonly #words: LogicWords;
  readonly #term: (reader: LogicReader<Term>) => Logic<Term> | undefined;
  #at = 0;

  /** `term`: reads one term of the language. */
  constructor(
    tokens: readonly string[],
    words: LogicWords,
    term: (reader: LogicReader<Term>) => Logic<Term> | undefined,
  ) {
    this.#tokens = tokens;
    this.#words = words;
    this.#term = term;
  }

  /** All tokens as one condition. */
  whole(): Logic<Term> | undefined {
    const node = this.#or(0);
    return this.#at === this.#tokens.length ? node : undefined;
  }

  peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  next(): string | undefined {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    return token;
  }

  /** Takes the next token if it is one of these. */
  take(words: readonly string[]): boolean {
    const token = this.#tokens[this.#at]?.toLowerCase();
    if (token === undefined || !words.includes(token)) return false;
    this.#at += 1;
    return true;
  }

  #or(depth: number): Logic<Term> | undefined {
    return this.#joined('or', () => this.#joined('and', () => this.#not(depth)));
  }

  #joined(kind: 'and' | 'or', next: () => Logic<Term> | undefined): Logic<Term> | undefined {
    const parts: Logic<Term>[] = [];
    do {
      const part = next();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.take(this.#words[kind]));
    const [only] = parts;
    return parts.length === 1 ? only : { kind, parts };
  }

  #not(depth: number): Logic<Term> | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (this.take(this.#words.not)) {
      const part = this.#not(depth + 1);
      return part === undefined ? undefined : { kind: 'not', part };
    }
    if (!this.take(['('])) return this.#term(this);
    const inner = this.#or(depth + 1);
    return this.take([')']) ? inner : undefined;
  }
}

/** Decides a condition by its terms. One part settles a join; else it is open as far as a part is. */
export function decideLogic<Term>(node: Logic<Term>, decide: (term: Term) => Decision): Decision {
  switch (node.kind) {
    case 'term':
      return decide(node.term);
    case 'not': {
      const part = decideLogic(node.part, decide);
      return part.value === 'open' ? part : part.value ? NO : YES;
    }
    case 'and':
    case 'or':
      return joined(
        node.kind === 'or',
        node.parts.map((part) => decideLogic(part, decide)),
      );
  }
}

function joined(settling: boolean, parts: readonly Decision[]): Decision {
  if (parts.some(({ value }) => value === settling)) return settling ? YES : NO;
  const open = parts.filter(({ value }) => value === 'open');
  if (open.length === 0) return settling ? NO : YES;
  return { value: 'open', keys: [...new Set(open.flatMap(({ keys }) => keys))].sort() };
}
