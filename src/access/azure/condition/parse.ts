import { type Logic, LogicReader, termNode, tokensOf } from '../../hierarchy/logic.ts';

/** A term of a condition of a role assignment. */
export type ConditionTerm =
  | { readonly kind: 'action'; readonly pattern: string }
  /** What the request or the resource decides. `keys`: its attributes. */
  | { readonly kind: 'open'; readonly keys: readonly string[] };

type Reader = LogicReader<ConditionTerm>;

const TOKEN =
  /\s+|'(?:[^'\\]|\\.)*'|@(?:Resource|Request|Principal|Environment)\[[^\]]*\](?:&\$[^&]*\$&)?|[A-Za-z][\w:]*|-?\d[\w.:-]*|&&|\|\||[(){}!,]/y;

const WORDS = { and: ['and', '&&'], or: ['or', '||'], not: ['!', 'not'] };

/**
 * Parses a condition; `undefined` when it is not one. Parentheses bind first, then NOT, AND and OR.
 * https://learn.microsoft.com/azure/role-based-access-control/conditions-format
 */
export function parseCondition(text: string): Logic<ConditionTerm> | undefined {
  const tokens = tokensOf(text, TOKEN);
  return tokens && new LogicReader<ConditionTerm>(tokens, WORDS, (reader) => termNode(term(reader))).whole();
}

function term(reader: Reader): ConditionTerm | undefined {
  const word = reader.next();
  switch (word?.toLowerCase()) {
    case 'actionmatches':
      return matches(reader, (pattern) => ({ kind: 'action', pattern }));
    case 'suboperationmatches':
      return matches(reader, (pattern) => ({ kind: 'open', keys: [`SubOperationMatches{${pattern}}`] }));
    case 'exists':
    case 'notexists':
      return exists(reader);
    default:
      return word?.startsWith('@') === true ? comparison(reader, word) : undefined;
  }
}

function matches(reader: Reader, node: (pattern: string) => ConditionTerm): ConditionTerm | undefined {
  if (!reader.take(['{'])) return undefined;
  const pattern = reader.next();
  if (pattern?.startsWith("'") !== true || !reader.take(['}'])) return undefined;
  return node(pattern.slice(1, -1));
}

function exists(reader: Reader): ConditionTerm | undefined {
  const attribute = reader.next();
  return attribute?.startsWith('@') === true ? { kind: 'open', keys: [attribute] } : undefined;
}

function comparison(reader: Reader, attribute: string): ConditionTerm | undefined {
  const operator = reader.next();
  if (operator === undefined || !/^[A-Za-z]/.test(operator)) return undefined;
  const right = operand(reader);
  return right === undefined ? undefined : { kind: 'open', keys: [attribute, ...right] };
}

/** The attributes in the right-hand side: a value, a set of values in braces, or another attribute. */
function operand(reader: Reader): readonly string[] | undefined {
  if (!reader.take(['{'])) {
    const value = reader.next();
    if (value === undefined || /^[(){}!,&|]/.test(value)) return undefined;
    return value.startsWith('@') ? [value] : [];
  }
  while (!reader.take(['}'])) {
    const value = reader.next();
    if (value === undefined || /^[(){!&|]/.test(value)) return undefined;
  }
  return [];
}
