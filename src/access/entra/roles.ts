import type { Action } from '../hierarchy/actions.ts';
import { type AccessLevel, type LevelMask, levelMask } from '../levels.ts';

/** What a verb of a permission's name amounts to; the first that fits counts. */
const VERBS: readonly (readonly [RegExp, readonly AccessLevel[]])[] = [
  [/^(fullcontrol|full_access_as_app|manage)/i, ['Read', 'List', 'Write', 'Permissions']],
  [/^readwrite/i, ['Read', 'List', 'Write']],
  [/^readbasic/i, ['List']],
  [/^read/i, ['Read', 'List']],
  [/^(write|send|create|delete|update|edit|enable|disable|revoke|invite|import|submit|upload)/i, ['Write']],
  [/^(list|view)$/i, ['List']],
];

/** Who writes these may give access, to others and to themselves. */
const GRANTING = /^(AppRoleAssignment|DelegatedPermissionGrant|RoleManagement|Application|RoleAssignmentSchedule)\./i;

/**
 * The levels of a permission `<subject>.<verb>.<constraint>`; `undefined` for an API's own word.
 * https://learn.microsoft.com/graph/permissions-overview#permissions-naming-pattern
 */
function levelsOf(value: string): LevelMask | undefined {
  for (const segment of value.split(/[.:/]/)) {
    const found = VERBS.find(([pattern]) => pattern.test(segment));
    if (found === undefined) continue;
    const granting = found[1].includes('Write') && GRANTING.test(value);
    return levelMask(granting ? [...found[1], 'Permissions'] : found[1]);
  }
  return undefined;
}

/** What an API's own word could mean. */
const UNDECIDED = levelMask(['Read', 'List', 'Write']);

/** An app role or scope as an action. */
export interface EntraAction extends Action {
  /** Its words do not tell its level. */
  readonly undecided: boolean;
}

export function entraAction(value: string): EntraAction {
  const level = levelsOf(value);
  return { name: value, level: level ?? UNDECIDED, undecided: level === undefined };
}
