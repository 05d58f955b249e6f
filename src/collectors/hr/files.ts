import {
  type FileFormat,
  type ImportFile,
  type ImportItem,
  jsonItems,
  MalformedError,
  topLevelKeys,
} from '../../collect/index.ts';
import { columnsOf, TEAM_FIELDS, WORKER_FIELDS } from './columns.ts';
import type { Read } from './rows.ts';
import { type ScimUser, scimUserOf } from './scim.ts';
import { readTeams } from './teams.ts';
import { readWorkers } from './workers.ts';

/** One company has one HR system: a file outside `hr/<tenant>/` belongs to it. */
export const DEFAULT_TENANT = 'default';

const workersCsv: FileFormat = {
  id: 'hr-workers-csv',
  title: 'HR workers (CSV)',
  madeBy: 'an export or report of the HR system with one row per worker, terminated workers included',
  recognise: (file) => csvKind(file) === 'workers',
  read: (file) => covering(file, 'workers', readWorkers([file])),
};

const teamsCsv: FileFormat = {
  id: 'hr-teams-csv',
  title: 'HR teams (CSV)',
  madeBy: 'an export of the HR system’s organisational units, dissolved ones included',
  recognise: (file) => csvKind(file) === 'teams',
  read: (file) => covering(file, 'teams', readTeams(file)),
};

const scimUsers: FileFormat = {
  id: 'scim-users',
  title: 'SCIM 2.0 users (ListResponse JSON)',
  madeBy: 'GET /scim/v2/Users?startIndex=1&count=…, one file per page or the whole list',
  recognise: (file) => isScimList(file),
  read: (file) => covering(file, 'scim-users', readScim(file)),
};

export const files: readonly FileFormat[] = [workersCsv, teamsCsv, scimUsers];

async function* covering(
  file: ImportFile,
  step: string,
  items: AsyncIterable<Read<unknown>>,
): AsyncGenerator<ImportItem> {
  const scope = tenantOf(file);
  yield { item: 'covers', step, scope };
  for await (const one of items) {
    if ('problem' in one) yield { item: 'problem', step, scope, problem: one.problem };
    else yield { item: 'raw', step, scope, raw: one.raw, place: one.place };
  }
}

/** The users of a ListResponse. A page that is not the whole list says so: nothing is retired by it. */
async function* readScim(file: ImportFile): AsyncGenerator<Read<ScimUser>> {
  let seen = 0;
  let total: unknown;
  for await (const item of jsonItems(file)) {
    if (!('problem' in item) && item.key === 'totalResults') total = item.value;
    if ('problem' in item || item.index === undefined || item.key === 'schemas') {
      if ('problem' in item) yield problemAt(file, item.place, item.problem);
      continue;
    }
    seen += 1;
    yield readUser(file, item.value, item.place);
  }
  if (typeof total === 'number' && total > seen)
    yield problemAt(file, 'totalResults', `the file holds ${seen} of ${total} users`);
}

function readUser(file: ImportFile, value: unknown, place: string): Read<ScimUser> {
  try {
    return { raw: scimUserOf(value), place };
  } catch (thrown) {
    if (thrown instanceof MalformedError) return problemAt(file, place, thrown.message);
    throw thrown;
  }
}

function problemAt(file: ImportFile, place: string, message: string): Read<never> {
  return { problem: { kind: 'malformed', what: file.path, place, message } };
}

/** `hr/<tenant>/workers.csv` is of that tenant. */
function tenantOf(file: ImportFile): string {
  const at = file.folders.lastIndexOf('hr');
  return (at < 0 ? undefined : file.folders[at + 1]) ?? DEFAULT_TENANT;
}

/** By its header: an employee id and something only HR says; or a team and whether it still stands or who leads it. */
function csvKind(file: ImportFile): 'workers' | 'teams' | undefined {
  if (/^\s*[[{]/.test(file.head) || !/\.(csv|tsv|txt)$/i.test(file.name)) return undefined;
  const header = (file.head.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '')
    .split(/[,;\t]/)
    .map((name) => name.replaceAll('"', '').trim());
  const worker = columnsOf(WORKER_FIELDS, header);
  const people = ['status', 'managerId', 'managerEmail', 'manager', 'endDate', 'employment'] as const;
  if (worker.has('employeeId')) return people.some((field) => worker.has(field)) ? 'workers' : undefined;
  const team = columnsOf(TEAM_FIELDS, header);
  const named = team.has('name') && (file.folders.includes('hr') || /team|department/i.test(file.name));
  return named && (team.has('dissolvedAt') || team.has('managerId') || team.has('status')) ? 'teams' : undefined;
}

function isScimList(file: ImportFile): boolean {
  if (!/urn:ietf:params:scim:api:messages:2\.0:ListResponse/i.test(file.head)) return false;
  return (
    topLevelKeys(file.head).includes('Resources') && /urn:ietf:params:scim:schemas:core:2\.0:User/i.test(file.head)
  );
}
