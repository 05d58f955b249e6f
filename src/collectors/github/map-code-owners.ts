import { MalformedError, type MapContext } from '../../collect/index.ts';
import { edge, node, ref } from '../../schema/index.ts';
import { codeOwnersOf, ownersOfAll } from './code-owners.ts';
import type { GithubRaw } from './endpoints.ts';
import { flagAt, type Json, objectAt, required, textAt } from './fields.ts';
import * as keys from './keys.ts';

/** Where GitHub looks for the file, in this order; the first one counts. */
const PLACES = [
  ['inGithub', '.github/CODEOWNERS'],
  ['inRoot', 'CODEOWNERS'],
  ['inDocs', 'docs/CODEOWNERS'],
] as const;

/** Everybody is nobody. */
const MOST_OWNERS = 20;

/**
 * Whom a repository names as owners of its code as a whole: an edge of GraphQL `repositories` with its CODEOWNERS files. Kept are the
 * pattern and the owners, nothing else of the file. Errors: MalformedError for a file that came cut.
 */
export function mapCodeOwners({ item }: GithubRaw, { scope }: MapContext) {
  const repository = objectAt(item, 'node') ?? {};
  const name = required(textAt(repository, 'name'), 'name');
  const file = fileOf(repository);
  const rule = file === undefined ? undefined : ownersOfAll(codeOwnersOf(file.text));
  if (file === undefined || rule === undefined) return [];
  return [...new Set(rule.owners.map((one) => one.toLowerCase()))].slice(0, MOST_OWNERS).flatMap((owner) => {
    const about = keys.repository(scope, name);
    const evidence = ref('Evidence', `evidence:code-owner:${about.id}:${owner}`);
    const says = `${owner} owns ${rule.pattern} in ${file.path} of ${scope}/${name}`;
    const told = { kind: 'code-owner', says };
    const account = accountOf(owner);
    const named = account === undefined ? { ...told, person: personOf(owner) } : told;
    return [
      node('Evidence', evidence.id, named),
      edge('ABOUT', evidence, about, {}),
      ...(account === undefined ? [] : [edge('NAMES', evidence, keys.user(scope, account), {})]),
    ];
  });
}

function fileOf(repository: Json): { readonly path: string; readonly text: string } | undefined {
  for (const [alias, path] of PLACES) {
    const blob = objectAt(repository, alias);
    if (flagAt(blob, 'isTruncated') === true) throw new MalformedError(`the file ${path} came cut`);
    const text = textAt(blob, 'text');
    if (blob !== undefined) return { path, text: text ?? '' };
  }
  return undefined;
}

/** The login of `@user`; a team and an e-mail are no account. */
function accountOf(owner: string): string | undefined {
  return owner.startsWith('@') && !owner.includes('/') ? owner.slice(1) : undefined;
}

/** An e-mail, or the name of a team behind its organisation. */
function personOf(owner: string): string {
  return owner.startsWith('@') ? owner.slice(owner.indexOf('/') + 1) : owner;
}
