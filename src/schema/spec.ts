/** The kinds of value a property holds. `instant` is a UTC time as text, `2026-11-21T13:08:00.000Z`, which sorts as text. */
export type PropType = 'string' | 'int' | 'float' | 'boolean' | 'instant' | 'strings';

/** One property of a node or an edge. */
export interface PropSpec {
  readonly type: PropType;
  readonly doc: string;
  /** May be absent: the source does not give it, or it is not known. Absent is never written as empty. */
  readonly optional?: true;
  /** A range index is made for it. */
  readonly index?: true;
  /** Says something about a person; shown only to those who may see personal data. */
  readonly personal?: true;
  /** `false`: a change of value is not kept as a Change record (a counter, a last-use time). */
  readonly history?: false;
}

export type PropSpecs = Readonly<Record<string, PropSpec>>;

export interface NodeSpec {
  readonly doc: string;
  /** How the key is formed (`DESIGN` words: "Key"). */
  readonly key: string;
  readonly props: PropSpecs;
  /**
   * The property that tells two holders of one key apart: a node whose stored value differs from the new one is
   * another incarnation, and the old node is retired under `<id>#<old value>`.
   */
  readonly incarnation?: string;
}

/** An edge type: the label pairs it may join, in one place. */
export interface EdgeSpec<L extends string = string> {
  readonly doc: string;
  readonly pairs: readonly (readonly [L, L])[];
  readonly props: PropSpecs;
}

type TypeOfProp<P extends PropType> = P extends 'string' | 'instant'
  ? string
  : P extends 'int' | 'float'
    ? number
    : P extends 'boolean'
      ? boolean
      : readonly string[];

type OptionalNames<P> = { [K in keyof P]: P[K] extends { optional: true } ? K : never }[keyof P];

/** The TypeScript shape of a set of declared properties. Optional ones may also be given as `undefined`: not known. */
export type PropsOf<P> = {
  readonly [K in Exclude<keyof P, OptionalNames<P>>]: P[K] extends PropSpec ? TypeOfProp<P[K]['type']> : never;
} & {
  readonly [K in OptionalNames<P>]?: (P[K] extends PropSpec ? TypeOfProp<P[K]['type']> : never) | undefined;
};

export function defineNodes<const N extends Readonly<Record<string, NodeSpec>>>(nodes: N): N {
  return nodes;
}

export function defineEdges<L extends string>() {
  return <const E extends Readonly<Record<string, EdgeSpec<L>>>>(edges: E): E => edges;
}
