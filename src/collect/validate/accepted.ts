import { type EdgeType, edges, edgeTypes, type Label, labels } from '../../schema/index.ts';

const REFUSED_LABELS: Partial<Readonly<Record<Label, string>>> = {
  Human: 'people are merged from accounts: push the account as a Principal of kind `person`',
  AccessProfile: 'effective access is derived',
  Scope: 'effective access is derived',
  TrustGroup: 'trust groups are derived',
  Finding: 'findings are derived',
  Decision: 'decisions are made by people, in Keyline',
  Signal: 'signals are received and verified by Keyline',
  Change: 'changes are written by the loader',
  Step: 'steps are written by the loader',
  Run: 'runs are written by the loader',
};

const REFUSED_EDGES: Partial<Readonly<Record<EdgeType, string>>> = {
  OWNS: 'owners are derived: push Evidence',
  MAY_OWN: 'owners are derived: push Evidence',
  MAY_BE: 'proposals are derived from accounts',
  ACTED_ON: 'is derived from events',
  REFUSED: 'is derived from events',
  SAME_AS: 'is derived from the fingerprints of both credentials',
};

/** Why records of this label cannot be pushed, or `undefined`. */
export function refusedLabel(label: string): string | undefined {
  return Object.hasOwn(REFUSED_LABELS, label) ? REFUSED_LABELS[label as Label] : undefined;
}

export function refusedEdge(type: string): string | undefined {
  return Object.hasOwn(REFUSED_EDGES, type) ? REFUSED_EDGES[type as EdgeType] : undefined;
}

/** The labels that a source outside of this project may assert. */
export const acceptedLabels: readonly Label[] = labels.filter((label) => refusedLabel(label) === undefined);

/** The edge types that it may assert: those that join at least one pair of accepted labels. */
export const acceptedEdges: readonly EdgeType[] = edgeTypes.filter(
  (type) => refusedEdge(type) === undefined && acceptedPairs(type).length > 0,
);

export function acceptedPairs(type: EdgeType): readonly (readonly [Label, Label])[] {
  return edges[type].pairs.filter((pair) => pair.every((label) => refusedLabel(label) === undefined));
}
