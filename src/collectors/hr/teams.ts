import type { ImportFile } from '../../collect/index.ts';
import { type Fields, TEAM_FIELDS, type TeamField } from './columns.ts';
import { fieldRows, keepDate, malformedLine, type Read, type ReadOptions } from './rows.ts';
import { idOf, rosterOf } from './workers.ts';

/** One team of a teams file. */
export type TeamRaw = Fields<TeamField>;

/** The teams of a teams file. A manager named by e-mail is found in the workers files, where they are given. */
export async function* readTeams(
  file: ImportFile,
  workers: readonly ImportFile[] = [],
  options: ReadOptions & { readonly workerColumns?: Readonly<Record<string, string>> | undefined } = {},
): AsyncGenerator<Read<TeamRaw>> {
  const roster = await rosterOf(workers, { columns: options.workerColumns });
  for await (const row of fieldRows(file, TEAM_FIELDS, options)) {
    if ('problem' in row) {
      yield malformedLine(file, row.line, row.problem);
      continue;
    }
    const { fields } = row;
    const problems: string[] = [];
    keepDate(fields, 'dissolvedAt', options.dateOrder, problems);
    fields.managerId ??= idOf(roster, fields.managerEmail);
    if (fields.managerId === undefined && fields.managerEmail !== undefined) {
      problems.push('the manager’s e-mail is in no workers file read with this one; name the manager by employee id');
    }
    const named = fields.teamId !== undefined || fields.name !== undefined;
    if (!named) problems.push('the team has no id and no name');
    for (const problem of problems) yield malformedLine(file, row.line, problem);
    if (named) yield { raw: fields, place: `line ${row.line}` };
  }
}
