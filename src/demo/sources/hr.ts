import { HR_TENANT } from '../cast.ts';
import type { Output } from '../output.ts';
import type { Times } from '../times.ts';
import type { Person, Team } from '../types.ts';

const WORKER_COLUMNS =
  'Employee ID,Name,Work Email,Status,Manager ID,Team ID,Team,Employment,Title,Start Date,Termination Date,Sponsor ID,Annual Salary,IBAN';
const TEAM_COLUMNS = 'Team ID,Name,Status,Dissolved At,Manager ID';

/** HR's report of all workers, those who left included. Two columns hold what is nobody's business: they are not read. */
export function writeHr(output: Output, people: Iterable<Person>, teams: readonly Team[], times: Times): void {
  const names = new Map(teams.map(({ id, name }) => [id, name]));
  const workers = output.list(`hr/${HR_TENANT}/workers.csv`, {
    head: `${WORKER_COLUMNS}\n`,
    between: '\n',
    tail: '\n',
  });
  for (const person of people) workers.addText(workerRow(person, names.get(person.team) ?? person.team, times));
  workers.close();
  const rows = teams.map(({ id, name, dissolved, manager }) =>
    csv([
      id,
      name,
      dissolved === undefined ? 'Active' : 'Dissolved',
      dissolved === undefined ? '' : times.day(dissolved),
      manager,
    ]),
  );
  output.text(`hr/${HR_TENANT}/teams.csv`, `${[TEAM_COLUMNS, ...rows].join('\n')}\n`);
}

/** What stands in the salary and account columns of a worker: in the file, and nowhere else. */
export function payrollCanary(person: Person): string {
  return `CANARY-IBAN-${person.id}`;
}

function workerRow(person: Person, team: string, times: Times): string {
  const gone = person.left !== undefined && person.left > 0;
  return csv([
    person.id,
    person.name,
    person.email,
    person.status ?? (gone ? 'Terminated' : 'Active'),
    person.manager ?? '',
    person.team,
    team,
    person.employment,
    person.title,
    times.day(person.began),
    person.left === undefined ? '' : times.day(person.left),
    person.sponsor ?? '',
    '88000',
    payrollCanary(person),
  ]);
}

function csv(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}
