import type { MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, node, type RecordOf, ref, scopedKey } from '../../schema/index.ts';
import { employmentOf, teamKey } from './map.ts';
import type { ScimUser } from './scim.ts';
import { standingAt } from './status.ts';

export type ScimRecord = RecordOf<'Principal' | 'Team' | 'MEMBER_OF' | 'REPORTS_TO'>;

/** Key of a SCIM user: by SCIM id, which is never given again (RFC 7643 §3.1), unlike the employee number. */
function scimKey(tenant: string, id: string): string {
  return scopedKey('Principal', 'hr', tenant, 'user', id);
}

/** One SCIM user: the account, its department as team, its manager. */
export function mapScimUser(raw: ScimUser, context: MapContext): readonly ScimRecord[] {
  const self = ref('Principal', scimKey(context.scope, raw.id));
  const records: ScimRecord[] = [userNode(raw, self.id, context)];
  if (raw.department !== undefined) {
    const team = ref('Team', teamKey(context.scope, raw.department));
    records.push(node('Team', team.id, { name: raw.department, system: 'hr' }), edge('MEMBER_OF', self, team, {}));
  }
  if (raw.managerId !== undefined && raw.managerId !== raw.id) {
    records.push(edge('REPORTS_TO', self, ref('Principal', scimKey(context.scope, raw.managerId)), {}));
  }
  return records;
}

/** `active: false` is "suspended" (RFC 7643 §4.1.1); only a last day that has passed makes it "departed". */
function userNode(raw: ScimUser, key: string, context: MapContext): ScimRecord {
  const word = raw.active === undefined ? undefined : raw.active ? 'active' : 'suspended';
  const standing = standingAt(
    { status: word, startDate: raw.startDate, endDate: raw.endDate, tellsEndDate: false },
    context.at,
  );
  const email = raw.email?.toLowerCase();
  return node('Principal', key, {
    name: raw.name,
    kind: 'worker',
    system: 'hr',
    tenant: context.scope,
    status: standing.status,
    problems: standing.problem === undefined ? undefined : [standing.problem],
    createdAt: toInstant(raw.created),
    email,
    emailVerified: email === undefined ? undefined : true,
    login: raw.userName,
    employeeId: raw.employeeNumber,
    externalIds: raw.externalId === undefined ? undefined : [`scim=${raw.externalId}`],
    title: raw.title,
    employment: employmentOf(raw.userType),
    startedAt: standing.startedAt,
    departedAt: standing.departedAt,
  });
}
