import { edges } from './edges.ts';
import { type Label, nodes } from './labels.ts';
import type { PropSpec, PropSpecs, PropsOf, PropType } from './spec.ts';

export type { Label } from './labels.ts';
export type EdgeType = keyof typeof edges;

export const edgeTypes = Object.keys(edges) as EdgeType[];

declare const keyBrand: unique symbol;

/** The key of a node; `nodeKey` is the only door. */
export type NodeKey<L extends Label = Label> = string & { readonly [keyBrand]: L };

/** A node named by label and key, as the end of an edge. */
export interface NodeRef<L extends Label = Label> {
  readonly label: L;
  readonly id: NodeKey<L>;
}

export type NodeProps<L extends Label> = PropsOf<(typeof nodes)[L]['props']>;
export type EdgeProps<E extends EdgeType> = PropsOf<(typeof edges)[E]['props']>;

type PairOf<E extends EdgeType> = (typeof edges)[E]['pairs'][number];
export type FromOf<E extends EdgeType> = PairOf<E>[0];
export type ToOf<E extends EdgeType, F extends Label> = Extract<PairOf<E>, readonly [F, Label]>[1];

/** A value as the graph keeps it. */
export type PropValue = string | number | boolean | readonly string[];
export type StoredProps = Readonly<Record<string, PropValue>>;

/** A statement that a node exists with these properties. Properties that are not known are absent. */
export interface NodeRecord<L extends Label = Label> {
  readonly record: 'node';
  readonly label: L;
  readonly id: NodeKey<L>;
  readonly props: StoredProps;
}

/** A statement that an edge exists. Its identity is (type, from, to). */
export interface EdgeRecord<E extends EdgeType = EdgeType> {
  readonly record: 'edge';
  readonly type: E;
  readonly from: NodeRef;
  readonly to: NodeRef;
  readonly props: StoredProps;
}

/** What the graph is loaded with. */
export type GraphRecord = NodeRecord | EdgeRecord;

/** Something a step declares that it emits. */
export type Emit = Label | EdgeType | 'Event';

/** An object whose keys are all declared: a spread of a raw payload does not pass. */
type Exact<T, Shape> = T & { readonly [K in Exclude<keyof T, keyof Shape>]: never };

const CONTROL = /\p{Cc}/u;
export const MAX_KEY_LENGTH = 2048;

/** What is wrong with a key, or `undefined`. */
export function keyProblem(id: unknown): string | undefined {
  if (typeof id !== 'string' || id === '') return 'a key must be text that is not empty';
  if (id.length > MAX_KEY_LENGTH) return `a key must not be longer than ${MAX_KEY_LENGTH} characters`;
  return CONTROL.test(id) ? 'a key must not hold control characters' : undefined;
}

/** Brands a key. Errors: TypeError for an empty, overlong or control-character key. */
export function nodeKey<L extends Label>(_label: L, id: string): NodeKey<L> {
  const problem = keyProblem(id);
  if (problem !== undefined) throw new TypeError(`${problem}: ${JSON.stringify(String(id).slice(0, 80))}`);
  return id as NodeKey<L>;
}

/** `<system>:<tenant>:<kind>:<id>`: a key for what has no globally unique id. */
export function scopedKey<L extends Label>(
  label: L,
  system: string,
  tenant: string,
  kind: string,
  id: string,
): NodeKey<L> {
  return nodeKey(label, `${system}:${tenant}:${kind}:${id}`);
}

export function ref<L extends Label>(label: L, id: string): NodeRef<L> {
  return { label, id: nodeKey(label, id) };
}

/**
 * A node record: the only door, so that nothing undeclared gets through. Unknown (`undefined`) properties are left out.
 * Errors: TypeError for a bad key, a value that is not of its declared type, and a required one that is missing: a source
 * can send anything.
 */
export function node<L extends Label, P extends NodeProps<L>>(
  label: L,
  id: string,
  props: Exact<P, NodeProps<L>>,
): NodeRecord<L> {
  return { record: 'node', label, id: nodeKey(label, id), props: declared(nodes[label].props, props) };
}

/** An edge record: the only door. The pair of labels must stand in the table of edges. Errors: as `node`. */
export function edge<E extends EdgeType, F extends FromOf<E>, T extends ToOf<E, F>, P extends EdgeProps<E>>(
  type: E,
  from: NodeRef<F>,
  to: NodeRef<T>,
  props: Exact<P, EdgeProps<E>>,
): EdgeRecord<E> {
  return { record: 'edge', type, from, to, props: declared(edges[type].props, props) };
}

/** Copies declared properties that have a value, in declared order: one content, one form. */
function declared(specs: PropSpecs, props: Readonly<Record<string, unknown>>): StoredProps {
  const kept: Record<string, PropValue> = {};
  for (const name in specs) {
    const spec = specs[name];
    const value = props[name];
    if (value !== undefined && value !== null) kept[name] = fitting(name, spec, value);
    else if (spec?.optional !== true) throw new TypeError(`${name} is missing`);
  }
  return kept;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const FITS: Readonly<Record<PropType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  int: Number.isSafeInteger,
  float: Number.isFinite,
  boolean: (value) => typeof value === 'boolean',
  instant: (value) => typeof value === 'string' && INSTANT.test(value),
  strings: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
};

/** The compiler knows what a raw item should hold; only this knows what it does hold. The value may be a secret: not told. */
function fitting(name: string, spec: PropSpec | undefined, value: unknown): PropValue {
  if (spec === undefined || !FITS[spec.type](value)) throw new TypeError(`${name} is not of type ${spec?.type ?? '?'}`);
  return value as PropValue;
}

/** The record types of a set of emitted names. */
export type RecordOf<X extends Emit> =
  | (Extract<X, Label> extends infer L ? (L extends Label ? NodeRecord<L> : never) : never)
  | (Extract<X, EdgeType> extends infer E ? (E extends EdgeType ? EdgeRecord<E> : never) : never)
  | (Extract<X, 'Event'> extends never ? never : EventRecord);

/** One audit event in normal form. It goes to the event store; the graph keeps sums and evidence. */
export interface EventRecord {
  readonly record: 'event';
  /** Unique in its source: reading it twice counts it once. */
  readonly id: string;
  /** UTC. */
  readonly at: string;
  readonly source: string;
  /** Account, org or tenant. */
  readonly scope: string;
  /** `<service>:<operation>`, such as `secretsmanager:GetSecretValue`. */
  readonly action: string;
  readonly outcome: 'success' | 'failure' | 'denied';
  /** Key of the Principal that acted (for a role session: the role). */
  readonly principal?: string | undefined;
  /** Key of the Credential it acted with. */
  readonly credential?: string | undefined;
  /** Key of the folded Session, and its name. */
  readonly session?: string | undefined;
  readonly sessionName?: string | undefined;
  /** Who the system says is behind it: source identity, on-behalf-of user, e-mail. */
  readonly person?: string | undefined;
  /** Key of the Agent, where the event names one. */
  readonly agent?: string | undefined;
  /** Keys of the resources acted on. */
  readonly resources?: readonly string[] | undefined;
  /** What the event made or handed over, as label and key: the subject of ownership evidence. */
  readonly subject?: NodeRef | undefined;
  /** For an issuance: the key of the credential or session that came out of it. */
  readonly issued?: string | undefined;
  readonly ip?: string | undefined;
  readonly region?: string | undefined;
  readonly userAgent?: string | undefined;
}

/** An event record: the only door. */
export function event(fields: Omit<EventRecord, 'record'>): EventRecord {
  return { record: 'event', ...fields };
}
