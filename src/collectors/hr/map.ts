import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, node, type RecordOf, ref, scopedKey } from '../../schema/index.ts';
import { standingAt } from './status.ts';
import type { TeamRaw } from './teams.ts';
import type { WorkerRaw } from './workers.ts';

export type WorkerRecord = RecordOf<'Principal' | 'Team' | 'MEMBER_OF' | 'REPORTS_TO' | 'SPONSORED_BY'>;
export type TeamRecord = RecordOf<'Team' | 'MEMBER_OF'>;

/** Key of a worker by employee id. */
function workerKey(tenant: string, employeeId: string): string {
  return scopedKey('Principal', 'hr', tenant, 'worker', employeeId);
}

/** Key of a team by its id, else its name: `team:hr:<tenant>:payments-platform`. */
export function teamKey(tenant: string, idOrName: string): string {
  const id = idOrName
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}._]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  return `team:hr:${tenant}:${id === '' ? encodeURIComponent(idOrName.trim()) : id}`;
}

/** `Contractor`, `Contingent Worker` and `external` are contractors; other words stay as HR writes them, in lower case. */
export function employmentOf(word: string | undefined): string | undefined {
  const lower = word?.trim().toLowerCase();
  if (lower === undefined || lower === '') return undefined;
  if (/contract|contingent|extern|freelanc|consultant|vendor/.test(lower)) return 'contractor';
  if (/^(employee|regular|permanent|fte|full[- ]?time|part[- ]?time)$/.test(lower)) return 'employee';
  return lower;
}

/** One row of a workers file: the person's account in HR, their team, manager and sponsor. */
export function mapWorker(raw: WorkerRaw, context: MapContext): readonly WorkerRecord[] {
  const key = workerKey(context.scope, raw.employeeId);
  return [workerNode(raw, key, context), ...teamOf(raw, key, context), ...peopleOf(raw, key, context)];
}

function workerNode(raw: WorkerRaw, key: string, context: MapContext): WorkerRecord {
  const standing = standingAt(raw, context.at);
  const email = raw.email?.toLowerCase();
  return node('Principal', key, {
    name: raw.name ?? joined(raw.firstName, raw.lastName),
    kind: 'worker',
    system: 'hr',
    tenant: context.scope,
    status: standing.status,
    problems: standing.problem === undefined ? undefined : [standing.problem],
    email,
    emailVerified: email === undefined ? undefined : true,
    login: raw.login,
    employeeId: raw.employeeId,
    title: raw.title,
    employment: employmentOf(raw.employment),
    startedAt: standing.startedAt,
    departedAt: standing.departedAt,
    managerEmail: raw.managerEmail?.toLowerCase(),
    sponsorEmail: raw.sponsorEmail?.includes('@') === true ? raw.sponsorEmail.toLowerCase() : undefined,
  });
}

function teamOf(raw: WorkerRaw, key: string, context: MapContext): WorkerRecord[] {
  const named = raw.teamId ?? raw.team;
  if (named === undefined) return [];
  const team = ref('Team', teamKey(context.scope, named));
  const role = raw.teamRole === undefined ? undefined : roleOf(raw.teamRole);
  const member = edge('MEMBER_OF', ref('Principal', key), team, { role });
  if (raw.team === undefined) return [member];
  const dissolvedAt = toInstant(raw.teamDissolvedAt);
  const status =
    raw.teamStatus === undefined && dissolvedAt === undefined
      ? undefined
      : teamStatus(raw.teamStatus, dissolvedAt, context.at);
  return [node('Team', team.id, { name: raw.team, system: 'hr', status, dissolvedAt }), member];
}

function peopleOf(raw: WorkerRaw, key: string, context: MapContext): WorkerRecord[] {
  const self = ref('Principal', key);
  const records: WorkerRecord[] = [];
  if (raw.managerId !== undefined && raw.managerId !== raw.employeeId) {
    records.push(edge('REPORTS_TO', self, ref('Principal', workerKey(context.scope, raw.managerId)), {}));
  }
  if (raw.sponsorId !== undefined && raw.sponsorId !== raw.employeeId) {
    records.push(edge('SPONSORED_BY', self, ref('Principal', workerKey(context.scope, raw.sponsorId)), {}));
  }
  return records;
}

/** One row of a teams file. The manager stays on record after the team is dissolved. */
export function mapTeam(raw: TeamRaw, context: MapContext): readonly TeamRecord[] {
  const named = raw.teamId ?? raw.name;
  if (named === undefined) return [];
  const team = ref('Team', teamKey(context.scope, named));
  const dissolvedAt = toInstant(raw.dissolvedAt);
  const manager = raw.managerId === undefined ? undefined : ref('Principal', workerKey(context.scope, raw.managerId));
  return [
    node('Team', team.id, {
      name: raw.name ?? named,
      system: 'hr',
      status: teamStatus(raw.status, dissolvedAt, context.at),
      dissolvedAt,
      managerId: manager?.id,
    }),
    ...(manager === undefined ? [] : [edge('MEMBER_OF', manager, team, { role: 'manager' })]),
  ];
}

function teamStatus(word: string | undefined, dissolvedAt: string | undefined, at: string): string | undefined {
  if (dissolvedAt !== undefined) return dissolvedAt <= at ? 'dissolved' : 'active';
  if (word === undefined) return undefined;
  if (/dissol|inactive|closed|disband|ended|archiv/i.test(word)) return 'dissolved';
  return /^(active|open|current)$/i.test(word) ? 'active' : word.toLowerCase();
}

function roleOf(word: string): string {
  return /manag|lead|head|chief/i.test(word) ? 'manager' : 'member';
}

function joined(first: string | undefined, last: string | undefined): string | undefined {
  const name = [first, last].filter((part) => part !== undefined).join(' ');
  return name === '' ? undefined : name;
}
