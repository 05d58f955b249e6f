import { type Decision, decideLogic, type Logic, NO, YES } from '../../hierarchy/logic.ts';
import type { GcpResource } from '../types.ts';
import type { CelAttribute, CelTerm, TimeOperator } from './parse.ts';

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
export function decideCel(node: Logic<CelTerm>, subject: CelSubject): Decision {
  return decideLogic(node, (term) => {
    switch (term.kind) {
      case 'literal':
        return verdict(term.value);
      case 'open':
        return { value: 'open', keys: term.keys };
      case 'time':
        return subject.at === undefined ? open('request.time') : verdict(passed(subject.at, term.operator, term.at));
      case 'attribute':
        return attributeDecision(term, subject);
    }
  });
}

const open = (key: string): Decision => ({ value: 'open', keys: [key] });
const verdict = (value: boolean): Decision => (value ? YES : NO);

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

function attributeDecision(node: CelAttribute, { resource, inside }: CelSubject): Decision {
  const { attribute, test, text } = node;
  if (attribute === 'resource.name') return nameDecision(node, resource.name, inside);
  const service = resource.apiType?.split('/', 1)[0];
  const own = attribute === 'resource.service' ? service : inside ? undefined : resource.apiType;
  if (own === undefined) return open(attribute);
  return verdict(test === 'equals' ? own === text : test === 'startsWith' ? own.startsWith(text) : own.endsWith(text));
}

/** What is inside a resource has a longer name: its beginning is known, its end is not. */
function nameDecision({ test, text }: CelAttribute, name: string, inside: boolean): Decision {
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
