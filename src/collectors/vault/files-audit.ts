import { type FileFormat, type ImportFile, type ImportItem, jsonItems } from '../../collect/index.ts';
import { asObject, objectAt, textAt } from './fields.ts';
import { placeOf, problem } from './place.ts';

/** The file of an audit device. The server is told by the folder: its lines do not name it. */
export const audit: FileFormat = {
  id: 'vault-audit',
  title: 'Vault audit device file (JSON lines)',
  madeBy: 'vault audit enable file file_path=/var/log/vault_audit.log (hmac_accessor=false joins events to tokens)',
  recognise: (file) => isAuditLine(file.head.slice(0, file.head.indexOf('\n') + 1 || file.head.length)),
  read: readAudit,
};

function isAuditLine(text: string): boolean {
  try {
    const line = asObject(JSON.parse(text));
    const request = objectAt(line, 'request');
    const type = textAt(line, 'type');
    return (
      (type === 'request' || type === 'response') &&
      'time' in (line ?? {}) &&
      'operation' in (request ?? {}) &&
      'path' in (request ?? {})
    );
  } catch {
    return false;
  }
}

async function* readAudit(file: ImportFile): AsyncGenerator<ImportItem> {
  const scope = placeOf(file)?.scope;
  if (scope === undefined) {
    const message = 'the file does not say which server it is from; put it into a folder vault/<host>/';
    yield { item: 'problem', problem: { kind: 'malformed', what: 'audit', message } };
    return;
  }
  yield { item: 'covers', step: 'audit', scope };
  for await (const item of jsonItems(file)) {
    const entry = 'problem' in item ? undefined : asObject(item.value);
    if ('problem' in item) yield problem('audit', scope, item.place, item.problem);
    else if (entry === undefined) yield problem('audit', scope, item.place, 'not an object');
    else yield { item: 'raw', step: 'audit', scope, raw: { entry }, place: item.place };
  }
}
