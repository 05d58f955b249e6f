/** A condition of a role assignment, taken apart. */
export type ConditionNode =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly ConditionNode[] }
  | { readonly kind: 'not'; readonly part: ConditionNode }
  | { readonly kind: 'action'; readonly pattern: string }
  /** What the request or the resource decides. `keys`: its attributes. */
  | { readonly kind: 'open'; readonly keys: readonly string[] };

const TOKEN =
  /\s+|'(?:[^'\\]|\\.)*'|@(?:Resource|Request|Principal|Environment)\[[^\]]*\](?:&\$[^&]*\$&)?|[A-Za-z][\w:]*|-?\d[\w.:-]*|&&|\|\||[(){}!,]/y;

/** Deeper than anyone writes; a hostile text must not exhaust the stack. */
const MAX_DEPTH = 60;

/**
 * Parses a condition; `undefined` when it is not one. Parentheses bind first, then NOT, AND and OR.
 * https://learn.microsoft.com/azure/role-based-access-control/conditions-format
 */
export function parseCondition(text: string): ConditionNode | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const reader = new Reader(tokens);
  const node = reader.or(0);
  return reader.done ? node : undefined;
}

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const [token] = TOKEN.exec(text) ?? [];
    if (token === undefined) return undefined;
    if (token.trim() !== '') tokens.push(token);
  }
  return tokens;
}

/** Gives `undefined` from the first thing that does not fit onwards. */
class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.#at === this.#tokens.length;
  }

  or(depth: number): ConditionNode | undefined {
    return this.#joined('or', ['or', '||'], () => this.#and(depth));
  }

  #and(depth: number): ConditionNode | undefined {
    return this.#joined('and', ['and', '&&'], () => this.#not(depth));
  }

  #joined(
    kind: 'and' | 'or',
    words: readonly string[],
    next: () => ConditionNode | undefined,
  ): ConditionNode | undefined {
    const parts: ConditionNode[] = [];
    do {
      const part = next();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.#take(words));
    const [only] = parts;
    return parts.length === 1 ? only : { kind, parts };
  }

  #not(depth: number): ConditionNode | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (this.#take(['!', 'not'])) {
      const part = this.#not(depth + 1);
      return part === undefined ? undefined : { kind: 'not', part };
    }
    if (!this.#take(['('])) return this.#term();
    const inner = this.or(depth + 1);
    return this.#take([')']) ? inner : undefined;
  }

  #term(): ConditionNode | undefined {
    const word = this.#next();
    switch (word?.toLowerCase()) {
      case 'actionmatches':
        return this.#matches((pattern) => ({ kind: 'action', pattern }));
      case 'suboperationmatches':
        return this.#matches((pattern) => ({ kind: 'open', keys: [`SubOperationMatches{${pattern}}`] }));
      case 'exists':
      case 'notexists':
        return this.#exists();
      default:
        return word?.startsWith('@') === true ? this.#comparison(word) : undefined;
    }
  }

  #matches(node: (pattern: string) => ConditionNode): ConditionNode | undefined {
    if (!this.#take(['{'])) return undefined;
    const pattern = this.#next();
    if (pattern?.startsWith("'") !== true || !this.#take(['}'])) return undefined;
    return node(pattern.slice(1, -1));
  }

  #exists(): ConditionNode | undefined {
    const attribute = this.#next();
    return attribute?.startsWith('@') === true ? { kind: 'open', keys: [attribute] } : undefined;
  }

  #comparison(attribute: string): ConditionNode | undefined {
    const operator = this.#next();
    if (operator === undefined || !/^[A-Za-z]/.test(operator)) return undefined;
    const right = this.#operand();
    return right === undefined ? undefined : { kind: 'open', keys: [attribute, ...right] };
  }

  /** The attributes in the right-hand side: a value, a set of values in braces, or another attribute. */
  #operand(): readonly string[] | undefined {
    if (!this.#take(['{'])) {
      const value = this.#next();
      if (value === undefined || /^[(){}!,&|]/.test(value)) return undefined;
      return value.startsWith('@') ? [value] : [];
    }
    while (!this.#take(['}'])) {
      const value = this.#next();
      if (value === undefined || /^[(){!&|]/.test(value)) return undefined;
    }
    return [];
  }

  #next(): string | undefined {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    return token;
  }

  #take(words: readonly string[]): boolean {
    const token = this.#tokens[this.#at]?.toLowerCase();
    if (token === undefined || !words.includes(token)) return false;
    this.#at += 1;
    return true;
  }
}
