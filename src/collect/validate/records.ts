import {
  type EdgeRecord,
  type EdgeType,
  edges,
  keyProblem,
  type Label,
  MAX_KEY_LENGTH,
  type NodeKey,
  type NodeRecord,
  type NodeRef,
  nodes,
} from '../../schema/index.ts';
import { acceptedEdges, acceptedLabels, acceptedPairs, refusedEdge, refusedLabel } from './accepted.ts';
import { Fault, quoted } from './fault.ts';
import { type CompiledProps, checkProps, compileProps } from './props.ts';
import { secretIn } from './secrets.ts';

interface CompiledEdge {
  readonly props: CompiledProps;
  /** from → to → allowed */
  readonly pairs: Readonly<Record<string, Readonly<Record<string, true>>>>;
}

const nodeChecks = byName<CompiledProps>();
for (const label of acceptedLabels) nodeChecks[label] = compileProps(nodes[label].props);

const edgeChecks = byName<CompiledEdge>();
for (const type of acceptedEdges) edgeChecks[type] = { props: compileProps(edges[type].props), pairs: pairsOf(type) };

/** An object without a prototype: `constructor` and `__proto__` are names like any other. */
function byName<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

function pairsOf(type: EdgeType): CompiledEdge['pairs'] {
  const pairs = byName<Record<string, true>>();
  for (const [from, to] of acceptedPairs(type)) {
    const ends = pairs[from] ?? byName<true>();
    ends[to] = true;
    pairs[from] = ends;
  }
  return pairs;
}

/** A node record of what was given, or what is wrong with it. */
export function checkNode(label: unknown, id: unknown, props: unknown, careful: boolean): NodeRecord | Fault {
  const compiled = typeof label === 'string' ? nodeChecks[label] : undefined;
  if (compiled === undefined) return labelFault('node', label);
  const key = checkKey('id', id, careful);
  if (key instanceof Fault) return key;
  const kept = checkProps(compiled, props, careful);
  if (kept instanceof Fault) return kept;
  return { record: 'node', label: label as Label, id: key, props: kept };
}

/** An edge record of what was given, or what is wrong with it. */
export function checkEdge(
  type: unknown,
  from: unknown,
  to: unknown,
  props: unknown,
  careful: boolean,
): EdgeRecord | Fault {
  const compiled = typeof type === 'string' ? edgeChecks[type] : undefined;
  if (compiled === undefined) return edgeFault(type);
  const start = checkRef('from', from, careful);
  if (start instanceof Fault) return start;
  const end = checkRef('to', to, careful);
  if (end instanceof Fault) return end;
  if (compiled.pairs[start.label]?.[end.label] !== true)
    return new Fault('edge', `${String(type)} does not join ${start.label} to ${end.label}`);
  const kept = checkProps(compiled.props, props, careful);
  if (kept instanceof Fault) return kept;
  return { record: 'edge', type: type as EdgeType, from: start, to: end, props: kept };
}

/** A key, or what is wrong with it. */
export function checkKey(field: string, id: unknown, careful: boolean): NodeKey | Fault {
  if (typeof id !== 'string') return new Fault(field, 'must be the key, as text');
  if (!careful && id.length > 0 && id.length <= MAX_KEY_LENGTH) return id as NodeKey;
  const problem = keyProblem(id);
  if (problem !== undefined) return new Fault(field, problem);
  if (!id.isWellFormed()) return new Fault(field, 'is not well-formed Unicode');
  const kind = secretIn(id);
  return kind === undefined ? (id as NodeKey) : new Fault(field, `looks like a secret (${kind}): use its fingerprint`);
}

/** `{"label": "Agent", "id": "…"}` or `["Agent", "…"]`. */
export function checkRef(field: string, given: unknown, careful: boolean): NodeRef | Fault {
  if (Array.isArray(given)) {
    if (given.length !== 2) return new Fault(field, 'must be [label, key]');
    return checkedRef(field, given[0], given[1], careful);
  }
  if (typeof given !== 'object' || given === null) return new Fault(field, 'must be {"label": …, "id": …}');
  const end = given as { label?: unknown; id?: unknown };
  for (const name in end) {
    if (name !== 'label' && name !== 'id') return new Fault(field, `has the field ${quoted(name)}, which is not known`);
  }
  return checkedRef(field, end.label, end.id, careful);
}

function checkedRef(field: string, label: unknown, id: unknown, careful: boolean): NodeRef | Fault {
  if (typeof label !== 'string' || nodeChecks[label] === undefined) return labelFault(`${field}.label`, label);
  const key = checkKey(`${field}.id`, id, careful);
  return key instanceof Fault ? key : { label: label as Label, id: key };
}

function labelFault(field: string, label: unknown): Fault {
  if (typeof label !== 'string') return new Fault(field, 'must be the name of a node type');
  const why = refusedLabel(label);
  if (why !== undefined) return new Fault(field, `${label} cannot be pushed: ${why}`);
  return new Fault(field, `${quoted(label)} is not a node type`);
}

function edgeFault(type: unknown): Fault {
  if (typeof type !== 'string') return new Fault('edge', 'must be the name of an edge type');
  if (!Object.hasOwn(edges, type)) return new Fault('edge', `${quoted(type)} is not an edge type`);
  const why = refusedEdge(type) ?? 'it joins what is derived only';
  return new Fault('edge', `${type} cannot be pushed: ${why}`);
}
