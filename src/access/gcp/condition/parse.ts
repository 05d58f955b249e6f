import { type Logic, LogicReader, termNode, tokensOf } from '../../hierarchy/logic.ts';

/** A term of a CEL condition, as far as it can be decided without a request. */
export type CelTerm =
  | { readonly kind: 'literal'; readonly value: boolean }
  | CelAttribute
  | { readonly kind: 'time'; readonly operator: TimeOperator; readonly at: string }
  /** What only the request, or a tag, decides. */
  | { readonly kind: 'open'; readonly keys: readonly string[] };

export interface CelAttribute {
  readonly kind: 'attribute';
  readonly attribute: ResourceAttribute;
  readonly test: TextTest;
  readonly text: string;
}

export type ResourceAttribute = 'resource.name' | 'resource.type' | 'resource.service';
export type TextTest = 'startsWith' | 'endsWith' | 'equals';
export type TimeOperator = '<' | '<=' | '>' | '>=';

const TOKEN =
  /\s+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*|\d[\w.]*|&&|\|\||[=!<>]=|[-()[\]{}!<>,.+?:%*/]/y;

const WORDS = { and: ['&&'], or: ['||'], not: ['!'] };

/** https://cloud.google.com/iam/docs/conditions-overview#cel_and_expressions. `undefined`: it cannot be read. */
export function parseCel(text: string): Logic<CelTerm> | undefined {
  const tokens = tokensOf(text, TOKEN);
  return tokens && new LogicReader<CelTerm>(tokens, WORDS, (reader) => termOf(untilJoin(reader))).whole();
}

/** The tokens up to the next `&&`, `||` or closing bracket of this depth. */
function untilJoin(reader: LogicReader<CelTerm>): readonly string[] {
  const tokens: string[] = [];
  let depth = 0;
  for (let token = reader.peek(); token !== undefined; token = reader.peek()) {
    if (depth === 0 && (token === '&&' || token === '||' || token === ')')) break;
    if ('([{'.includes(token)) depth += 1;
    if (')]}'.includes(token)) depth -= 1;
    tokens.push(token);
    reader.next();
  }
  return tokens;
}

const ATTRIBUTE = /^(resource|request|api|destination|origin)\.[\w.]+$/;
const TEST = /^(resource\.(?:name|type|service))\.(startsWith|endsWith)$/;
const COMPARED = /^resource\.(name|type|service)$/;

function termOf(tokens: readonly string[]): Logic<CelTerm> | undefined {
  const [first = '', second = ''] = tokens;
  if (tokens.length === 1 && (first === 'true' || first === 'false'))
    return termNode<CelTerm>({ kind: 'literal', value: first === 'true' });
  return compared(first, second, tokens) ?? termNode(tested(tokens) ?? timed(tokens) ?? opened(tokens));
}

function tested([call = '', bracket, text = '', end, ...rest]: readonly string[]): CelTerm | undefined {
  const match = TEST.exec(call);
  if (match === null || bracket !== '(' || end !== ')' || rest.length > 0 || !isText(text)) return undefined;
  const attribute = match[1] as ResourceAttribute;
  return { kind: 'attribute', attribute, test: match[2] as TextTest, text: textOf(text) };
}

/** `resource.type == "…"`, either way round, and `!=`. */
function compared(first: string, operator: string, tokens: readonly string[]): Logic<CelTerm> | undefined {
  const last = tokens[2] ?? '';
  if (tokens.length !== 3 || (operator !== '==' && operator !== '!=')) return undefined;
  const [attribute, text] = COMPARED.test(first) ? [first, last] : [last, first];
  if (!COMPARED.test(attribute) || !isText(text)) return undefined;
  const equal: Logic<CelTerm> = {
    kind: 'term',
    term: { kind: 'attribute', attribute: attribute as ResourceAttribute, test: 'equals', text: textOf(text) },
  };
  return operator === '==' ? equal : { kind: 'not', part: equal };
}

/** `request.time < timestamp("…")` */
function timed(tokens: readonly string[]): CelTerm | undefined {
  const [attribute, operator = '', call, bracket, text = '', end] = tokens;
  if (tokens.length !== 6 || attribute !== 'request.time' || !/^[<>]=?$/.test(operator)) return undefined;
  if (call !== 'timestamp' || bracket !== '(' || end !== ')' || !isText(text)) return undefined;
  const at = textOf(text);
  return Number.isNaN(Date.parse(at)) ? undefined : { kind: 'time', operator: operator as TimeOperator, at };
}

/** Anything else that asks for an attribute. */
function opened(tokens: readonly string[]): CelTerm | undefined {
  const names = tokens.filter((token) => ATTRIBUTE.test(token));
  const keys = [...new Set(names.map((name) => name.split('.').slice(0, 2).join('.')))].sort();
  return keys.length === 0 ? undefined : { kind: 'open', keys };
}

function isText(token: string): boolean {
  return /^["']/.test(token);
}

function textOf(token: string): string {
  return token.slice(1, -1).replace(/\\(.)/g, '$1');
}
