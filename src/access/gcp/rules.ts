import type { TypeActions } from '../hierarchy/actions.ts';
import type { Logic } from '../hierarchy/logic.ts';
import type { Places } from '../hierarchy/places.ts';
import { type Origin, perType, type Rule } from '../hierarchy/rule.ts';
import { append, type Ranges } from '../ranges/ranges.ts';
import { decideCel } from './condition/decide.ts';
import { type CelTerm, parseCel } from './condition/parse.ts';
import type { GcpAction } from './permissions.ts';
import type { GcpCondition, GcpResource } from './types.ts';

/** The estate as conditions ask about it. */
export interface GcpPlaces {
  readonly places: Places;
  readonly resourceOf: ReadonlyMap<string, GcpResource>;
  /** UTC, milliseconds. */
  readonly at: number | undefined;
}

/** What a binding or a deny rule says. */
export interface Said {
  readonly deny: boolean;
  readonly origin: Origin;
  readonly ranges: Ranges;
  /** Equal for equal permissions. */
  readonly permissionsId: string;
  readonly covers: (permission: string) => boolean;
  readonly condition: GcpCondition | undefined;
  /** What is not known about it, if anything: the role's permissions, whom it means. */
  readonly missing?: string;
}

/** The rules of a binding: where its condition holds, where it is open, and nothing where it does not hold. */
export function rulesOf(said: Said, estate: GcpPlaces): Rule[] {
  const expression = said.condition?.expression;
  if (said.missing !== undefined) return [rule(said, 'unknown', [said.missing], said.ranges)];
  if (expression === undefined) return [rule(said, 'certain', [], said.ranges)];
  const node = parseCel(expression);
  if (node === undefined) return [rule(said, 'unknown', [`condition of ${said.origin.id}`], said.ranges)];
  return [false, true].flatMap((inside) => decidedRules(said, node, inside, estate));
}

/** One rule for what is decided, one for each set of open attributes. The conditions are asked of every resource in scope. */
function decidedRules(said: Said, node: Logic<CelTerm>, inside: boolean, estate: GcpPlaces): Rule[] {
  const cases = new Map<string, { readonly keys: readonly string[]; readonly ranges: number[] }>();
  for (let end = 0; end + 1 < said.ranges.length; end += 2) {
    for (let ordinal = said.ranges[end] ?? 0; ordinal < (said.ranges[end + 1] ?? 0); ordinal += 1) {
      const resource = estate.resourceOf.get(estate.places.ordinals.ids[ordinal] ?? '');
      if (resource === undefined) continue;
      const { value, keys } = decideCel(node, { resource, inside, at: estate.at });
      if (value === false) continue;
      const key = keys.join('\n');
      const found = cases.get(key) ?? { keys, ranges: [] };
      cases.set(key, found);
      append(found.ranges, ordinal, ordinal + 1);
    }
  }
  const decided = cases.size === 0 ? [{ keys: [], ranges: [] }] : [...cases.values()];
  return decided.map(({ keys, ranges }) =>
    rule(said, keys.length === 0 ? 'certain' : 'conditional', keys, ranges, inside),
  );
}

function rule(
  said: Said,
  certainty: Rule['certainty'],
  keys: readonly string[],
  ranges: Ranges,
  inside?: boolean,
): Rule {
  const counts = (action: GcpAction): boolean =>
    (inside === undefined || action.inside === inside) && said.covers(action.name);
  return {
    deny: said.deny,
    certainty,
    keys,
    ranges,
    origin: said.origin,
    identity: JSON.stringify([
      said.deny,
      said.permissionsId,
      said.origin.scope,
      said.condition?.expression ?? '',
      said.missing ?? '',
    ]),
    actionsOn: perType((type: TypeActions) => type.where((action) => counts(action as GcpAction))),
  };
}
