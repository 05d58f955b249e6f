/** A CEL condition, taken apart as far as it can be decided without a request. */
export type CelNode =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly CelNode[] }
  | { readonly kind: 'not'; readonly part: CelNode }
  | { readonly kind: 'literal'; readonly value: boolean }
  | {
      readonly kind: 'attribute';
      readonly attribute: ResourceAttribute;
      readonly test: TextTest;
      readonly text: string;
    }
  | { readonly kind: 'time'; readonly operator: TimeOperator; readonly at: string }
  /** What only the request, or a tag, decides. */
  | { readonly kind: 'open'; readonly keys: readonly string[] };

export type ResourceAttribute = 'resource.name' | 'resource.type' | 'resource.service';
export type TextTest = 'startsWith' | 'endsWith' | 'equals';
export type TimeOperator = '<' | '<=' | '>' | '>=';

const TOKEN =
  /\s+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*|\d[\w.]*|&&|\|\||[=!<>]=|[-()[\]{}!<>,.+?:%*/]/y;

/** Deeper than anyone writes; a hostile text must not exhaust the stack. */
const MAX_DEPTH = 60;

/** https://cloud.google.com/iam/docs/conditions-overview#cel_and_expressions. `undefined`: it cannot be read. */
export function parseCel(text: string): CelNode | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined || tokens.length === 0) return undefined;
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

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.#at === this.#tokens.length;
  }

  or(depth: number): CelNode | undefined {
    return this.#joined('or', '||', () => this.#joined('and', '&&', () => this.#unary(depth)));
  }

  #joined(kind: 'and' | 'or', sign: string, next: () => CelNode | undefined): CelNode | undefined {
    const parts: CelNode[] = [];
    do {
      const part = next();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.#take(sign));
    const [only] = parts;
    return parts.length === 1 ? only : { kind, parts };
  }

  #unary(depth: number): CelNode | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (this.#take('!')) {
      const part = this.#unary(depth + 1);
      return part === undefined ? undefined : { kind: 'not', part };
    }
    if (!this.#take('(')) return termOf(this.#term());
    const inner = this.or(depth + 1);
    return this.#take(')') ? inner : undefined;
  }

  /** The tokens up to the next `&&`, `||` or closing bracket of this depth. */
  #term(): readonly string[] {
    const from = this.#at;
    let depth = 0;
    for (let token = this.#tokens[this.#at]; token !== undefined; token = this.#tokens[this.#at]) {
      if (depth === 0 && (token === '&&' || token === '||' || token === ')')) break;
      if ('([{'.includes(token)) depth += 1;
      if (')]}'.includes(token)) depth -= 1;
      this.#at += 1;
    }
    return this.#tokens.slice(from, this.#at);
  }

  #take(sign: string): boolean {
    if (this.#tokens[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }
}

const ATTRIBUTE = /^(resource|request|api|destination|origin)\.[\w.]+$/;
const TEST = /^(resource\.(?:name|type|service))\.(startsWith|endsWith)$/;
const COMPARED = /^resource\.(name|type|service)$/;

function termOf(tokens: readonly string[]): CelNode | undefined {
  const [first = '', second = ''] = tokens;
  if (tokens.length === 1 && (first === 'true' || first === 'false'))
    return { kind: 'literal', value: first === 'true' };
  return tested(tokens) ?? compared(first, second, tokens) ?? timed(tokens) ?? opened(tokens);
}

function tested([call = '', bracket, text = '', end, ...rest]: readonly string[]): CelNode | undefined {
  const match = TEST.exec(call);
  if (match === null || bracket !== '(' || end !== ')' || rest.length > 0 || !isText(text)) return undefined;
  const attribute = match[1] as ResourceAttribute;
  return { kind: 'attribute', attribute, test: match[2] as TextTest, text: textOf(text) };
}

/** `resource.type == "…"`, either way round, and `!=`. */
function compared(first: string, operator: string, tokens: readonly string[]): CelNode | undefined {
  const last = tokens[2] ?? '';
  if (tokens.length !== 3 || (operator !== '==' && operator !== '!=')) return undefined;
  const [attribute, text] = COMPARED.test(first) ? [first, last] : [last, first];
  if (!COMPARED.test(attribute) || !isText(text)) return undefined;
  const equal: CelNode = {
    kind: 'attribute',
    attribute: attribute as ResourceAttribute,
    test: 'equals',
    text: textOf(text),
  };
  return operator === '==' ? equal : { kind: 'not', part: equal };
}

/** `request.time < timestamp("…")` */
function timed(tokens: readonly string[]): CelNode | undefined {
  const [attribute, operator = '', call, bracket, text = '', end] = tokens;
  if (tokens.length !== 6 || attribute !== 'request.time' || !/^[<>]=?$/.test(operator)) return undefined;
  if (call !== 'timestamp' || bracket !== '(' || end !== ')' || !isText(text)) return undefined;
  const at = textOf(text);
  return Number.isNaN(Date.parse(at)) ? undefined : { kind: 'time', operator: operator as TimeOperator, at };
}

/** Anything else that asks for an attribute. */
function opened(tokens: readonly string[]): CelNode | undefined {
  const names = tokens.filter((token) => ATTRIBUTE.test(token));
  const keys = [...new Set(names.map((name) => name.split('.').slice(0, 2).join('.')))].sort();
  return keys.length === 0 ? undefined : { kind: 'open', keys };
}

function isText(token: string): boolean {
  return /^["']/.test(token);
}

function textOf(token: string): string {
  return token.slice(1, -1).replace(/\\(.)/g, '$1');
}
