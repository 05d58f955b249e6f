import type { GcpResource } from '../types.ts';
import type { CelNode, TimeOperator } from './parse.ts';

/** What a condition comes to for one resource: decided, or open on some attributes. */
export interface CelDecision {
  readonly value: boolean | 'open';
  readonly keys: readonly string[];
}

const YES: CelDecision = { value: true, keys: [] };
const NO: CelDecision = { value: false, keys: [] };

/** What is asked about. */
export interface CelSubject {
  readonly resource: GcpResource;
  /** The permission acts on something inside the resource, whose name begins with the resource's. */
  readonly inside: boolean;
  /** UTC, milliseconds; left out: not known. */
  readonly at: number | undefined;
}

/** Decides what the resource's own name, type and service decide, and the time where it is given.
 * https://cloud.google.com/iam/docs/conditions-attribute-reference */
export function decideCel(node: CelNode, subject: CelSubject): CelDecision {
  switch (node.kind) {
    case 'literal':
      return node.value ? YES : NO;
    case 'open':
      return { value: 'open', keys: node.keys };
    case 'time':
      return subject.at === undefined ? open('request.time') : verdict(passed(subject.at, node.operator, node.at));
    case 'attribute':
      return attributeDecision(node, subject);
    case 'not': {
      const part = decideCel(node.part, subject);
      return part.value === 'open' ? part : verdict(!part.value);
    }
    case 'and':
    case 'or':
      return joined(
        node.kind === 'or',
        node.parts.map((part) => decideCel(part, subject)),
      );
  }
}

const open = (key: string): CelDecision => ({ value: 'open', keys: [key] });
const verdict = (value: boolean): CelDecision => (value ? YES : NO);

function joined(settling: boolean, parts: readonly CelDecision[]): CelDecision {
  if (parts.some(({ value }) => value === settling)) return verdict(settling);
  const undecided = parts.filter(({ value }) => value === 'open');
  if (undecided.length === 0) return verdict(!settling);
  return { value: 'open', keys: [...new Set(undecided.flatMap(({ keys }) => keys))].sort() };
}

function passed(at: number, operator: TimeOperator, limit: string): boolean {
  const than = Date.parse(limit);
  switch (operator) {
    case '<':
      return at < than;
    case '<=':
      return at <= than;
    case '>':
      return at > than;
    case '>=':
      return at >= than;
  }
}

function attributeDecision(node: CelNode & { kind: 'attribute' }, { resource, inside }: CelSubject): CelDecision {
  const { attribute, test, text } = node;
  if (attribute === 'resource.name') return nameDecision(node, resource.name, inside);
  const service = resource.apiType?.split('/', 1)[0];
  const own = attribute === 'resource.service' ? service : inside ? undefined : resource.apiType;
  if (own === undefined) return open(attribute);
  return verdict(test === 'equals' ? own === text : test === 'startsWith' ? own.startsWith(text) : own.endsWith(text));
}

/** What is inside a resource has a longer name: its beginning is known, its end is not. */
function nameDecision({ test, text }: CelNode & { kind: 'attribute' }, name: string, inside: boolean): CelDecision {
  if (!inside) {
    return verdict(
      test === 'equals' ? name === text : test === 'startsWith' ? name.startsWith(text) : name.endsWith(text),
    );
  }
  const begins = `${name}/`;
  if (test === 'endsWith') return open('resource.name');
  if (test === 'startsWith' && begins.startsWith(text)) return YES;
  return text.startsWith(begins) ? open('resource.name') : NO;
}
