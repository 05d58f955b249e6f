import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inputError } from '../lib/errors.ts';
import { parseQuery, type SavedQuery } from './header.ts';

const FOLDER = fileURLToPath(new URL('../../cypher/', import.meta.url));

let loaded: ReadonlyMap<string, SavedQuery> | undefined;

/** Every saved question by id (its file name), in alphabetical order. Read once. */
export function catalogue(): ReadonlyMap<string, SavedQuery> {
  loaded ??= readCatalogue(FOLDER);
  return loaded;
}

export function readCatalogue(folder: string): ReadonlyMap<string, SavedQuery> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.cypher'))
    .sort();
  return new Map(
    files.map((name) => {
      const id = name.slice(0, -'.cypher'.length);
      return [id, parseQuery(id, readFileSync(join(folder, name), 'utf8'), `cypher/${name}`)];
    }),
  );
}

/** The question with this id or an unambiguous beginning of it. Errors: `query-unknown`, `query-ambiguous` with the choices. */
export function findQuery(id: string): SavedQuery {
  const all = catalogue();
  const exact = all.get(id);
  if (exact !== undefined) return exact;
  const choices = [...all.keys()].filter((one) => one.startsWith(id));
  const [only] = choices;
  if (choices.length === 1 && only !== undefined) return all.get(only) as SavedQuery;
  if (choices.length > 1) throw inputError('query-ambiguous', `"${id}" could be ${choices.join(', ')}`);
  throw inputError('query-unknown', `There is no saved query "${id}"`, { hint: 'List them with `keyline query`.' });
}
