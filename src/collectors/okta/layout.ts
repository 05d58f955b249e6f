import type { ImportFile } from '../../collect/index.ts';
import { type Bag, bag, isBag, text } from './json.ts';

/** Where a file lies: the org, and the path below it without ending and page number: `groups/00g1/users`. */
export interface Place {
  readonly host: string | undefined;
  readonly parts: readonly string[];
}

/** `okta/<org host>/groups/<id>/users-2.json` → host and `['groups', '<id>', 'users']`; without an `okta` folder only the name. */
export function placeOf(file: ImportFile): Place {
  const name = file.name.replace(/\.(json|jsonl|ndjson|log)$/i, '').replace(/[-_.](page)?\d+$/i, '');
  const at = file.folders.lastIndexOf('okta');
  if (at < 0) return { host: undefined, parts: [name] };
  return { host: file.folders[at + 1], parts: [...file.folders.slice(at + 2), name] };
}

/** The first object of the file that is not a wrapper: as far as the head goes, `undefined` when it is cut off or no JSON. */
export function firstItem(head: string): Bag | undefined {
  const wrapped = /^\s*\{\s*"(?:data|value|items)"\s*:\s*\[/.exec(head);
  const object = balanced(head, wrapped === null ? 0 : wrapped[0].length);
  if (object === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(object);
    return isBag(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The text of the first `{…}` from `from` on, minding strings. */
function balanced(head: string, from: number): string | undefined {
  const start = head.indexOf('{', from);
  if (start < 0 || /[^\s[]/.test(head.slice(from, start).replace(/^\uFEFF/, ''))) return undefined;
  let depth = 0;
  for (let at = start, quoted = false; at < head.length; at += 1) {
    const mark = head[at];
    if (mark === '\\') at += 1;
    else if (mark === '"') quoted = !quoted;
    else if (!quoted && mark === '{') depth += 1;
    else if (!quoted && mark === '}') depth -= 1;
    if (depth === 0) return head.slice(start, at + 1);
  }
  return undefined;
}

/** Org host told by the links that the API puts into its objects. */
export function hostInLinks(item: Bag | undefined): string | undefined {
  for (const link of Object.values(bag(item ?? {}, '_links'))) {
    const href = isBag(link) ? text(link['href']) : undefined;
    if (href !== undefined && URL.canParse(href)) return new URL(href).host;
  }
  return undefined;
}
