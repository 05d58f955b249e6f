import { type FileFormat, type ImportFile, type ImportItem, jsonItems } from '../../collect/index.ts';
import { asObject, type Json, textAt, textsAt } from './fields.ts';

const STEP = 'audit-log';

/** An audit-log export of the web page or the API: a JSON array or JSON lines, told by the fields of its first entry. */
export const auditLog: FileFormat = {
  id: 'github-audit-log',
  title: 'GitHub audit log (JSON array or JSON lines)',
  madeBy: 'Audit log page → Export → JSON, or gh api --paginate "/orgs/ORG/audit-log?include=all"',
  recognise: (file) => isEntry(firstObject(file.head)),
  read,
};

async function* read(file: ImportFile): AsyncGenerator<ImportItem> {
  const fallback = folderOrg(file);
  const covered = new Set<string>();
  if (fallback !== undefined) yield* cover(covered, fallback);
  for await (const item of jsonItems(file)) {
    if ('problem' in item) yield problem(item.place, item.problem);
    else if (item.key !== '') yield problem(item.place, 'this is not a list of entries');
    else yield* entries(item.value, item.place, fallback, covered);
  }
}

function* entries(
  value: unknown,
  place: string,
  fallback: string | undefined,
  covered: Set<string>,
): Generator<ImportItem> {
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) yield* entries(one, `${place}[${index}]`, fallback, covered);
    return;
  }
  const entry = asObject(value);
  const scope = orgOf(entry) ?? fallback;
  if (entry === undefined) yield problem(place, 'not an object');
  else if (scope === undefined)
    yield problem(place, 'the entry names no organisation; put the file into github/<org>/');
  else {
    yield* cover(covered, scope);
    yield { item: 'raw', step: STEP, scope, raw: { item: entry }, place };
  }
}

function* cover(covered: Set<string>, scope: string): Generator<ImportItem> {
  if (covered.has(scope)) return;
  covered.add(scope);
  yield { item: 'covers', step: STEP, scope };
}

function problem(place: string, message: string): ImportItem {
  return { item: 'problem', problem: { kind: 'malformed', what: STEP, place, message } };
}

/** `org`; an enterprise's entry may list several; an old one may name it in the repository only. */
function orgOf(entry: Json | undefined): string | undefined {
  const org = textAt(entry, 'org') ?? textsAt(entry, 'org')?.[0] ?? /^([^/]+)\//.exec(textAt(entry, 'repo') ?? '')?.[1];
  return org?.toLowerCase();
}

function folderOrg(file: ImportFile): string | undefined {
  const at = file.folders.lastIndexOf('github');
  return at < 0 ? undefined : file.folders[at + 1]?.toLowerCase();
}

/** GitHub's entries have a dotted action beside a GitHub time or document id, and belong to an organisation or repository. */
function isEntry(entry: Json | undefined): boolean {
  const action = textAt(entry, 'action');
  if (entry === undefined || action === undefined || !/^[a-z0-9_]+\.[a-z0-9_.]+$/.test(action)) return false;
  const timed = '@timestamp' in entry || 'created_at' in entry || 'at_sign_timestamp' in entry;
  return timed && ('_document_id' in entry || 'actor' in entry) && ('org' in entry || 'repo' in entry);
}

/** The first whole object of a JSON array or of JSON lines. */
function firstObject(head: string): Json | undefined {
  const start = head.indexOf('{');
  if (start < 0 || !/^[\s\uFEFF[]*$/.test(head.slice(0, start))) return undefined;
  for (let end = head.indexOf('}', start), tries = 0; end >= 0 && tries < 200; tries += 1) {
    const found = parsed(head.slice(start, end + 1));
    if (found !== undefined) return asObject(found);
    end = head.indexOf('}', end + 1);
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
