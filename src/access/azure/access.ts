import { ActionTable, type TypeActions } from '../hierarchy/actions.ts';
import { addUp } from '../hierarchy/judge.ts';
import { groupsOfMember } from '../hierarchy/members.ts';
import type { Language } from '../hierarchy/profile.ts';
import type { Rule, Standing } from '../hierarchy/rule.ts';
import type { Problem } from '../problem.ts';
import { armId } from './arm.ts';
import { denialsOf } from './denials.ts';
import { type AzureEstate, openEstate, scopeRanges } from './estate.ts';
import { operationsByType } from './operations.ts';
import { type Assigned, rulesOf } from './rules.ts';
import type { AzureInput, AzureRoleAssignment } from './types.ts';
import { accessPolicyRule, vaultsOf, withoutForeignData } from './vaults.ts';

const EVALUATOR = 'azure-1';

/**
 * Opens Azure RBAC on what was collected; ids of resources are ARM ids in lower case. Role assignments add up, those of groups count for their members transitively, and
 * a deny assignment wins over all. Never fails on bad input: what cannot be read is unknown and reported.
 * https://learn.microsoft.com/azure/role-based-access-control/overview#how-azure-rbac-determines-if-a-user-has-access-to-a-resource
 */
export function openAzureAccess(input: AzureInput): Language {
  const estate = openEstate(input);
  const types = [...new Set(estate.places.partitions.map(({ type }) => type))];
  const actions = new ActionTable(operationsByType(types, input.operations ?? []));
  const tables = types.map((type) => actions.of(type));
  const grants = grantsOf(input, estate, tables);
  const denials = denialsOf(input.denyAssignments, estate, tables);
  const groupsOf = groupsOfMember(input.memberships);
  const principals = [...new Set(input.principals)];
  const known = new Set(principals);
  return {
    evaluator: EVALUATOR,
    places: estate.places,
    actions,
    judge: addUp,
    principals,
    problems: [...estate.problems, ...grants.problems],
    standingOf: (principalId) => {
      if (!known.has(principalId)) return undefined;
      const subjects = [principalId, ...groupsOf(principalId)];
      const allowed = subjects.flatMap((subject) => grants.rules.get(subject) ?? []);
      const denied = denials.filter(({ concerns }) => concerns(subjects)).flatMap(({ rules }) => rules);
      return standing(input.tenant, [...allowed, ...denied]);
    },
  };
}

function standing(tenant: string, rules: readonly Rule[]): Standing {
  const unread = rules.filter(({ certainty }) => certainty === 'unknown');
  const missing = [...new Set(unread.flatMap(({ keys }) => keys))];
  return {
    tenant,
    gates: [{ name: 'role assignments', rules }],
    problems: missing.map((what) => ({ code: 'permissions-unknown', message: `Not known: ${what}` })),
  };
}

interface Grants {
  /** By the principal or group that is assigned. */
  readonly rules: ReadonlyMap<string, readonly Rule[]>;
  readonly problems: readonly Problem[];
}

function grantsOf(input: AzureInput, estate: AzureEstate, types: readonly TypeActions[]): Grants {
  const roles = new Map([...input.roleDefinitions].map((role) => [armId(role.id), role.permissions]));
  const rules = new Map<string, readonly Rule[]>();
  const add = (holder: string, more: readonly Rule[]): void => {
    rules.set(holder, [...(rules.get(holder) ?? []), ...more]);
  };
  const vaults = vaultsOf(input, estate);
  const problems: Problem[] = [];
  for (const assignment of input.roleAssignments) {
    const permissions = roles.get(armId(assignment.roleDefinitionId));
    if (permissions === undefined) problems.push(missingRole(assignment));
    const assigned = rulesOf(assignedOf(assignment, permissions, estate), types);
    add(
      assignment.principalId,
      assigned.flatMap((rule) => withoutForeignData(rule, vaults)),
    );
  }
  for (const policy of input.vaultPolicies ?? []) add(policy.principalId, accessPolicyRule(policy, vaults, estate));
  return { rules, problems };
}

function assignedOf(
  assignment: AzureRoleAssignment,
  permissions: Assigned['permissions'],
  estate: AzureEstate,
): Assigned {
  const { id, principalId, scope, condition, eligible } = assignment;
  return {
    deny: false,
    origin: { kind: 'role assignment', id, scope, principal: principalId },
    permissions,
    condition,
    awaits: eligible === true ? ['role activation'] : [],
    ...scopeRanges(scope, estate),
  };
}

function missingRole({ roleDefinitionId, id }: AzureRoleAssignment): Problem {
  return { code: 'role-missing', message: `The role definition ${roleDefinitionId} was not collected`, policyId: id };
}
