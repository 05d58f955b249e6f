import type { Problem } from '../../problem.ts';
import { parseResourceTemplate, type ResourceTemplate } from '../arn/pattern.ts';
import { type ConditionTest, parseConditions } from '../condition/condition.ts';
import { asTexts, isRecord } from '../policy/json.ts';
import { type PrincipalElement, parsePrincipal } from '../principal/element.ts';

type Effect = 'Allow' | 'Deny';

/** `Action`, or `NotAction` (`not`). Lower case: action names are not case-sensitive.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html */
export interface ActionElement {
  readonly patterns: readonly string[];
  readonly not: boolean;
  /** Only actions of services that resource control policies apply to. */
  readonly controlled: boolean;
}

/** `Resource`, or `NotResource` (`not`).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html */
interface ResourceElement {
  readonly templates: readonly ResourceTemplate[];
  readonly not: boolean;
}

/** One statement of a policy, read and not yet bound to a principal. */
export interface PolicyStatement {
  /** Position in the document, from 0. */
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: Effect;
  readonly action: ActionElement;
  readonly resource: ResourceElement;
  /** Only in the policies of resources and roles. */
  readonly principal: PrincipalElement | undefined;
  readonly conditions: readonly ConditionTest[];
  /** Part of it could not be read: it may apply and may not, to whatever it seems to cover. */
  readonly unreadable: boolean;
}

/**
 * Who a document is attached to: identity-based documents name no principal, resource-based ones must, and in a resource
 * control policy it is everyone
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html).
 */
export type PolicyKind = 'identity' | 'resource' | 'resource-control';

export interface ReadStatement {
  readonly statements: readonly PolicyStatement[];
  readonly problems: readonly Problem[];
}

const EVERYTHING: ResourceElement = { templates: [{ text: '*', parts: '*', variable: false }], not: false };

/**
 * Reads one statement. What cannot be read becomes an allow *and* a deny that may or may not apply, so that nothing is
 * silently granted or silently taken away.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readStatement(element: unknown, index: number, variables: boolean, kind: PolicyKind): ReadStatement {
  const controlled = kind === 'resource-control';
  if (!isRecord(element)) return unreadable(index, 'The statement is not an object', {}, controlled);
  const sid = typeof element['Sid'] === 'string' ? element['Sid'] : undefined;
  const effect = readEffect(element);
  const action = readAction(element, controlled);
  const resource = readResource(element, variables, kind);
  const principal = readPrincipal(element, kind);
  const conditions = parseConditions(element['Condition'], variables);
  const faults = faultsOf({ effect, action, resource, principal, conditions });
  const unknown = Object.keys(element).find((key) => !ELEMENTS.has(key));
  if (unknown !== undefined) faults.push(`there is no element ${unknown}`);
  if (faults.length > 0) {
    const known = {
      ...(sid === undefined ? {} : { sid }),
      ...(effect === undefined ? {} : { effect }),
      ...(action === undefined ? {} : { action }),
      ...(isElement(resource) ? { resource } : {}),
      ...(principal === 'fault' ? {} : { principal }),
    };
    return unreadable(index, `The statement cannot be read: ${faults.join(', ')}`, known, controlled);
  }
  const statement = { index, sid, effect, action, resource, principal, conditions, unreadable: false };
  return { statements: [statement as PolicyStatement], problems: operatorProblems(index, sid, conditions ?? []) };
}

const ELEMENTS = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
]);

interface Parts {
  readonly effect: Effect | undefined;
  readonly action: ActionElement | undefined;
  readonly resource: ResourceElement | string | undefined;
  readonly principal: PrincipalElement | undefined | 'fault';
  readonly conditions: readonly ConditionTest[] | undefined;
}

function faultsOf(parts: Parts): string[] {
  const faults: string[] = [];
  if (parts.effect === undefined) faults.push('Effect is neither Allow nor Deny');
  if (parts.action === undefined) faults.push('exactly one of Action and NotAction must list texts');
  if (parts.resource === undefined) faults.push('exactly one of Resource and NotResource must list texts');
  if (typeof parts.resource === 'string') faults.push(`${parts.resource} is not an ARN`);
  if (parts.principal === 'fault') faults.push('Principal is not what this kind of policy holds');
  if (parts.conditions === undefined) faults.push('Condition is not operators of keys of values');
  return faults;
}

function isElement(resource: Parts['resource']): resource is ResourceElement {
  return typeof resource === 'object';
}

function readEffect(element: Readonly<Record<string, unknown>>): Effect | undefined {
  const effect = element['Effect'];
  return effect === 'Allow' || effect === 'Deny' ? effect : undefined;
}

function readAction(element: Readonly<Record<string, unknown>>, controlled: boolean): ActionElement | undefined {
  const one = oneOf(element, 'Action', 'NotAction');
  const patterns = one && [...new Set(one.texts.map((text) => text.toLowerCase()))].sort();
  return one && patterns && { patterns, not: one.not, controlled };
}

/** The element, a text that is no ARN, or `undefined` when it is missing. A resource's own policy may leave it out. */
function readResource(
  element: Readonly<Record<string, unknown>>,
  variables: boolean,
  kind: PolicyKind,
): ResourceElement | string | undefined {
  if (kind === 'resource' && !('Resource' in element) && !('NotResource' in element)) return EVERYTHING;
  const one = oneOf(element, 'Resource', 'NotResource');
  if (one === undefined) return undefined;
  const templates: ResourceTemplate[] = [];
  for (const text of new Set(one.texts)) {
    const template = parseResourceTemplate(text, variables);
    if (template === undefined) return text;
    templates.push(template);
  }
  return { templates, not: one.not };
}

