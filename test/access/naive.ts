import type { Verdict } from '../../src/access/index.ts';
import type { Statement } from './estate.ts';

/**
 * The vendor's evaluation, written as plainly as it can be: one principal, one action, one ARN, regular expressions over
 * whole ARNs, no ranges and no sharing. Knows the statements that `estates.ts` generates and no others.
 */
export interface NaiveEstate {
  readonly identity: readonly (readonly Statement[])[];
  readonly boundary: readonly Statement[] | undefined;
  readonly levels: readonly (readonly Statement[])[];
}

const USER_NAME = ['$', '{aws:username}'].join('');

type Three = 'yes' | 'maybe' | 'no';

export function naiveVerdict(estate: NaiveEstate, userName: string, action: string, arn: string): Verdict {
  const about = (statements: readonly Statement[], effect: string): Three[] =>
    statements.filter((each) => each['Effect'] === effect).map((each) => applies(each, userName, action, arn));
  const gates = [estate.identity.flat(), ...(estate.boundary === undefined ? [] : [estate.boundary]), ...estate.levels];
  const denies = about(gates.flat(), 'Deny');
  if (denies.includes('yes')) return 'none';
  const allows = gates.map((gate) => about(gate, 'Allow'));
  if (allows.some((gate) => gate.every((each) => each === 'no'))) return 'none';
  return allows.every((gate) => gate.includes('yes')) && !denies.includes('maybe') ? 'certain' : 'conditional';
}

function applies(statement: Statement, userName: string, action: string, arn: string): Three {
  const named = (element: string, text: string, flags: string): boolean =>
    [statement[element]]
      .flat()
      .some((pattern) => expression(String(pattern).replace(USER_NAME, userName), flags).test(text));
  const actionHit = 'Action' in statement ? named('Action', action, 'i') : !named('NotAction', action, 'i');
  const resourceHit = 'Resource' in statement ? named('Resource', arn, '') : !named('NotResource', arn, '');
  if (!actionHit || !resourceHit) return 'no';
  return conditionOf(statement, userName);
}

function conditionOf(statement: Statement, userName: string): Three {
  const condition = statement['Condition'] as Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  if (condition === undefined) return 'yes';
  const wanted = condition['StringEquals']?.['aws:username'];
  if (wanted !== undefined && wanted !== userName) return 'no';
  return Object.keys(condition).length > (wanted === undefined ? 0 : 1) ? 'maybe' : 'yes';
}

function expression(pattern: string, flags: string): RegExp {
  const body = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${body}$`, flags);
}

const ORDER: readonly Verdict[] = ['none', 'unknown', 'conditional', 'certain'];

/** A bucket's contents are reached as well as the best reached object is. */
export function best(verdicts: readonly Verdict[]): Verdict {
  return [...verdicts].sort((a, b) => ORDER.indexOf(b) - ORDER.indexOf(a))[0] ?? 'none';
}
