import { type Decision, decideLogic, type Logic, NO, YES } from '../../hierarchy/logic.ts';
import { coversOperation } from '../wildcard.ts';
import type { ConditionTerm } from './parse.ts';

/**
 * Decides what an action alone decides; attributes of request, resource, principal and environment stay open.
 * https://learn.microsoft.com/azure/role-based-access-control/conditions-format#how-a-condition-is-evaluated
 */
export function decideCondition(node: Logic<ConditionTerm>, action: string): Decision {
  return decideLogic(node, (term) => {
    if (term.kind === 'open') return { value: 'open', keys: term.keys };
    return coversOperation(term.pattern, action) ? YES : NO;
  });
}