function readPrincipal(
  element: Readonly<Record<string, unknown>>,
  kind: PolicyKind,
): PrincipalElement | undefined | 'fault' {
  const names = ['Principal', 'NotPrincipal'].filter((name) => name in element);
  if (kind === 'identity') return names.length === 0 ? undefined : 'fault';
  const [name] = names;
  if (name === undefined || names.length > 1) return 'fault';
  const parsed = parsePrincipal(element[name], name === 'NotPrincipal') ?? 'fault';
  if (kind === 'resource-control' && (parsed === 'fault' || !parsed.anyone || parsed.not)) return 'fault';
  return parsed;
}

function oneOf(
  element: Readonly<Record<string, unknown>>,
  plain: string,
  inverse: string,
): { readonly texts: readonly string[]; readonly not: boolean } | undefined {
  const not = inverse in element;
  if (not === plain in element) return undefined;
  const texts = asTexts(element[not ? inverse : plain]);
  return texts === undefined || texts.length === 0 ? undefined : { texts, not };
}

type Known = Partial<Pick<PolicyStatement, 'sid' | 'effect' | 'action' | 'resource' | 'principal'>>;

function unreadable(index: number, message: string, known: Known, controlled: boolean): ReadStatement {
  const effects: Effect[] = known.effect === undefined ? ['Allow', 'Deny'] : [known.effect];
  const statements = effects.map((effect) => ({
    index,
    sid: known.sid,
    effect,
    action: known.action ?? { patterns: ['*'], not: false, controlled },
    resource: known.resource ?? EVERYTHING,
    principal: known.principal,
    conditions: [],
    unreadable: true,
  }));
  return { statements, problems: [problem('statement-unreadable', message, index, known.sid)] };
}

function operatorProblems(index: number, sid: string | undefined, tests: readonly ConditionTest[]): Problem[] {
  return tests
    .filter((test) => test.compare === undefined)
    .map((test) => problem('operator-unknown', `There is no condition operator ${test.operator}`, index, sid));
}

function problem(code: Problem['code'], message: string, statement: number, sid: string | undefined): Problem {
  return { code, message, statement, ...(sid === undefined ? {} : { sid }) };
}
