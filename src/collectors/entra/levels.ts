/** Access levels of a role or scope value, or nothing when its words do not tell. */
const VERBS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(fullcontrol|full_access_as_app|manage)/i, ['Read', 'List', 'Write', 'Permissions']],
  [/^readwrite/i, ['Read', 'List', 'Write']],
  [/^readbasic/i, ['List']],
  [/^read/i, ['Read', 'List']],
  [/^(write|send|create|delete|update|edit|enable|disable|revoke|invite|import|submit|upload)/i, ['Write']],
  [/^(list|view)$/i, ['List']],
];

/** Roles on these subjects hand out access: who may write them may grant themselves more. */
const GRANTING = /^(AppRoleAssignment|DelegatedPermissionGrant|RoleManagement|Application|RoleAssignmentSchedule)\./i;

/**
 * The levels that a permission value grants by its words, `<subject>.<verb>.<constraint>` as Graph writes them
 * (https://learn.microsoft.com/graph/permissions-overview#permissions-naming-pattern). `undefined`: an API's own word.
 */
export function levelsOf(value: string): readonly string[] | undefined {
  for (const segment of value.split(/[.:/]/)) {
    const found = VERBS.find(([pattern]) => pattern.test(segment));
    if (found === undefined) continue;
    const levels = found[1];
    return levels.includes('Write') && GRANTING.test(value) ? merged([levels, ['Permissions']]) : levels;
  }
  return undefined;
}

const ORDER = ['Read', 'List', 'Write', 'Tagging', 'Permissions'];

/** The union, in the order of the levels. */
export function merged(lists: readonly (readonly string[])[]): readonly string[] {
  const all = new Set(lists.flat());
  return ORDER.filter((level) => all.has(level));
}

/** What an API's own word could mean: nothing that decides it can be read. */
export const UNDECIDED: readonly string[] = ['Read', 'List', 'Write'];
