/** The columns of the picture, from left to right. */
export const COLUMNS = ['People', 'Agents', 'Credentials', 'Principals', 'Resources'] as const;

/** How an edge is known: it is given, it was seen used, or it is concluded or not certain. */
export type How = 'granted' | 'used' | 'inferred';

/** A node as a path tells it. */
export interface Step {
  /** Type of the edge that leads here; absent where the path begins. */
  readonly edge?: string | undefined;
  readonly label: string;
  readonly id: string;
  readonly name?: string | undefined;
  /** `certain`, `conditional` or `unknown`. */
  readonly certainty?: string | undefined;
  readonly kind?: string | undefined;
  readonly environment?: string | undefined;
  readonly sensitivity?: string | undefined;
  /** What the node stands for, where that is more than itself: the resources of a scope. */
  readonly count?: number | undefined;
}

/** Who answers for a node. */
export interface Owning {
  readonly of: { readonly label: string; readonly id: string };
  readonly owner: Step;
  readonly verdict: string | undefined;
  readonly basis: readonly string[];
}

export interface PictureNode {
  readonly key: string;
  readonly label: string;
  readonly id: string;
  readonly name: string;
  readonly column: number;
  readonly kind: string | undefined;
  readonly environment: string | undefined;
  readonly sensitivity: string | undefined;
  readonly count: number;
}

export interface PictureEdge {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly how: How;
  readonly certainty: string;
  /** How it is known and when it was last seen, in words. */
  readonly told: readonly string[];
}

/** Nodes and edges of lineage, and the ways they were drawn from: keys of nodes, one way for each row of the answer. */
export interface Picture {
  readonly nodes: ReadonlyMap<string, PictureNode>;
  readonly edges: ReadonlyMap<string, PictureEdge>;
  readonly ways: readonly (readonly string[])[];
  readonly subject: string;
}

const COLUMN_OF: Readonly<Record<string, number>> = {
  Human: 0,
  Team: 0,
  Finding: 0,
  Agent: 1,
  Tool: 1,
  Device: 1,
  Session: 1,
  Credential: 2,
  Principal: 3,
  TrustGroup: 3,
  AccessProfile: 3,
};

/** A profile says what its holder can do; it is told on the edge, and not drawn. */
const ELIDED = 'AccessProfile';

export function keyOf(label: string, id: string): string {
  return `${label} ${id}`;
}

/** What is drawn of ways from (or to) a subject, with those who answer for what is on them. */
export function pictureOf(subject: Step, ways: readonly (readonly Step[])[], owners: readonly Owning[] = []): Picture {
  const nodes = new Map<string, PictureNode>();
  const edges = new Map<string, PictureEdge>();
  addNode(nodes, subject);
  const keys = ways.map((way) => {
    const drawn = way.filter(({ label }) => label !== ELIDED || way.length === 1);
    for (const [i, step] of drawn.entries()) {
      addNode(nodes, step);
      const before = drawn[i - 1];
      if (before !== undefined) addEdge(edges, before, step);
    }
    return drawn.map(({ label, id }) => keyOf(label, id));
  });
  for (const { of, owner, verdict, basis } of owners) {
    if (!nodes.has(keyOf(of.label, of.id))) continue;
    addNode(nodes, owner);
    const how = verdict === 'asserted' ? 'granted' : 'inferred';
    setEdge(edges, {
      from: keyOf(owner.label, owner.id),
      to: keyOf(of.label, of.id),
      type: 'OWNS',
      how,
      certainty: verdict ?? 'unknown',
      told: basis,
    });
  }
  return { nodes, edges, ways: keys, subject: keyOf(subject.label, subject.id) };
}

function addNode(nodes: Map<string, PictureNode>, step: Step): void {
  const key = keyOf(step.label, step.id);
  const known = nodes.get(key);
  nodes.set(key, {
    key,
    label: step.label,
    id: step.id,
    name: step.name ?? known?.name ?? step.id,
    column: COLUMN_OF[step.label] ?? COLUMNS.length - 1,
    kind: step.kind ?? known?.kind,
    environment: step.environment ?? known?.environment,
    sensitivity: step.sensitivity ?? known?.sensitivity,
    count: Math.max(step.count ?? 1, known?.count ?? 1),
  });
}

function addEdge(edges: Map<string, PictureEdge>, before: Step, step: Step): void {
  const certainty = step.certainty ?? 'certain';
  setEdge(edges, {
    from: keyOf(before.label, before.id),
    to: keyOf(step.label, step.id),
    type: step.edge ?? 'leads to',
    how: certainty === 'certain' ? 'granted' : 'inferred',
    certainty,
    told: [],
  });
}

function setEdge(edges: Map<string, PictureEdge>, edge: Omit<PictureEdge, 'key'>): void {
  const key = `${edge.from} → ${edge.to}`;
  if (!edges.has(key)) edges.set(key, { key, ...edge });
}
