import type { Interned } from '../../ranges/intern.ts';
import { type ArnPattern, type ArnPatterns, fillPattern } from '../arn/pattern.ts';
import { decideConditions } from '../condition/condition.ts';
import type { KeyLookup } from '../condition/keys.ts';
import { type SettledTest, settle } from '../condition/settled.ts';
import type { Template } from '../condition/variables.ts';
import type { BoundResource } from '../resource/resolve.ts';
import type { PolicyStatement } from './statement.ts';

/** How surely a statement applies: it does; it does if its conditions hold; it may, because it cannot be read. */
export const STRENGTH = { certain: 0, conditional: 1, unreadable: 2 } as const;
export type Strength = (typeof STRENGTH)[keyof typeof STRENGTH];

/** A statement as it applies to one principal: conditions decided as far as they can be, variables filled in. */
export interface BoundStatement {
  readonly origin: PolicyStatement;
  readonly deny: boolean;
  /** Id of its action set. */
  readonly set: number;
  readonly strength: Strength;
  /** Id of the list of condition keys it waits for. */
  readonly keys: number;
  /** Id of the tests that each resource decides; 0 where there are none. */
  readonly waits: number;
  readonly resource: BoundResource;
}

export interface BindingTools {
  /** The id of the statement's action set. */
  setOf(statement: PolicyStatement): number;
  readonly patterns: ArnPatterns;
  readonly keyLists: Interned<readonly string[]>;
  readonly settled: Interned<readonly SettledTest[]>;
}

/**
 * Binds a statement; `[]` when a condition fails for good or every resource it names needs a variable the principal lacks
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html: such a statement matches nothing).
 * A resource whose variable only the request knows is bound with `*` in its place, as a condition on that key.
 */
export function bindStatement(statement: PolicyStatement, lookup: KeyLookup, tools: BindingTools): BoundStatement[] {
  const settled: SettledTest[] = [];
  const outcome = decideConditions(statement.conditions, lookup, (test) => settled.push(settle(test, lookup)));
  if (outcome.state === 'failed') return [];
  const unreadable = statement.unreadable || outcome.state === 'unreadable';
  const keys = outcome.state === 'undecided' ? outcome.keys : [];
  const filled = fillAll(statement, lookup, tools.patterns);
  const make = (patterns: readonly ArnPattern[], waitsFor: readonly string[]): BoundStatement => ({
    origin: statement,
    deny: statement.effect === 'Deny',
    set: tools.setOf(statement),
    strength: unreadable ? STRENGTH.unreadable : waitsFor.length > 0 ? STRENGTH.conditional : STRENGTH.certain,
    keys: tools.keyLists.idOf(waitsFor),
    waits: settled.length === 0 || unreadable ? 0 : tools.settled.idOf(settled),
    resource: { patterns, not: statement.resource.not },
  });
  if (filled.waitsFor.length === 0) {
    return filled.known.length === 0 && !statement.resource.not ? [] : [make(filled.known, keys)];
  }
  const all = [...new Set([...keys, ...filled.waitsFor])].sort();
  // What lies outside the widest reading is excluded or included whatever the value; the rest waits for it.
  const sure = statement.resource.not ? [...filled.known, ...filled.open] : filled.known;
  const open = statement.resource.not ? filled.known : filled.open;
  return [...(sure.length > 0 ? [make(sure, keys)] : []), make(open, all)];
}

interface Filled {
  readonly known: readonly ArnPattern[];
  readonly open: readonly ArnPattern[];
  readonly waitsFor: readonly string[];
}

function fillAll(statement: PolicyStatement, lookup: KeyLookup, patterns: ArnPatterns): Filled {
  const known: ArnPattern[] = [];
  const open: ArnPattern[] = [];
  const waitsFor: string[] = [];
  for (const template of statement.resource.templates) {
    const filled = fillPattern(template, lookup, patterns);
    if (filled.state === 'pattern') known.push(filled.pattern);
    if (filled.state !== 'unknown') continue;
    waitsFor.push(filled.key);
    open.push(patterns.intern(template.parts === '*' ? '*' : template.parts.map(widest)));
  }
  return { known, open, waitsFor };
}

/** A part of an ARN with `*` for every variable: the widest it can become. */
function widest(part: Template): string {
  return part.map((piece) => (typeof piece === 'string' ? piece : '*')).join('');
}
