import { ActionTable } from '../hierarchy/actions.ts';
import { addUp } from '../hierarchy/judge.ts';
import { groupsOfMember } from '../hierarchy/members.ts';
import { openPlaces } from '../hierarchy/places.ts';
import type { Language } from '../hierarchy/profile.ts';
import type { Rule, Standing } from '../hierarchy/rule.ts';
import { denialsOf } from './denials.ts';
import { grantsOf } from './grants.ts';
import { PUBLIC, subjectsOf } from './members.ts';
import { permissionsByType } from './permissions.ts';
import type { GcpPlaces } from './rules.ts';
import type { GcpInput, GcpResource } from './types.ts';

const EVALUATOR = 'gcp-1';

/**
 * Opens GCP's IAM on what was collected. `standingOf('allUsers')` and `standingOf('allAuthenticatedUsers')` are strangers.
 * Never fails on bad input: what cannot be read is unknown and reported.
 */
export function openGcpAccess(input: GcpInput): Language {
  const resources = [...input.resources];
  const estate = estateOf(input, resources);
  const types = [...new Set(estate.places.partitions.map(({ type }) => type))];
  const grants = grantsOf(input, estate);
  const denials = denialsOf(input.denyPolicies, estate);
  const groupsOf = groupsOfMember(input.memberships);
  const principals = [...new Set(input.principals)];
  const known = new Set<string>([...principals, ...PUBLIC]);
  return {
    evaluator: EVALUATOR,
    places: estate.places,
    actions: new ActionTable(permissionsByType(types, permissionsOf(input))),
    judge: addUp,
    principals,
    problems: grants.problems,
    standingOf: (principalId) => {
      if (!known.has(principalId)) return undefined;
      const subjects = subjectsOf(principalId, groupsOf(principalId));
      return standing(input.tenant, [...grants.rulesFor(subjects), ...denials(subjects)]);
    },
  };
}

function estateOf({ tenant, at }: GcpInput, resources: readonly GcpResource[]): GcpPlaces {
  const places = openPlaces(
    'gcp',
    resources.map(({ id, type, name, parentId }) => ({
      id,
      type,
      tenant,
      name,
      ...(parentId === undefined ? {} : { parentId }),
    })),
  );
  const time = at === undefined ? undefined : Date.parse(at);
  return {
    places,
    resourceOf: new Map(resources.map((resource) => [resource.id, resource])),
    at: time === undefined || Number.isNaN(time) ? undefined : time,
  };
}

function permissionsOf({ roles }: GcpInput): Set<string> {
  return new Set([...roles].flatMap(({ permissions }) => permissions));
}

function standing(tenant: string, rules: readonly Rule[]): Standing {
  const unread = rules.filter(({ certainty }) => certainty === 'unknown');
  const missing = [...new Set(unread.flatMap(({ keys }) => keys))];
  return {
    tenant,
    gates: [{ name: 'allow policies', rules }],
    problems: missing.map((what) => ({ code: 'permissions-unknown', message: `Not known: ${what}` })),
  };
}
