import type { FileFormat, ImportFile, ImportItem } from '../../collect/index.ts';
import { FILES, type OktaFile } from './formats.ts';
import { bag, text } from './json.ts';
import { firstItem, hostInLinks, placeOf } from './layout.ts';
import { logEventOf } from './log-facts.ts';

export const files: readonly FileFormat[] = FILES.map((spec) => ({
  id: `okta-${spec.id}`,
  title: `Okta ${spec.title} (JSON as the API returns it)`,
  madeBy: `GET https://<org>${spec.api}, all pages in one array or one file per page; below a folder okta/<org host>/: ${spec.paths.join('.json, ')}.json`,
  recognise: (file) => specOf(file) === spec,
  read: (file) => read(file, spec),
}));

/** By its path below `okta/<org host>/`, else by what its first object looks like. */
function specOf(file: ImportFile): OktaFile | undefined {
  if (!/^\uFEFF?\s*[[{]/.test(file.head) || !/\.(json|jsonl|ndjson|log)$/i.test(file.name)) return undefined;
  const { host, parts } = placeOf(file);
  const byPath = host === undefined ? undefined : FILES.find((spec) => spec.paths.some((path) => matches(path, parts)));
  return byPath ?? byContent(file.head);
}

function matches(path: string, parts: readonly string[]): boolean {
  const wanted = path.split('/');
  return wanted.length === parts.length && wanted.every((one, at) => one === '*' || one === parts[at]);
}

/** Users and System Log events cannot be mistaken for anything else. */
function byContent(head: string): OktaFile | undefined {
  const first = firstItem(head);
  if (first === undefined) return undefined;
  const isUser =
    text(bag(first, 'profile')['login']) !== undefined && text(first['id']) !== undefined && 'statusChanged' in first;
  if (isUser) return FILES.find(({ id }) => id === 'users');
  const event = logEventOf(first);
  const isEvent =
    [event.uuid, event.published, event.eventType].every((one) => text(one) !== undefined) && event.actor !== undefined;
  return isEvent ? FILES.find(({ id }) => id === 'system-log') : undefined;
}

async function* read(file: ImportFile, spec: OktaFile): AsyncGenerator<ImportItem> {
  const { host, parts } = placeOf(file);
  const scope = host ?? hostInLinks(firstItem(file.head));
  if (scope === undefined) {
    const message = 'the file does not say which org it is of: put it into a folder okta/<org host>/';
    yield { item: 'problem', problem: { kind: 'malformed', what: file.path, message } };
    return;
  }
  const { step } = spec;
  yield { item: 'covers', step, scope };
  for await (const one of spec.reader(file, parts, spec.mark)) {
    if ('problem' in one) yield { item: 'problem', step, scope, problem: { ...one.problem, what: file.path } };
    else yield { item: 'raw', step, scope, raw: one.raw, place: one.place };
  }
}
