import { JSONParser } from '@streamparser/json';
import { messageOf } from '../../lib/errors.ts';
import { DoubledNames } from './doubled-names.ts';
import { hasDuplicateKeys, hasSpacedColon } from './duplicate-keys.ts';
import type { ImportFile } from './format.ts';
import { lines, textBytes } from './lines.ts';
import { Utf8Text } from './utf8-text.ts';

/**
 * One value of a JSON file. In `{"Users": [a, b], "Marker": "x"}` the items are a and b with key `Users`, index 0 and 1,
 * and "x" with key `Marker` and no index. In `[a, b]` the key is empty. In JSON lines the key is empty and `place` is the line.
 */
export type JsonItem =
  | { readonly key: string; readonly index: number | undefined; readonly value: unknown; readonly place: string }
  | { readonly problem: string; readonly place: string };

/**
 * Streams a JSON document (an object of arrays, an array, or JSON lines) value by value, never the whole file. A broken
 * document gives what stood before the break and then one problem with its byte; a broken line costs that line. A value
 * that names a field twice, or that holds bytes that are not UTF-8, is a problem in its place.
 */
export async function* jsonItems(file: ImportFile): AsyncGenerator<JsonItem> {
  yield* looksLikeJsonLines(file.head) ? jsonLineItems(file) : documentItems(file);
}

let lastHead = '';
let lastKeys: readonly string[] = [];

/** The keys of the top-level object as far as the text goes: enough to recognise a file by. Every format asks it of the same head. */
export function topLevelKeys(head: string): readonly string[] {
  if (head !== lastHead) {
    lastKeys = readTopLevelKeys(head);
    lastHead = head;
  }
  return lastKeys;
}

function readTopLevelKeys(head: string): readonly string[] {
  const keys: string[] = [];
  const parser = new JSONParser({ paths: ['$.*', '$.*.*'], keepStack: false, emitPartialValues: true });
  parser.onValue = ({ key, stack }) => {
    const name = stack.length === 1 ? key : stack[1]?.key;
    if (typeof name === 'string' && !keys.includes(name)) keys.push(name);
  };
  parser.onError = () => undefined;
  try {
    parser.write(head);
  } catch {
    return keys;
  }
  return keys;
}

/** JSON lines: the first line is a whole object or array by itself, and there is more after it. */
function looksLikeJsonLines(head: string): boolean {
  const text = head.trimStart();
  const end = text.indexOf('\n');
  if (end < 0 || text.slice(end).trim() === '') return /^\{.*\}$/s.test(text.trim()) && isOneLineRecord(text.trim());
  return parses(text.slice(0, end).trim());
}

/** A file of a single line: a record by itself unless it is an object that holds arrays, as exports do. */
function isOneLineRecord(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Object.values(value).some(Array.isArray);
  } catch {
    return false;
  }
}

function parses(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

async function* jsonLineItems(file: ImportFile): AsyncGenerator<JsonItem> {
  for await (const line of lines(file)) {
    const place = `line ${line.line}`;
    if ('problem' in line) yield { problem: line.problem, place };
    else if (line.text.trim() !== '') yield parsedLine(line.text, line.line, place);
  }
}

function parsedLine(text: string, line: number, place: string): JsonItem {
  try {
    const value: unknown = JSON.parse(text);
    if (hasDuplicateKeys(text, value, hasSpacedColon(text))) return { problem: TWICE, place };
    return { key: '', index: line - 1, value, place };
  } catch (thrown) {
    return { problem: `not JSON: ${syntaxMessage(thrown)}`, place };
  }
}

/** The parser's message without the text it quotes: that text may be a secret. */
function syntaxMessage(thrown: unknown): string {
  return messageOf(thrown)
    .replace(/,?\s*"[\s\S]*$/, '')
    .replace(/token\s+'?.'?/, 'token');
}

const TWICE = 'names a field twice';
const NOT_UTF8 = 'holds bytes that are not valid UTF-8 text';

async function* documentItems(file: ImportFile): AsyncGenerator<JsonItem> {
  const ready: JsonItem[] = [];
  const text = new Utf8Text();
  const state = documentParser(ready, text);
  let bytes = 0;
  try {
    for await (const chunk of textBytes(file)) {
      state.parser.write(text.push(chunk));
      bytes += chunk.length;
      yield* ready.splice(0);
      if (state.problem !== undefined) break;
    }
  } catch (thrown) {
    state.problem ??= syntaxMessage(thrown);
  }
  yield* ready.splice(0);
  if (state.problem !== undefined)
    yield { problem: `not JSON: ${state.problem}`, place: `before byte ${bytes + 65536}` };
  else if (!state.parser.isEnded) yield { problem: 'the document breaks off before its end', place: `byte ${bytes}` };
}

interface DocumentState {
  readonly parser: JSONParser;
  problem: string | undefined;
}

function documentParser(ready: JsonItem[], text: Utf8Text): DocumentState {
  const parser = new JSONParser({ paths: ['$.*', '$.*.*'] });
  const state: DocumentState = { parser, problem: undefined };
  const names = new DoubledNames((name) => ready.push({ problem: TWICE, place: name }));
  parser.onToken = (token) => names.see(token);
  parser.onError = (thrown) => {
    state.problem ??= syntaxMessage(thrown);
  };
  parser.onValue = ({ value, key, parent, stack }) => {
    const item = itemAt(value, key, parent, stack);
    if (item === undefined) {
      if (text.spoiled(key)) ready.push({ problem: NOT_UTF8, place: 'a field name' });
      return;
    }
    ready.push(checkedItem(item, names, text));
    if (Array.isArray(parent)) forget(parent, key);
  };
  return state;
}

function checkedItem(item: JsonItem & { key: string; value: unknown }, names: DoubledNames, text: Utf8Text): JsonItem {
  if (names.takeDoubled()) return { problem: TWICE, place: item.place };
  return text.spoiled([item.key, item.value]) ? { problem: NOT_UTF8, place: item.place } : item;
}

/** Lets go of an array's element: the file is streamed, not held. */
function forget(array: unknown[], key: unknown): void {
  array[Number(key)] = undefined;
}

/** The value as an item, when it stands where items stand: in the top-level array, or in an array of the top-level object. */
function itemAt(
  value: unknown,
  key: unknown,
  parent: unknown,
  stack: readonly { readonly key?: unknown }[],
): (JsonItem & { key: string; value: unknown }) | undefined {
  const depth = stack.length;
  if (depth === 1 && typeof key === 'number') return { key: '', index: key, value, place: `[${key}]` };
  if (depth === 1 && typeof key === 'string' && !Array.isArray(value))
    return { key, index: undefined, value, place: key };
  const name = stack[1]?.key;
  if (depth === 2 && Array.isArray(parent) && typeof key === 'number' && typeof name === 'string') {
    return { key: name, index: key, value, place: `${name}[${key}]` };
  }
  return undefined;
}
