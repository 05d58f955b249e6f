import type { ImportFile } from '../../collect/index.ts';
import { type Fields, WORKER_FIELDS, type WorkerField } from './columns.ts';
import { type Draft, type FieldRow, fieldRows, keepDate, malformedLine, type Read, type ReadOptions } from './rows.ts';
import { knownStatus } from './status.ts';

/** One person of a workers file: dates are ISO; `managerId` and `sponsorId` are found by e-mail where the files allow it. */
export type WorkerRaw = Fields<WorkerField> & {
  readonly employeeId: string;
  /** The file has a column for the last day. */
  readonly tellsEndDate: boolean;
};

/** Who is in the files: ids, and ids by e-mail. */
export interface Roster {
  readonly ids: ReadonlySet<string>;
  readonly idByEmail: ReadonlyMap<string, string>;
}

/**
 * The people of one or more workers files, read twice: once for who there is, once for the rows. Problems name the line:
 * no or repeated employee id, unknown status word, bad date, a manager who is not in the files.
 */
export async function* readWorkers(
  files: readonly ImportFile[],
  options: ReadOptions = {},
): AsyncGenerator<Read<WorkerRaw>> {
  const roster = await rosterOf(files, options);
  const seen = new Set<string>();
  for (const file of files) {
    for await (const row of fieldRows(file, WORKER_FIELDS, options)) yield* workerOf(file, row, roster, seen, options);
  }
}

/** Reads the files for who there is, and nothing else. */
export async function rosterOf(files: readonly ImportFile[], options: ReadOptions): Promise<Roster> {
  const ids = new Set<string>();
  const idByEmail = new Map<string, string>();
  for (const file of files) {
    for await (const row of fieldRows(file, WORKER_FIELDS, options)) {
      if ('problem' in row || row.fields.employeeId === undefined) continue;
      const { employeeId, email } = row.fields;
      ids.add(employeeId);
      if (email !== undefined && !idByEmail.has(email.toLowerCase())) idByEmail.set(email.toLowerCase(), employeeId);
    }
  }
  return { ids, idByEmail };
}

/** The employee id of the person with this e-mail. */
export function idOf(roster: Roster, email: string | undefined): string | undefined {
  return email === undefined ? undefined : roster.idByEmail.get(email.toLowerCase());
}

function* workerOf(
  file: ImportFile,
  row: FieldRow<WorkerField>,
  roster: Roster,
  seen: Set<string>,
  options: ReadOptions,
): Generator<Read<WorkerRaw>> {
  const refused = refusalOf(row, seen);
  if (refused !== undefined || 'problem' in row) return yield malformedLine(file, row.line, refused ?? '');
  const { fields } = row;
  const employeeId = fields.employeeId ?? '';
  seen.add(employeeId);
  const problems: string[] = [];
  keepDate(fields, 'startDate', options.dateOrder, problems);
  keepDate(fields, 'endDate', options.dateOrder, problems);
  keepDate(fields, 'teamDissolvedAt', options.dateOrder, problems);
  if (fields.status !== undefined && !knownStatus(fields.status)) {
    problems.push(`the status ${JSON.stringify(fields.status.slice(0, 40))} is not known`);
  }
  findManager(fields, roster, problems);
  fields.sponsorId ??= idOf(roster, fields.sponsorEmail);
  for (const problem of problems) yield malformedLine(file, row.line, problem);
  yield { raw: { ...fields, employeeId, tellsEndDate: row.has('endDate') }, place: `line ${row.line}` };
}

/** Why a row cannot be taken at all. */
function refusalOf(row: FieldRow<WorkerField>, seen: ReadonlySet<string>): string | undefined {
  if ('problem' in row) return row.problem;
  const id = row.fields.employeeId;
  if (id === undefined) return 'the row has no employee id';
  return seen.has(id) ? `the employee id ${JSON.stringify(id)} stands there twice; the first row is kept` : undefined;
}

/** `manager` may hold an id or an e-mail; an e-mail becomes the id where the files know it. */
function findManager(fields: Draft<WorkerField>, roster: Roster, problems: string[]): void {
  const { manager } = fields;
  if (manager?.includes('@') === true) fields.managerEmail ??= manager;
  else if (manager !== undefined && roster.ids.has(manager)) fields.managerId ??= manager;
  const id = fields.managerId ?? idOf(roster, fields.managerEmail);
  if (id !== undefined) fields.managerId = id;
  if (id !== undefined && !roster.ids.has(id)) problems.push(`the manager ${JSON.stringify(id)} has no row`);
  else if (id === undefined && (fields.managerEmail ?? manager) !== undefined) {
    problems.push('the manager named there has no row (an employee id or an e-mail is looked for)');
  }
}
