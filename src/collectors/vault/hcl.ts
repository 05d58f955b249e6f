import { MalformedError } from '../../collect/index.ts';

/** One `name "label" { … }` of an HCL document. */
export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
}

const TOKEN =
  /[ \t\r]+|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\/|\n|"(?:[^"\\\n]|\\.)*"|[A-Za-z_][\w.-]*|-?\d+(?:\.\d+)?[a-z]*|[{}[\]=,:]/y;

/**
 * The blocks of a Vault policy: strings, numbers, booleans, lists and objects, comments in three forms. No expressions
 * and no heredocs: a policy has none. Errors: MalformedError with the line.
 * https://developer.hashicorp.com/vault/docs/concepts/policies
 */
export function parseBlocks(text: string): readonly Block[] {
  const reader = new Reader(text);
  const blocks: Block[] = [];
  while (reader.peek() !== undefined) {
    const type = reader.name();
    if (reader.peek() === '=') {
      reader.next();
      reader.value();
    } else blocks.push(reader.block(type));
  }
  return blocks;
}

class Reader {
  readonly #tokens: { readonly text: string; readonly line: number }[] = [];
  #at = 0;

  constructor(text: string) {
    let line = 1;
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.length) {
      const match = TOKEN.exec(text);
      if (match === null) throw new MalformedError('not a Vault policy', `line ${line}`);
      const [token] = match;
      if (!/^(\s|#|\/\/|\/\*)/.test(token)) this.#tokens.push({ text: token, line });
      line += token.split('\n').length - 1;
    }
  }

  peek(): string | undefined {
    return this.#tokens[this.#at]?.text;
  }

  next(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw this.#wrong('the policy breaks off');
    this.#at += 1;
    return token.text;
  }

  name(): string {
    const text = this.next();
    if (text.startsWith('"')) return unquoted(text);
    if (/^[A-Za-z_]/.test(text)) return text;
    throw this.#wrong('a name was expected');
  }

  block(type: string): Block {
    const labels: string[] = [];
    while (this.peek()?.startsWith('"') === true) labels.push(unquoted(this.next()));
    if (this.peek() !== '{') throw this.#wrong('{ was expected');
    return { type, labels, fields: this.#object() };
  }

  value(): unknown {
    const text = this.peek();
    if (text === '{') return this.#object();
    if (text === '[') return this.#list();
    const scalar = this.next();
    if (scalar.startsWith('"')) return unquoted(scalar);
    if (/^-?\d/.test(scalar)) return scalar;
    if (scalar === 'true' || scalar === 'false') return scalar === 'true';
    throw this.#wrong('a value was expected');
  }

  #list(): unknown[] {
    this.next();
    const items: unknown[] = [];
    while (this.peek() !== ']') {
      items.push(this.value());
      if (this.peek() === ',') this.next();
      else if (this.peek() !== ']') throw this.#wrong('] was expected');
    }
    this.next();
    return items;
  }

  #object(): Record<string, unknown> {
    this.next();
    const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    while (this.peek() !== '}') {
      const key = this.name();
      const sign = this.peek();
      if (sign === '=' || sign === ':') {
        this.next();
        fields[key] = this.value();
      } else fields[key] = this.block(key).fields;
      if (this.peek() === ',') this.next();
    }
    this.next();
    return fields;
  }

  #wrong(message: string): MalformedError {
    const line = this.#tokens[Math.min(this.#at, this.#tokens.length - 1)]?.line ?? 1;
    return new MalformedError(message, `line ${line}`);
  }
}

function unquoted(text: string): string {
  return text
    .slice(1, -1)
    .replace(/\\(.)/g, (_all, char: string) => (char === 'n' ? '\n' : char === 't' ? '\t' : char));
}
