import type { Rule } from '../hierarchy/rule.ts';
import { memberOfDeny, type Subjects } from './members.ts';
import { deniesPermission } from './permissions.ts';
import { type GcpPlaces, rulesOf, type Said } from './rules.ts';
import type { GcpDenyPolicy, GcpDenyRule } from './types.ts';

/** The rules of the deny policies for one principal. */
export type Denials = (subjects: Subjects) => readonly Rule[];

/**
 * Deny policies are looked at before allow policies, wherever either is attached, and win. An exception takes a principal
 * or a permission out of its own rule only. https://cloud.google.com/iam/docs/deny-overview#policy-eval
 */
export function denialsOf(policies: readonly GcpDenyPolicy[] | 'unknown', estate: GcpPlaces): Denials {
  if (policies === 'unknown') {
    const unread = rulesOf(unreadPolicies(estate), estate);
    return () => unread;
  }
  const made = policies.flatMap((policy) =>
    policy.rules.map((rule, line) => ({ rule, ...bothRules(policy, rule, line, estate) })),
  );
  return (subjects) =>
    made.flatMap(({ rule, sure, perhaps }) => {
      const concerned = concerns(rule, subjects);
      return concerned === 'yes' ? sure : concerned === 'perhaps' ? perhaps : [];
    });
}

function bothRules(policy: GcpDenyPolicy, rule: GcpDenyRule, line: number, estate: GcpPlaces) {
  const said = saidBy(policy, rule, line, estate);
  const perhaps = rulesOf({ ...said, missing: `principals of ${policy.id}` }, estate);
  return { sure: rulesOf(said, estate), perhaps };
}

function saidBy({ id, attachedTo }: GcpDenyPolicy, rule: GcpDenyRule, line: number, estate: GcpPlaces): Said {
  const { deniedPermissions, exceptionPermissions = [], denialCondition } = rule;
  const named = (patterns: readonly string[], permission: string): boolean =>
    patterns.some((pattern) => deniesPermission(pattern, permission));
  return {
    deny: true,
    origin: { kind: 'deny policy', id, line, scope: attachedTo },
    ranges: estate.places.within(attachedTo),
    permissionsId: JSON.stringify([[...deniedPermissions].sort(), [...exceptionPermissions].sort()]),
    covers: (permission) => named(deniedPermissions, permission) && !named(exceptionPermissions, permission),
    condition: denialCondition,
  };
}

type Concern = 'yes' | 'no' | 'perhaps';

function concerns({ deniedPrincipals, exceptionPrincipals = [] }: GcpDenyRule, subjects: Subjects): Concern {
  const excepted = among(exceptionPrincipals, subjects);
  if (excepted === 'yes') return 'no';
  const denied = among(deniedPrincipals, subjects);
  return denied === 'yes' && excepted === 'perhaps' ? 'perhaps' : denied;
}

function among(principals: readonly string[], { members, mayBe }: Subjects): Concern {
  const named = principals.map(memberOfDeny);
  if (named.some((member) => member !== undefined && members.has(member))) return 'yes';
  return named.some((member) => member === undefined || mayBe(member)) ? 'perhaps' : 'no';
}

function unreadPolicies({ places }: GcpPlaces): Said {
  return {
    deny: true,
    origin: { kind: 'deny policy', id: 'not collected', scope: 'organisation' },
    ranges: [0, places.ordinals.count],
    permissionsId: 'deny policies not read',
    covers: () => true,
    condition: undefined,
    missing: 'deny policies',
  };
}
