import {
  type EdgeType,
  edges,
  type Label,
  nodes,
  type PropSpecs,
  type PropValue,
  type StoredProps,
} from '../../schema/index.ts';
import { assertionsOf, incarnationProp, resolve, type Stored } from './claims.ts';
import type { DroppedFact } from './drops.ts';

/** Who says it, and when. */
export interface Statement {
  readonly claim: string;
  /** Start of the run. */
  readonly at: string;
  /** Told before anything is retired. */
  readonly onRetired?: () => void;
  /** Told, after the commit, which facts were taken from steps by writing this. */
  readonly onDropped?: (facts: readonly DroppedFact[]) => void;
  /** Those of the transaction under way. */
  readonly dropped?: DroppedFact[];
}

/** One property's change, or a reappearance. */
export interface PropertyChange {
  readonly subject: string;
  readonly property: string;
  readonly before?: string;
  readonly after?: string;
}

/** What has to be written for one stated node. */
export interface NodePlan {
  readonly action: 'create' | 'set' | 'reincarnate';
  readonly id: string;
  /** The whole property map. */
  readonly p: Stored;
  readonly changes: readonly PropertyChange[];
}

/** The node is stated for the first time, over a stub, again by the same step, by another step too, or is another incarnation. */
export function planNode(
  label: Label,
  id: string,
  props: StoredProps,
  existing: Stored | undefined,
  says: Statement,
): NodePlan {
  const fresh = { id, known: true, firstSeen: says.at, ...props, claims: [says.claim] };
  if (existing === undefined) return { action: 'create', id, p: fresh, changes: [] };
  if (isOtherIncarnation(label, props, existing)) return { action: 'reincarnate', id, p: fresh, changes: [] };
  const gone = wasGone(existing);
  const assertions = { ...(gone ? {} : assertionsOf(specsOf(label), existing)), [says.claim]: props };
  const p = {
    id,
    known: true,
    firstSeen: existing['firstSeen'] ?? says.at,
    ...resolve(label, specsOf(label), assertions),
  };
  return { action: 'set', id, p, changes: changesOf(label, id, existing, p, gone) };
}

/** Retired; or revived as a mere end of an edge and not stated since: such a node has lost its claims, a stub never had any. */
function wasGone(stored: Stored): boolean {
  return typeof stored['retiredAt'] === 'string' || (stored['known'] === false && Array.isArray(stored['claims']));
}

function specsOf(label: Label): PropSpecs {
  return nodes[label].props;
}

function isOtherIncarnation(label: Label, props: StoredProps, existing: Stored): boolean {
  const property = incarnationProp(label);
  if (property === undefined) return false;
  const before = existing[property];
  const now = props[property];
  return typeof before === 'string' && typeof now === 'string' && before !== now;
}

/** What is worth remembering of the difference. A stub that becomes known has not changed; what was gone is compared with what it was. */
export function changesOf(
  label: Label,
  id: string,
  before: Stored,
  after: Stored,
  reappeared: boolean,
): PropertyChange[] {
  const changes: PropertyChange[] = reappeared ? [{ subject: id, property: 'reappeared' }] : [];
  if (before['known'] !== true && !reappeared) return changes;
  for (const [name, spec] of Object.entries(specsOf(label))) {
    if (spec.history === false || same(before[name], after[name])) continue;
    changes.push({ subject: id, property: name, ...textOf('before', before[name]), ...textOf('after', after[name]) });
  }
  return changes;
}

function textOf<K extends string>(key: K, value: PropValue | null | undefined): { readonly [P in K]?: string } {
  return (value === undefined || value === null ? {} : { [key]: JSON.stringify(value) }) as {
    readonly [P in K]?: string;
  };
}

function same(a: PropValue | null | undefined, b: PropValue | null | undefined): boolean {
  return a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** What has to be written for one stated edge. */
export interface EdgePlan {
  readonly action: 'create' | 'set';
  readonly p: Stored;
  /** The interval that ends here, because a property with history has changed. */
  readonly ended: Stored | undefined;
}

/** As for nodes; a changed property with history ends one interval of the edge and begins another. */
export function planEdge(type: EdgeType, props: StoredProps, existing: Stored | undefined, says: Statement): EdgePlan {
  const specs: PropSpecs = edges[type].props;
  if (existing === undefined) {
    return { action: 'create', p: { firstSeen: says.at, ...props, claims: [says.claim] }, ended: undefined };
  }
  const resolved = resolve(type, specs, { ...assertionsOf(specs, existing), [says.claim]: props });
  const from = existing['from'] ?? existing['firstSeen'] ?? says.at;
  const firstSeen = existing['firstSeen'] ?? says.at;
  if (!turned(specs, existing, resolved)) {
    return { action: 'set', p: { firstSeen, ...(from === firstSeen ? {} : { from }), ...resolved }, ended: undefined };
  }
  return { action: 'set', p: { firstSeen, from: says.at, ...resolved }, ended: { ...existing, from, to: says.at } };
}

function turned(specs: PropSpecs, before: Stored, after: Stored): boolean {
  return Object.entries(specs).some(([name, spec]) => spec.history !== false && !same(before[name], after[name]));
}

/** A claim is taken back: what stays, or `undefined` when nobody states it any more. */
export function withoutClaim(
  kind: Label | EdgeType,
  specs: PropSpecs,
  stored: Stored,
  claim: string,
): Stored | undefined {
  const { [claim]: _taken, ...left } = assertionsOf(specs, stored);
  if (Object.keys(left).length === 0) return undefined;
  const kept: Record<string, PropValue | null> = {};
  for (const name of ['id', 'known', 'firstSeen', 'from'] as const) {
    const value = stored[name];
    if (value !== undefined && value !== null) kept[name] = value;
  }
  return { ...kept, ...resolve(kind, specs, left) };
}
