/** A member of a group or team; the group may be a member of another. */
export interface Membership {
  readonly member: string;
  readonly group: string;
}

/** Answers which groups somebody is in, directly and through other groups, sorted. Circles end where they close. */
export function groupsOfMember(memberships: Iterable<Membership>): (member: string) => readonly string[] {
  const direct = new Map<string, string[]>();
  for (const { member, group } of memberships) {
    const groups = direct.get(member);
    if (groups === undefined) direct.set(member, [group]);
    else groups.push(group);
  }
  const known = new Map<string, readonly string[]>();
  return (member) => {
    const before = known.get(member);
    if (before !== undefined) return before;
    const found = new Set<string>();
    const open = [...(direct.get(member) ?? [])];
    for (let group = open.pop(); group !== undefined; group = open.pop()) {
      if (found.has(group)) continue;
      found.add(group);
      open.push(...(direct.get(group) ?? []));
    }
    const groups = [...found].sort();
    known.set(member, groups);
    return groups;
  };
}
