/** Words of a rule: what it lets be done on its path. */
export const CAPABILITIES = [
  'create',
  'read',
  'update',
  'patch',
  'delete',
  'list',
  'sudo',
  'deny',
  'subscribe',
  'recover',
] as const;

export type VaultCapability = (typeof CAPABILITIES)[number];

/** What limits a rule's capabilities; each is a condition key. */
export const LIMITS = [
  'allowed_parameters',
  'denied_parameters',
  'required_parameters',
  'wrapping_ttl',
  'mfa_methods',
  'control_group',
] as const;

export type VaultLimit = (typeof LIMITS)[number];

/** One `path "…" { … }` of a policy. */
export interface VaultRule {
  /** As written, without a slash in front; may hold `+`, `*` at its end and `{{…}}`. */
  readonly path: string;
  readonly capabilities: readonly VaultCapability[];
  readonly limits: readonly VaultLimit[];
}

/** The rules of a policy document, or why it cannot be read; in HCL with the line, from 1. */
export type ReadPolicy =
  | { readonly rules: readonly VaultRule[] }
  | { readonly unreadable: string; readonly line?: number };

/** Thrown inside this file only. */
class Unreadable extends Error {
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

/**
 * Reads a policy in HCL or JSON. Vault refuses a policy with an unknown word in it, and so does this.
 * https://developer.hashicorp.com/vault/docs/concepts/policies#policy-syntax
 */
export function readVaultPolicy(document: string): ReadPolicy {
  try {
    const paths = document.trimStart().startsWith('{') ? jsonPaths(document) : new HclReader(document).paths();
    return { rules: paths.map(([path, fields]) => ruleOf(path, fields)) };
  } catch (thrown) {
    if (!(thrown instanceof Unreadable)) throw thrown;
    const { message, line } = thrown;
    return line === undefined ? { unreadable: message } : { unreadable: message, line };
  }
}

type Fields = ReadonlyMap<string, unknown>;

function jsonPaths(document: string): [string, Fields][] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    throw new Unreadable('the policy is not JSON');
  }
  const paths = isObject(parsed) ? parsed['path'] : undefined;
  if (!isObject(paths)) throw new Unreadable('the policy has no field path');
  return Object.entries(paths).map(([path, fields]) => {
    if (!isObject(fields)) throw new Unreadable(`the rule of ${JSON.stringify(path)} is not an object`);
    return [path, new Map(Object.entries(fields))];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const TOKEN =
  /[ \t\r\n]+|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|[A-Za-z_][\w.-]*|-?\d+(?:\.\d+)?[a-z]*|[{}[\]=,:]/y;
const MAX_DEPTH = 30;

class HclReader {
  readonly #text: string;
  readonly #tokens: string[] = [];
  /** Where each begins. */
  readonly #starts: number[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.length) {
      const start = TOKEN.lastIndex;
      const [token] = TOKEN.exec(text) ?? [];
      if (token === undefined) throw new Unreadable('the policy is not HCL', lineAt(text, start));
      if (/^(\s|#|\/[/*])/.test(token)) continue;
      this.#tokens.push(token);
      this.#starts.push(start);
    }
  }

  paths(): [string, Fields][] {
    const paths: [string, Fields][] = [];
    while (this.#at < this.#tokens.length) {
      const word = this.#next();
      if (word === 'name' && this.#take('=')) this.#value(0);
      else {
        if (unquoted(word) !== 'path') this.#fail(`a policy has no ${JSON.stringify(word)}`);
        const label = this.#next();
        if (!label.startsWith('"')) this.#fail('a path stands in quotes');
        paths.push([unquoted(label), this.#object(0)]);
      }
    }
    return paths;
  }

  #object(depth: number): Fields {
    if (depth > MAX_DEPTH || !this.#take('{')) this.#fail('{ was expected');
    const fields = new Map<string, unknown>();
    while (!this.#take('}')) {
      const name = unquoted(this.#next());
      const labelled = this.#peek()?.startsWith('"') === true;
      if (labelled) this.#next();
      fields.set(name, this.#take('=') || this.#take(':') ? this.#value(depth + 1) : this.#object(depth + 1));
      this.#take(',');
    }
    return fields;
  }

  #value(depth: number): unknown {
    if (depth > MAX_DEPTH) this.#fail('nested too deep');
    if (this.#peek() === '{') return this.#object(depth);
    const scalar = this.#next();
    if (scalar === '[') return this.#list(depth);
    if (/^[\w"-]/.test(scalar)) return unquoted(scalar);
    return this.#fail('a value was expected');
  }

  #list(depth: number): unknown[] {
    const items: unknown[] = [];
    while (!this.#take(']')) {
      items.push(this.#value(depth + 1));
      if (!this.#take(',') && this.#peek() !== ']') this.#fail('] was expected');
    }
    return items;
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #next(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) return this.#fail('the policy breaks off');
    this.#at += 1;
    return token;
  }

  #take(sign: string): boolean {
    if (this.#tokens[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  /** At the token that comes next. */
  #fail(message: string): never {
    throw new Unreadable(message, lineAt(this.#text, this.#starts[this.#at] ?? this.#text.length));
  }
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

function unquoted(token: string): string {
  return token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token;
}

/** Fields that limit nothing, and those that do with the limit they are. */
const FIELDS: ReadonlyMap<string, VaultLimit | undefined> = new Map([
  ['comment', undefined],
  ['policy', undefined],
  ['capabilities', undefined],
  ['subscribe_event_types', undefined],
  ['allowed_parameters', 'allowed_parameters'],
  ['denied_parameters', 'denied_parameters'],
  ['required_parameters', 'required_parameters'],
  ['min_wrapping_ttl', 'wrapping_ttl'],
  ['max_wrapping_ttl', 'wrapping_ttl'],
  ['mfa_methods', 'mfa_methods'],
  ['control_group', 'control_group'],
]);

function ruleOf(given: string, fields: Fields): VaultRule {
  const path = given.replace(/^\//, '');
  if (path.includes('+*')) throw new Unreadable(`+* is no pattern: ${JSON.stringify(path)}`);
  const limits = new Set<VaultLimit>();
  for (const [name, value] of fields) {
    if (!FIELDS.has(name)) throw new Unreadable(`a path has no ${JSON.stringify(name)}`);
    const limit = FIELDS.get(name);
    if (limit !== undefined && !isOpen(limit, value)) limits.add(limit);
  }
  return { path, capabilities: capabilitiesOf(fields, path), limits: [...limits].sort() };
}

/** `allowed_parameters = { "*" = [] }` allows all; an empty list or a time of 0 limits nothing. */
function isOpen(limit: VaultLimit, value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (limit === 'wrapping_ttl') return /^0+[a-z]*$/.test(String(value));
  const keys = value instanceof Map ? [...value.keys()] : isObject(value) ? Object.keys(value) : ['?'];
  return keys.length === 0 || (limit === 'allowed_parameters' && keys.every((key) => key === '*'));
}

/** `policy = "write"` is the old short form. */
const SHORT: ReadonlyMap<unknown, readonly VaultCapability[]> = new Map([
  ['deny', ['deny']],
  ['read', ['read', 'list']],
  ['write', ['create', 'read', 'update', 'delete', 'list']],
  ['sudo', ['create', 'read', 'update', 'delete', 'list', 'sudo']],
]);

function capabilitiesOf(fields: Fields, path: string): readonly VaultCapability[] {
  const short = fields.has('policy') ? SHORT.get(fields.get('policy')) : [];
  const listed = fields.get('capabilities') ?? [];
  if (short === undefined || !Array.isArray(listed) || !listed.every(isCapability)) {
    throw new Unreadable(`the capabilities of ${JSON.stringify(path)} are not a list of known words`);
  }
  const all = new Set<VaultCapability>([...short, ...listed]);
  return all.has('deny') ? ['deny'] : [...all];
}

function isCapability(value: unknown): value is VaultCapability {
  return CAPABILITIES.some((known) => known === value);
}
