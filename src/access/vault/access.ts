import { ActionTable } from '../hierarchy/actions.ts';
import { groupsOfMember } from '../hierarchy/members.ts';
import type { Language } from '../hierarchy/profile.ts';
import type { Standing } from '../hierarchy/rule.ts';
import { distinctProblems, type Problem } from '../problem.ts';
import { actionsOf } from './actions.ts';
import { mostSpecific } from './judge.ts';
import { openEstate, tenantOf, type VaultEstate } from './probes.ts';
import { everywhere, type PathRule, policyRules, wholeRules } from './rules.ts';
import type { Identity } from './template.ts';
import type { VaultEntity, VaultGroup, VaultInput, VaultPolicy, VaultSubject } from './types.ts';

const EVALUATOR = 'vault-1';

/**
 * Opens Vault's policies on what was collected. Its principals are entities, tokens and roles of auth methods: a token has
 * its own policies, its entity's, and those of all groups that the entity is in. Never fails on bad input.
 * https://developer.hashicorp.com/vault/docs/concepts/identity#identity-policies
 */
export function openVaultAccess(input: VaultInput): Language<PathRule> {
  const estate = openEstate(input);
  const bound = binderOf(estate);
  const shelf = new Map([...input.policies].map((policy) => [`${policy.namespace}|${policy.name}`, policy]));
  const entities = new Map([...input.entities].map((entity) => [entity.id, entity]));
  const groups = new Map([...input.groups].map((group) => [group.id, group]));
  const groupsOf = groupsOfMember(
    [...groups.values()].flatMap(({ id, members }) => members.map((member) => ({ member, group: id }))),
  );
  const subjects = new Map([...input.subjects].map((subject) => [subject.id, subject]));
  const standingOf = (id: string): Standing<PathRule> | undefined => {
    const who = subjects.get(id) ?? subjectOfEntity(entities.get(id));
    if (who === undefined) return undefined;
    const held = holderOf(who, entities, (entityId) => groupsOf(entityId).flatMap((group) => groups.get(group) ?? []));
    return standing(who, held, { shelf, estate, host: input.host, bound });
  };
  return {
    evaluator: EVALUATOR,
    places: estate.places,
    actions: new ActionTable(actionsOf),
    judge: mostSpecific,
    principals: [...new Set([...entities.keys(), ...subjects.keys()])],
    problems: unmountedProblems(estate),
    standingOf,
  };
}

function subjectOfEntity(entity: VaultEntity | undefined): VaultSubject | undefined {
  if (entity === undefined) return undefined;
  return { id: entity.id, namespace: entity.namespace, policies: [], entity: { id: entity.id } };
}

/** An identity, and the policies that it has, each in its namespace. */
interface Holder {
  readonly identity: Identity;
  readonly policies: readonly { readonly namespace: string; readonly name: string }[];
  readonly missing: readonly string[];
}

function holderOf(
  who: VaultSubject,
  entities: ReadonlyMap<string, VaultEntity>,
  groupsOf: (entityId: string) => readonly VaultGroup[],
): Holder {
  const own = named(who);
  if (who.entity === 'none' || who.entity === 'unknown') {
    return { identity: { entity: who.entity, groups: [] }, policies: own, missing: [] };
  }
  const entity = entities.get(who.entity.id);
  const groups = groupsOf(who.entity.id);
  if (entity === undefined) {
    const identity: Identity = { entity: 'unknown', groups };
    return { identity, policies: [...own, ...groups.flatMap(named)], missing: [`entity ${who.entity.id}`] };
  }
  if (entity.disabled === true) return { identity: { entity, groups }, policies: [], missing: [] };
  return { identity: { entity, groups }, policies: [...own, ...named(entity), ...groups.flatMap(named)], missing: [] };
}

function named({ namespace, policies }: Pick<VaultSubject, 'namespace' | 'policies'>) {
  return policies.map((name) => ({ namespace, name }));
}

interface Shelf {
  readonly shelf: ReadonlyMap<string, VaultPolicy>;
  readonly estate: VaultEstate;
  readonly host: string;
  /** The rules of a policy for an identity. */
  readonly bound: (policy: VaultPolicy, identity: Identity) => readonly PathRule[];
}

/** A policy without templates is the same for everyone. */
function binderOf(estate: VaultEstate): Shelf['bound'] {
  const plain = new Map<VaultPolicy, readonly PathRule[]>();
  return (policy, identity) => {
    const { rules } = policy;
    if (rules !== 'unknown' && rules.some(({ path }) => path.includes('{{')))
      return policyRules(policy, identity, estate);
    const made = plain.get(policy) ?? policyRules(policy, identity, estate);
    plain.set(policy, made);
    return made;
  };
}

function standing(who: VaultSubject, holder: Holder, { shelf, estate, host, bound }: Shelf): Standing<PathRule> {
  const problems: Problem[] = [];
  const keys = new Set(holder.policies.map(({ namespace, name }) => `${namespace}|${name}`));
  const rules = [...keys].sort().flatMap((key): readonly PathRule[] => {
    const name = key.slice(key.indexOf('|') + 1);
    if (key === '|root') return wholeRules('root', 'certain', everywhere(estate));
    const policy = shelf.get(key);
    if (policy === undefined) problems.push(missing(name));
    else if (policy.rules === 'unknown') problems.push(unreadable(name));
    return policy === undefined
      ? wholeRules(`policy ${name}`, 'unknown', everywhere(estate))
      : bound(policy, holder.identity);
  });
  const unknown = holder.missing.flatMap((what) => {
    problems.push({ code: 'permissions-unknown', message: `Not known: ${what}` });
    return wholeRules(what, 'unknown', everywhere(estate));
  });
  const lost = estate.unmounted.length === 0 ? [] : wholeRules('mounts of some secrets', 'unknown', estate.unmounted);
  for (const { pattern, whole, keys: values } of rules) {
    if (pattern === undefined && whole !== true) problems.push(unfilled(values[0] ?? ''));
  }
  return {
    tenant: tenantOf(host, who.namespace),
    gates: [{ name: 'policies', rules: [...rules, ...unknown, ...lost] }],
    problems: distinctProblems(problems),
  };
}

function unmountedProblems({ unmounted, places }: VaultEstate): Problem[] {
  return unmounted.length === 0
    ? []
    : [
        {
          code: 'scope-unknown',
          message: 'The mounts of some secrets were not collected',
          resourceId: places.ordinals.ids[unmounted[0] ?? 0] ?? '',
        },
      ];
}

function missing(name: string): Problem {
  return { code: 'policy-missing', message: `The policy ${name} was not collected`, policyId: name };
}

function unreadable(name: string): Problem {
  return { code: 'policy-unreadable', message: `The policy ${name} cannot be read`, policyId: name };
}

function unfilled(what: string): Problem {
  return { code: 'template-unresolved', message: `Not known: ${what}` };
}
