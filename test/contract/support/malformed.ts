/** In place of what a source should send; `undefined`: the field is missing. */
const STRANGE: readonly unknown[] = [undefined, null, 7, '', {}, []];

export interface Malformed {
  /** Field that was changed, with `[]` for any index. */
  readonly at: string;
  readonly value: unknown;
  readonly text: string;
}

/** The text of a JSON document or of JSON lines with one field after the other missing or of another type. */
export function* malformedJson(text: string): Generator<Malformed> {
  const document = parsed(text);
  if (document !== undefined) yield* changesOf(document, new Set());
  else yield* malformedLines(text);
}

/** Each line for itself, under the first one, which may be a header. */
function* malformedLines(text: string): Generator<Malformed> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const seen = new Set<string>();
  for (const line of lines) {
    const value = parsed(line);
    if (value === undefined) continue;
    for (const change of changesOf(value, seen))
      yield { ...change, text: `${lines[0]}\n${change.text}\n${lines[0]}\n` };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

type Path = readonly (string | number)[];

function* changesOf(document: unknown, seen: Set<string>): Generator<Malformed> {
  for (const path of pathsOf(document, 7)) {
    const at = path.map((key) => (typeof key === 'number' ? '[]' : key)).join('.');
    if (seen.has(at)) continue;
    seen.add(at);
    for (const value of STRANGE) yield { at, value, text: changed(document, path, value) };
  }
}

function* pathsOf(value: unknown, depth: number): Generator<Path> {
  if (depth === 0 || typeof value !== 'object' || value === null) return;
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  for (const key of keys) {
    yield [key];
    for (const rest of pathsOf((value as Record<string, unknown>)[key], depth - 1)) yield [key, ...rest];
  }
}

/** Changes the value in place for as long as it takes to write it down. */
function changed(document: unknown, path: Path, value: unknown): string {
  let parent = document as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  const before = parent[last];
  parent[last] = value;
  const text = JSON.stringify(document);
  parent[last] = before;
  return text;
}
