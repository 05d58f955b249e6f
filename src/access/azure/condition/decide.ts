import { coversOperation } from '../wildcard.ts';
import type { ConditionNode } from './parse.ts';

/** What a condition comes to for one action: decided, or open on some attributes. */
export interface Decision {
  readonly value: boolean | 'open';
  /** Attributes on which it hangs; of a decided one none. */
  readonly keys: readonly string[];
}

const DECIDED = { true: { value: true, keys: [] }, false: { value: false, keys: [] } } as const;

/**
 * Decides what an action alone decides; attributes of request, resource, principal and environment stay open.
 * https://learn.microsoft.com/azure/role-based-access-control/conditions-format#how-a-condition-is-evaluated
 */
export function decideCondition(node: ConditionNode, action: string): Decision {
  switch (node.kind) {
    case 'action':
      return coversOperation(node.pattern, action) ? DECIDED.true : DECIDED.false;
    case 'open':
      return { value: 'open', keys: node.keys };
    case 'not': {
      const part = decideCondition(node.part, action);
      return part.value === 'open' ? part : part.value ? DECIDED.false : DECIDED.true;
    }
    case 'and':
    case 'or':
      return joined(
        node.kind === 'or',
        node.parts.map((part) => decideCondition(part, action)),
      );
  }
}

/** One part settles it; else it is open as far as a part is. */
function joined(settling: boolean, parts: readonly Decision[]): Decision {
  if (parts.some(({ value }) => value === settling)) return settling ? DECIDED.true : DECIDED.false;
  const open = parts.filter(({ value }) => value === 'open');
  if (open.length === 0) return settling ? DECIDED.false : DECIDED.true;
  return { value: 'open', keys: [...new Set(open.flatMap(({ keys }) => keys))].sort() };
}
