import { createHash } from 'node:crypto';
import { type FileFormat, type ImportFile, type ImportItem, jsonItems, type Problem } from '../../collect/index.ts';
import { inner, type Json, text } from './fields.ts';
import { routeOf, tenantOf } from './files-route.ts';

const STEP_OF: Readonly<Record<string, string>> = {
  AuditLogs: 'directory-audits',
  ServicePrincipalSignInLogs: 'sign-ins',
  ManagedIdentitySignInLogs: 'sign-ins',
  SignInLogs: 'sign-ins',
  NonInteractiveUserSignInLogs: 'sign-ins',
};

const CATEGORY =
  /"category"\s*:\s*"(?:AuditLogs|ServicePrincipalSignInLogs|ManagedIdentitySignInLogs|SignInLogs|NonInteractiveUserSignInLogs)"/;

/** Records that diagnostic settings write to a storage account (JSON lines) or an event hub (`{"records": […]}`). */
export const diagnosticLog: FileFormat = {
  id: 'entra-diagnostic-log',
  title: 'Entra diagnostic-settings log (JSON lines)',
  madeBy: 'Entra admin center › Diagnostic settings › archive to a storage account (insights-logs-auditlogs …)',
  recognise: (file) => CATEGORY.test(file.head) && /microsoft\.aadiam/i.test(file.head) && routeOf(file) === undefined,
  read: readDiagnostics,
};

async function* readDiagnostics(file: ImportFile): AsyncGenerator<ImportItem> {
  for await (const item of jsonItems(file)) {
    if ('problem' in item) yield problem('diagnostic log', item.problem, item.place);
    else if (item.index !== undefined) yield* record(inner(item.value), item.place);
  }
}

/** Field names are lower-cased on some ways out. Categories that are not read (risk, provisioning …) are passed over. */
function* record(raw: Json, place: string): Generator<ImportItem> {
  const category = text(raw['category']) ?? '';
  const properties = inner(raw['properties']);
  const scope = (text(raw['tenantId']) ?? text(raw['tenantid']))?.toLowerCase();
  const step = stepOfRecord(category, properties);
  if (step === undefined) {
    if (category === '') yield problem('diagnostic log', 'the record has no category', place);
  } else if (scope === undefined) yield problem('diagnostic log', 'the record has no tenantId', place);
  else {
    yield { item: 'covers', step, scope };
    yield { item: 'raw', step, scope, raw: { ...ofEnvelope(raw), ...properties }, place };
  }
}

/** Some ways out write the audit event's own category where the log's should stand. */
function stepOfRecord(category: string, properties: Json): string | undefined {
  if (Object.hasOwn(STEP_OF, category)) return STEP_OF[category];
  const audit = text(properties['activityDisplayName']) !== undefined && properties['initiatedBy'] !== undefined;
  return audit ? 'directory-audits' : undefined;
}

/** What the envelope says where the event itself does not. A record without an id is known by its content. */
function ofEnvelope(raw: Json): Json {
  const at = raw['time'];
  return {
    id: `entra-record:${createHash('sha256').update(JSON.stringify(raw)).digest('hex')}`,
    activityDateTime: at,
    createdDateTime: at,
    activityDisplayName: raw['operationName'] ?? raw['operationname'],
    result: raw['result'] ?? raw['resultType'] ?? raw['resultSignature'],
  };
}

/** The list that the Entra admin center downloads as JSON: objects of Graph without an envelope. */
export const portalDownload: FileFormat = {
  id: 'entra-portal-download',
  title: 'Entra audit or sign-in log (portal download, JSON)',
  madeBy: 'Entra admin center › Audit logs or Sign-in logs › Download › JSON, into a folder entra/<tenant id>',
  recognise: (file) => routeOf(file) === undefined && portalStep(file.head) !== undefined,
  read: readPortal,
};

function portalStep(head: string): string | undefined {
  if (!/^\uFEFF?\s*\[/.test(head)) return undefined;
  const first = head.slice(0, 16 * 1024);
  if (['"activityDisplayName"', '"initiatedBy"', '"loggedByService"'].every((key) => first.includes(key)))
    return 'directory-audits';
  return ['"createdDateTime"', '"servicePrincipalId"', '"resourceDisplayName"'].every((key) => first.includes(key))
    ? 'sign-ins'
    : undefined;
}

async function* readPortal(file: ImportFile): AsyncGenerator<ImportItem> {
  const step = portalStep(file.head);
  const scope = tenantOf(file);
  if (step === undefined) return;
  if (scope === undefined) {
    yield problem('log download', 'the tenant is not known: put the file into a folder entra/<tenant id>', '[0]');
    return;
  }
  yield { item: 'covers', step, scope };
  for await (const item of jsonItems(file)) {
    if ('problem' in item) yield problem('log download', item.problem, item.place);
    else if (item.index !== undefined) yield { item: 'raw', step, scope, raw: item.value, place: item.place };
  }
}

function problem(what: string, message: string, place: string): ImportItem {
  const at: Problem = { kind: 'malformed', what, place, message };
  return { item: 'problem', problem: at };
}
