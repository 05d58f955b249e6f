import type { GcpBinding, GcpDenyRule, GcpInput, GcpResource } from '../../../src/access/gcp/index.ts';
import type { Verdict } from '../../../src/access/types.ts';

type Three = 'yes' | 'maybe' | 'no';

/** What the properties generate: `true`, a name's beginning, or something about the request. */
export const CONDITIONS = [
  undefined,
  undefined,
  "resource.name.startsWith('projects/_/buckets/ash')",
  "!resource.name.startsWith('projects/_/buckets/ash-d')",
  "request.host == 'kiln'",
] as const;

/** GCP's evaluation as plainly as it can be: one principal, one permission, one resource, walking up its parents. */
export function naiveGcp(input: GcpInput, principal: string, permission: string, resource: string): Verdict {
  const byId = new Map([...input.resources].map((each) => [each.id, each]));
  const levels: GcpResource[] = [];
  for (let at = byId.get(resource); at !== undefined; at = byId.get(at.parentId ?? '')) levels.push(at);
  const above = new Set(levels.map(({ id }) => id));
  const subjects = subjectsOf(input, principal);
  const name = byId.get(resource)?.name ?? '';
  const roles = new Map([...input.roles].map((role) => [role.name, role.permissions]));
  const grants = (binding: GcpBinding): boolean =>
    (roles.get(binding.role) ?? []).includes(permission) && binding.members.some((member) => subjects.has(member));
  const allows = [...input.policies]
    .filter(({ resourceId }) => above.has(resourceId))
    .flatMap(({ bindings }) => (bindings === 'unknown' ? [] : bindings))
    .filter(grants)
    .map(({ condition }) => holds(condition?.expression, name));
  const denies = (input.denyPolicies === 'unknown' ? [] : input.denyPolicies)
    .filter(({ attachedTo }) => above.has(attachedTo))
    .flatMap(({ rules }) => rules)
    .filter((rule) => denied(rule, subjects, permission))
    .map(({ denialCondition }) => holds(denialCondition?.expression, name));
  if (denies.includes('yes') || allows.every((one) => one === 'no')) return 'none';
  return allows.includes('yes') && !denies.includes('maybe') ? 'certain' : 'conditional';
}

function subjectsOf({ memberships }: GcpInput, principal: string): Set<string> {
  const found = new Set([principal, 'allUsers', 'allAuthenticatedUsers']);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const { member, group } of memberships) if (found.has(member)) found.add(group);
  }
  return found;
}

function denied(rule: GcpDenyRule, subjects: ReadonlySet<string>, permission: string): boolean {
  const [service, ...rest] = permission.split('.');
  const written = `${service}.googleapis.com/${rest.join('.')}`;
  const covered = (patterns: readonly string[] = []): boolean =>
    patterns.some((pattern) =>
      new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^.]*')}$`).test(written),
    );
  const named = (principals: readonly string[] = []): boolean =>
    principals.some((one) =>
      subjects.has(
        one
          .replace('principal://goog/subject/', 'user:')
          .replace('principalSet://goog/group/', 'group:')
          .replace('principalSet://goog/public:all', 'allUsers'),
      ),
    );
  return (
    named(rule.deniedPrincipals) &&
    !named(rule.exceptionPrincipals) &&
    covered(rule.deniedPermissions) &&
    !covered(rule.exceptionPermissions)
  );
}

function holds(expression: string | undefined, name: string): Three {
  if (expression === undefined) return 'yes';
  const begins = /startsWith\('([^']*)'\)/.exec(expression)?.[1];
  if (begins === undefined) return 'maybe';
  return name.startsWith(begins) === !expression.startsWith('!') ? 'yes' : 'no';
}
