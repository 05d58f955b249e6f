import { type Json, text } from './fields.ts';

interface Group {
  readonly raw: { id: string; displayName: string | undefined; appRoleAssignedTo: unknown[] };
  readonly place: string;
}

/** App-role assignments by API. Only what the mapping reads is kept. `owner`: the object whose list it is. */
export function assignmentGroups(owner: string | undefined) {
  const groups = new Map<string, Group>();
  return {
    /** `false`: it is no assignment. */
    add(value: unknown, place: string): boolean {
      if (typeof value !== 'object' || value === null) return false;
      const raw = value as Json;
      const id = text(raw['resourceId']) ?? owner;
      if (id === undefined || text(raw['principalId']) === undefined || text(raw['appRoleId']) === undefined)
        return false;
      const displayName = text(raw['resourceDisplayName']);
      const group = groups.get(id) ?? { raw: { id, displayName, appRoleAssignedTo: [] }, place };
      const { principalId, principalType, appRoleId } = raw;
      group.raw.appRoleAssignedTo.push({ principalId, principalType, appRoleId });
      groups.set(id, group);
      return true;
    },
    all(): Iterable<Group> {
      return groups.values();
    },
  };
}
