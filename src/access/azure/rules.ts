import { NO_ACTIONS, type TypeActions } from '../hierarchy/actions.ts';
import type { Logic } from '../hierarchy/logic.ts';
import { type Origin, perType, type Rule } from '../hierarchy/rule.ts';
import type { Ranges } from '../ranges/ranges.ts';
import { decideCondition } from './condition/decide.ts';
import { type ConditionTerm, parseCondition } from './condition/parse.ts';
import { permittedOn } from './permissions.ts';
import type { AzurePermission } from './types.ts';

/** What an assignment of roles or denies says, before it is known whom it is for. */
export interface Assigned {
  readonly deny: boolean;
  readonly origin: Origin;
  /** `undefined`: the role definition was not among those given. */
  readonly permissions: readonly AzurePermission[] | undefined;
  readonly condition: string | undefined;
  readonly ranges: Ranges;
  /** Of the scope alone, not of what is below it. */
  readonly childless?: boolean;
  /** Where it may hold and may not, because the hierarchy could not be read. */
  readonly doubtful: Ranges;
  /** What has to happen first, beside the condition: the activation of an eligible role. */
  readonly awaits: readonly string[];
}

/** The rules of an assignment: where its condition is settled, and for each set of attributes where it is open. */
export function rulesOf(assigned: Assigned, types: readonly TypeActions[]): Rule[] {
  const { permissions, condition = '' } = assigned;
  if (permissions === undefined) return withDoubt(unread(assigned, 'role definition', undefined), assigned);
  if (condition.trim() === '') return withDoubt(settled(assigned, permissions, undefined), assigned);
  const node = parseCondition(condition);
  if (node === undefined) return withDoubt(unread(assigned, 'condition', permissions), assigned);
  const open = openKeyLists(node, permissions, types).map((keys) => openRule(assigned, permissions, node, keys));
  return [settled(assigned, permissions, node), ...open].flatMap((rule) => withDoubt(rule, assigned));
}

type Permissions = readonly AzurePermission[];

function settled(assigned: Assigned, permissions: Permissions, node: Logic<ConditionTerm> | undefined): Rule {
  const holds = (name: string): boolean => node === undefined || decideCondition(node, name).value === true;
  return {
    ...common(assigned),
    certainty: assigned.awaits.length > 0 ? 'conditional' : 'certain',
    keys: assigned.awaits,
    actionsOn: perType((type) => permittedOn(permissions, type) & type.where(({ name }) => holds(name))),
  };
}

/** The sets of attributes on which some permitted action hangs. */
function openKeyLists(
  node: Logic<ConditionTerm>,
  permissions: Permissions,
  types: readonly TypeActions[],
): readonly (readonly string[])[] {
  const lists = new Map<string, readonly string[]>();
  for (const type of types) {
    const permitted = permittedOn(permissions, type);
    for (const { name } of type.actions) {
      if ((permitted & (type.one(name) ?? NO_ACTIONS)) === NO_ACTIONS) continue;
      const { value, keys } = decideCondition(node, name);
      if (value === 'open') lists.set(keys.join('\n'), keys);
    }
  }
  return [...lists.values()];
}

function openRule(
  assigned: Assigned,
  permissions: Permissions,
  node: Logic<ConditionTerm>,
  keys: readonly string[],
): Rule {
  const hangs = (name: string): boolean => {
    const decision = decideCondition(node, name);
    return decision.value === 'open' && decision.keys.join('\n') === keys.join('\n');
  };
  return {
    ...common(assigned),
    certainty: 'conditional',
    keys: [...new Set([...keys, ...assigned.awaits])].sort(),
    actionsOn: perType((type) => permittedOn(permissions, type) & type.where(({ name }) => hangs(name))),
  };
}

function unread(assigned: Assigned, what: string, permissions: Permissions | undefined): Rule {
  return {
    ...common(assigned),
    certainty: 'unknown',
    keys: [`${what} of ${assigned.origin.id}`],
    actionsOn: perType((type) => (permissions === undefined ? type.all : permittedOn(permissions, type))),
  };
}

/** The rule, and the same as unknown where the hierarchy leaves its scope in doubt. */
function withDoubt(rule: Rule, { doubtful, origin }: Assigned): Rule[] {
  if (doubtful.length === 0) return [rule];
  const doubt: Rule = {
    ...rule,
    certainty: 'unknown',
    ranges: doubtful,
    keys: [`subscriptions below ${origin.scope}`],
    identity: `${rule.identity} doubt`,
  };
  return [rule, doubt];
}

function common({ deny, origin, permissions, condition, ranges, awaits, childless }: Assigned) {
  const identity = JSON.stringify([
    deny,
    permissions ?? origin.id,
    condition ?? '',
    awaits,
    childless === true,
    origin.scope.toLowerCase(),
  ]);
  return { deny, origin, ranges, identity };
}
