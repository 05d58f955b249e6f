import type { Rule } from '../hierarchy/rule.ts';
import type { Problem } from '../problem.ts';
import type { Subjects } from './members.ts';
import { type GcpPlaces, rulesOf, type Said } from './rules.ts';
import type { GcpBinding, GcpInput, GcpPolicy } from './types.ts';

/** The rules of all allow policies, by the member that they name. */
export interface Grants {
  readonly problems: readonly Problem[];
  rulesFor(subjects: Subjects): readonly Rule[];
}

/** https://cloud.google.com/iam/docs/resource-hierarchy-access-control: bindings hold in all that is below. */
export function grantsOf(input: GcpInput, estate: GcpPlaces): Grants {
  const roles = new Map([...input.roles].map(({ name, permissions }) => [name, new Set(permissions)]));
  const policies = [...input.policies];
  const byMember = new Map<string, Rule[]>();
  const unread: Rule[] = [];
  const problems: Problem[] = [];
  for (const policy of policies) {
    if (policy.bindings === 'unknown') {
      unread.push(...rulesOf(unreadPolicy(policy, estate), estate));
      problems.push({
        code: 'policy-missing',
        message: 'The allow policy could not be read',
        resourceId: policy.resourceId,
      });
      continue;
    }
    policy.bindings.forEach((binding, line) => {
      const permissions = roles.get(binding.role);
      if (permissions === undefined) problems.push(missingRole(binding, policy));
      for (const member of expanded(binding.members, policies)) {
        const said = saidBy(binding, { policy, line, member, permissions }, estate);
        byMember.set(member, [...(byMember.get(member) ?? []), ...rulesOf(said, estate)]);
      }
    });
  }
  const sets = [...byMember.keys()].filter((member) => member.startsWith('principalSet://'));
  return {
    problems,
    rulesFor: ({ members, mayBe }) => [
      ...[...members].flatMap((member) => byMember.get(member) ?? []),
      ...sets
        .filter((member) => !members.has(member) && mayBe(member))
        .flatMap((set) => (byMember.get(set) ?? []).map((each) => doubtful(each, set))),
      ...unread,
    ],
  };
}

/** It is not known whether the principal is in the set. */
function doubtful(rule: Rule, set: string): Rule {
  return { ...rule, certainty: 'unknown', keys: [`members of ${set}`], identity: `${rule.identity} perhaps` };
}

interface Spoken {
  readonly policy: GcpPolicy;
  readonly line: number;
  readonly member: string;
  readonly permissions: ReadonlySet<string> | undefined;
}

function saidBy(binding: GcpBinding, { policy, line, member, permissions }: Spoken, estate: GcpPlaces): Said {
  const { resourceId } = policy;
  return {
    deny: false,
    origin: { kind: 'binding', id: `${resourceId} ${binding.role}`, line, scope: resourceId, principal: member },
    ranges: estate.places.within(resourceId),
    permissionsId: permissions === undefined ? binding.role : [...permissions].sort().join(' '),
    covers: (permission) => permissions?.has(permission) ?? true,
    condition: binding.condition,
    ...(permissions === undefined ? { missing: `permissions of ${binding.role}` } : {}),
  };
}

function unreadPolicy({ resourceId }: GcpPolicy, estate: GcpPlaces): Said {
  return {
    deny: false,
    origin: { kind: 'policy', id: resourceId, scope: resourceId },
    ranges: estate.places.within(resourceId),
    permissionsId: 'policy not read',
    covers: () => true,
    condition: undefined,
    missing: `allow policy of ${resourceId}`,
  };
}

function missingRole({ role }: GcpBinding, { resourceId }: GcpPolicy): Problem {
  return { code: 'role-missing', message: `The permissions of ${role} were not collected`, resourceId };
}

const CONVENIENCE = /^project(Owner|Editor|Viewer):(.+)$/;

/** `projectOwner:otter` stands for whoever has the basic role in that project.
 * https://cloud.google.com/iam/docs/principal-identifiers#convenience-values */
function expanded(members: readonly string[], policies: readonly GcpPolicy[]): ReadonlySet<string> {
  const plain = members.filter((member) => !member.startsWith('deleted:'));
  return new Set(plain.flatMap((member) => [member, ...holdersOf(member, policies)]));
}

function holdersOf(member: string, policies: readonly GcpPolicy[]): readonly string[] {
  const [, word = '', project = ''] = CONVENIENCE.exec(member) ?? [];
  if (word === '') return [];
  return policies
    .filter(({ resourceId }) => resourceId.endsWith(`/projects/${project}`))
    .flatMap(({ bindings }) => (bindings === 'unknown' ? [] : bindings))
    .filter(({ role, condition }) => role === `roles/${word.toLowerCase()}` && condition === undefined)
    .flatMap((binding) => binding.members);
}
