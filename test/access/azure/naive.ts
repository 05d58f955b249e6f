import type { AzureInput, AzurePermission } from '../../../src/access/azure/index.ts';
import type { Verdict } from '../../../src/access/types.ts';

const EVERYONE = '00000000-0000-0000-0000-000000000000';

type Three = 'yes' | 'maybe' | 'no';

/**
 * Azure's evaluation as plainly as it can be: one principal, one operation, one resource id; scopes by comparing ids. Knows
 * the inputs that the properties generate: no management groups, conditions of one clause.
 */
export function naiveAzure(
  input: AzureInput,
  principal: string,
  action: string,
  data: boolean,
  resource: string,
): Verdict {
  const subjects = groupsOf(input, principal);
  const roles = new Map([...input.roleDefinitions].map(({ id, permissions }) => [id, permissions]));
  const allows = [...input.roleAssignments]
    .filter(({ principalId, scope }) => subjects.has(principalId) && covers(scope, resource))
    .map(({ roleDefinitionId, condition }) =>
      both(permitted(roles.get(roleDefinitionId) ?? [], action, data), conditioned(condition, action)),
    );
  const denies = (input.denyAssignments === 'unknown' ? [] : input.denyAssignments)
    .filter(({ principals }) => principals.some((one) => one === EVERYONE || subjects.has(one)))
    .filter(({ excludePrincipals = [] }) => !excludePrincipals.some((one) => subjects.has(one)))
    .filter(({ scope, doNotApplyToChildScopes }) =>
      doNotApplyToChildScopes === true ? scope === resource : covers(scope, resource),
    )
    .map(({ permissions, condition }) => both(permitted(permissions, action, data), conditioned(condition, action)));
  if (denies.includes('yes') || allows.every((one) => one === 'no')) return 'none';
  return allows.includes('yes') && !denies.includes('maybe') ? 'certain' : 'conditional';
}

function groupsOf({ memberships }: AzureInput, principal: string): Set<string> {
  const found = new Set([principal]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const { member, group } of memberships) if (found.has(member)) found.add(group);
  }
  return found;
}

const covers = (scope: string, resource: string): boolean =>
  scope === '/' || resource === scope || resource.startsWith(`${scope}/`);

const both = (left: Three, right: Three): Three => {
  if (left === 'no' || right === 'no') return 'no';
  return left === 'yes' ? right : 'maybe';
};

function permitted(permissions: readonly AzurePermission[], action: string, data: boolean): Three {
  const hit = (patterns: readonly string[] = []): boolean =>
    patterns.some((pattern) => expression(pattern).test(action));
  const some = permissions.some((one) =>
    data ? hit(one.dataActions) && !hit(one.notDataActions) : hit(one.actions) && !hit(one.notActions),
  );
  return some ? 'yes' : 'no';
}

/** `(!(ActionMatches{'…'}) OR @Resource[…] …)` or nothing. */
function conditioned(condition: string | undefined, action: string): Three {
  const target = /ActionMatches\{'([^']*)'\}/.exec(condition ?? '')?.[1];
  return target !== undefined && expression(target).test(action) ? 'maybe' : 'yes';
}

function expression(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i');
}
