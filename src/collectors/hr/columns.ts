/** What a workers file can say about one person, in our words. */
export const WORKER_FIELDS = {
  employeeId: [
    'employeeid',
    'employeenumber',
    'employeeno',
    'empid',
    'workerid',
    'personnelnumber',
    'personnumber',
    'staffid',
  ],
  email: ['email', 'workemail', 'primaryworkemail', 'emailaddress', 'mail', 'businessemail'],
  name: ['name', 'displayname', 'fullname', 'workername', 'employeename', 'preferredname', 'legalname'],
  firstName: ['firstname', 'givenname', 'preferredfirstname'],
  lastName: ['lastname', 'familyname', 'surname', 'preferredlastname'],
  login: ['login', 'username', 'userprincipalname', 'universalid'],
  status: ['status', 'workerstatus', 'employeestatus', 'employmentstatus', 'activestatus', 'active'],
  managerId: ['managerid', 'manageremployeeid', 'manageremployeenumber', 'supervisorid', 'reportstoid'],
  managerEmail: ['manageremail', 'manageremailaddress', 'supervisoremail'],
  manager: ['manager', 'supervisor', 'reportsto'],
  teamId: ['teamid', 'departmentid', 'departmentcode', 'orgunitid'],
  team: ['team', 'teamname', 'department', 'departmentname', 'dept', 'orgunit', 'organization', 'organisation'],
  teamRole: ['teamrole', 'roleinteam'],
  teamStatus: ['teamstatus', 'departmentstatus'],
  teamDissolvedAt: ['teamdissolvedat', 'teamdissolvedon'],
  employment: ['employment', 'employmenttype', 'workertype', 'employeetype', 'contracttype'],
  title: ['title', 'jobtitle', 'businesstitle', 'position'],
  startDate: ['startdate', 'hiredate', 'startedat', 'originalhiredate', 'joindate'],
  endDate: ['terminationdate', 'enddate', 'lastdayofwork', 'lastday', 'leavedate', 'contractenddate', 'departedat'],
  sponsorId: ['sponsorid', 'sponsoremployeeid'],
  sponsorEmail: ['sponsoremail', 'sponsor'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type WorkerField = keyof typeof WORKER_FIELDS;

/** What a teams file can say about one team. */
export const TEAM_FIELDS = {
  teamId: ['teamid', 'departmentid', 'departmentcode', 'orgunitid', 'id', 'code'],
  name: ['name', 'team', 'teamname', 'department', 'departmentname'],
  status: ['status', 'teamstatus', 'state'],
  dissolvedAt: ['dissolvedat', 'dissolvedon', 'dissolveddate', 'closedat', 'enddate'],
  managerId: ['managerid', 'manageremployeeid', 'leadid', 'manageremployeenumber'],
  managerEmail: ['manageremail', 'leademail'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type TeamField = keyof typeof TEAM_FIELDS;

/** The values of one row by field; a cell that is empty or missing is absent. */
export type Fields<F extends string> = { readonly [K in F]?: string | undefined };

/** Header name as it is compared: `Employee ID`, `employee_id` and `EmployeeId` are one name. */
export function headerKey(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/**
 * Which column holds which field. `named` (from the configuration) wins; then the first alias that the header has.
 * A column speaks for one field only.
 */
export function columnsOf<F extends string>(
  aliases: Readonly<Record<F, readonly string[]>>,
  header: readonly string[],
  named: Readonly<Record<string, string>> = {},
): ReadonlyMap<F, string> {
  const byKey = new Map(header.map((name) => [headerKey(name), name]));
  const found = new Map<F, string>();
  for (const field of Object.keys(aliases) as F[]) {
    const wanted = named[field];
    const column = wanted === undefined ? firstOf(aliases[field], byKey) : byKey.get(headerKey(wanted));
    if (column !== undefined) found.set(field, column);
  }
  return found;
}

/** The cells of a row by field, trimmed; empty cells are left out. */
export function fieldsOf<F extends string>(
  columns: ReadonlyMap<F, string>,
  row: Readonly<Record<string, string>>,
): Fields<F> {
  const fields: { [K in F]?: string } = {};
  for (const [field, column] of columns) {
    const value = row[column]?.trim();
    if (value !== undefined && value !== '') fields[field] = value;
  }
  return fields;
}

function firstOf(aliases: readonly string[], byKey: ReadonlyMap<string, string>): string | undefined {
  for (const alias of aliases) {
    const column = byKey.get(alias);
    if (column !== undefined) return column;
  }
  return undefined;
}
