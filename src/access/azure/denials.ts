import type { TypeActions } from '../hierarchy/actions.ts';
import { perType, type Rule } from '../hierarchy/rule.ts';
import { NO_RANGES } from '../ranges/ranges.ts';
import { armId } from './arm.ts';
import { type AzureEstate, scopeRanges } from './estate.ts';
import { type Assigned, rulesOf } from './rules.ts';
import type { AzureDenyAssignment } from './types.ts';

/** Everyone, in a deny assignment. */
const EVERYONE = '00000000-0000-0000-0000-000000000000';

/** A deny assignment, or that they could not be read. */
export interface Denial {
  readonly rules: readonly Rule[];
  /** @param subjects a principal and all groups that it is in */
  concerns(subjects: readonly string[]): boolean;
}

/** https://learn.microsoft.com/azure/role-based-access-control/deny-assignments */
export function denialsOf(
  assignments: readonly AzureDenyAssignment[] | 'unknown',
  estate: AzureEstate,
  types: readonly TypeActions[],
): readonly Denial[] {
  if (assignments === 'unknown') return [{ rules: [unknownDeny(estate)], concerns: () => true }];
  return assignments.map((assignment) => ({
    rules: rulesOf(assignedOf(assignment, estate), types),
    concerns: (subjects) => concernsAny(assignment, subjects),
  }));
}

function assignedOf(assignment: AzureDenyAssignment, estate: AzureEstate): Assigned {
  const { id, scope, permissions, condition, doNotApplyToChildScopes } = assignment;
  const here = doNotApplyToChildScopes === true;
  return {
    deny: true,
    origin: { kind: 'deny assignment', id, scope },
    permissions,
    condition,
    awaits: [],
    childless: here,
    ...(here ? { ranges: estate.places.exactly(armId(scope)), doubtful: NO_RANGES } : scopeRanges(scope, estate)),
  };
}

/** Groups count transitively on both sides; an exclusion wins. */
function concernsAny({ principals, excludePrincipals }: AzureDenyAssignment, subjects: readonly string[]): boolean {
  if (subjects.some((subject) => excludePrincipals?.includes(subject) === true)) return false;
  return principals.includes(EVERYONE) || subjects.some((subject) => principals.includes(subject));
}

function unknownDeny({ places }: AzureEstate): Rule {
  return {
    deny: true,
    certainty: 'unknown',
    keys: ['deny assignments'],
    ranges: [0, places.ordinals.count],
    origin: { kind: 'deny assignment', id: 'not collected', scope: '/' },
    identity: 'deny assignments not collected',
    actionsOn: perType((type) => type.all),
  };
}
