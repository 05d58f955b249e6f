import { rangesContain } from '../ranges/ranges.ts';
import type { Certainty, Verdict } from '../types.ts';
import { NO_ACTIONS } from './actions.ts';
import { openKeys } from './judge.ts';
import { type Language, narrow, surest } from './profile.ts';
import type { Gate, Origin, Rule } from './rule.ts';

/** One assignment, binding or policy line that had a say in a verdict. */
export interface DecidingLine {
  readonly origin: Origin;
  /** The gate it counts in: `roles`, `token`, `owner` … */
  readonly gate: string;
  readonly effect: 'Allow' | 'Deny';
  readonly certainty: Certainty;
  readonly conditionKeys: readonly string[];
}

/** What a verdict of less than `certain` comes from. */
export interface AccessBlocker {
  readonly reason:
    | 'not-granted'
    | 'denied'
    | 'not-allowed-by-gate'
    | 'unreadable'
    | 'action-not-for-this-resource'
    | 'principal-unknown'
    | 'resource-unknown';
  /** The gate that does not allow. */
  readonly gate?: string;
  readonly lines: readonly DecidingLine[];
}

export interface AccessExplanation {
  readonly verdict: Verdict;
  readonly conditionKeys: readonly string[];
  /** What could not be read. */
  readonly missing: readonly string[];
  /** The lines that grant, and the denies that matter. */
  readonly deciding: readonly DecidingLine[];
  readonly blocker?: AccessBlocker;
}

/**
 * Whether a principal can do one action to one resource, and why.
 * @param action as the vendor writes it, any case
 */
export function explainAccess<R extends Rule>(
  language: Language<R>,
  principalId: string,
  action: string,
  resourceId: string,
): AccessExplanation {
  const standing = language.standingOf(principalId);
  if (standing === undefined) return refused('unknown', 'principal-unknown');
  const ordinal = language.places.ordinals.ordinalOf(resourceId);
  const type = ordinal === undefined ? undefined : language.places.typeAt(ordinal);
  if (ordinal === undefined || type === undefined) return refused('unknown', 'resource-unknown');
  const table = language.actions.of(type);
  const bit = table.one(action);
  if (bit === undefined) return refused('none', 'action-not-for-this-resource');
  const here = standing.gates.map(({ rules }) => rules.filter(({ ranges }) => rangesContain(ranges, ordinal)));
  const judged = language.judge(here, table);
  const judgement = narrow(judged, bit);
  const verdict = surest(judgement) ?? 'none';
  const gates = standing.gates.map((gate, index): Gate => {
    const about = (here[index] ?? []).filter((rule) => (rule.actionsOn(table) & bit) !== NO_ACTIONS);
    return { name: gate.name, rules: judged.deciders?.(bit) ?? about };
  });
  return told(verdict, verdict === 'certain' ? [] : openKeys(judgement, table), gates);
}

function refused(verdict: Verdict, reason: AccessBlocker['reason']): AccessExplanation {
  return { verdict, conditionKeys: [], missing: [], deciding: [], blocker: { reason, lines: [] } };
}

function told(verdict: Verdict, conditionKeys: readonly string[], gates: readonly Gate[]): AccessExplanation {
  const lines = linesOf(gates);
  const unread = gates.flatMap(({ rules }) => rules.filter(({ certainty }) => certainty === 'unknown'));
  const missing = verdict === 'unknown' ? [...new Set(unread.flatMap(({ keys }) => keys))].sort() : [];
  const blocker = verdict === 'none' || verdict === 'unknown' ? blockerOf(verdict, gates, lines) : undefined;
  const deciding = verdict === 'none' ? (blocker?.lines ?? []) : lines;
  return { verdict, conditionKeys, missing, deciding, ...(blocker === undefined ? {} : { blocker }) };
}

function linesOf(gates: readonly Gate[]): DecidingLine[] {
  return gates.flatMap(({ name, rules }) =>
    rules.map(({ origin, deny, certainty, keys }) => ({
      origin,
      gate: name,
      effect: deny ? ('Deny' as const) : ('Allow' as const),
      certainty,
      conditionKeys: certainty === 'conditional' ? keys : [],
    })),
  );
}

function blockerOf(verdict: 'none' | 'unknown', gates: readonly Gate[], lines: readonly DecidingLine[]): AccessBlocker {
  if (verdict === 'unknown') {
    return { reason: 'unreadable', lines: lines.filter(({ certainty }) => certainty === 'unknown') };
  }
  const denies = lines.filter(({ effect, certainty }) => effect === 'Deny' && certainty === 'certain');
  if (denies.length > 0) return { reason: 'denied', lines: denies };
  const silent = gates.find(({ rules }) => !rules.some(({ deny }) => !deny));
  if (silent === undefined || gates.length === 1) return { reason: 'not-granted', lines };
  return { reason: 'not-allowed-by-gate', gate: silent.name, lines: lines.filter(({ effect }) => effect === 'Allow') };
}
