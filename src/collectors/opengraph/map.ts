import type { MapContext } from '../../collect/index.ts';
import { MalformedError } from '../../collect/index.ts';
import { checkEdge, checkNode, Fault, refusedEdge, refusedLabel } from '../../collect/validate/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { type EdgeType, type Emit, edges, type Label, nodes, type RecordOf } from '../../schema/index.ts';
import type { End } from './directory.ts';
import type { GraphNode } from './elements.ts';
import { foreignEdge, foreignKind, ownEdge, ownLabel } from './kinds.ts';

/** A raw item: a node under its key in our graph, or an edge with its ends found. */
export type RawElement =
  | { readonly is: 'node'; readonly key: string; readonly node: GraphNode }
  | {
      readonly is: 'edge';
      readonly kind: string;
      readonly from: End;
      readonly to: End;
      readonly properties: Readonly<Record<string, unknown>>;
    };

/** An element as the record it is. Errors: MalformedError for what the graph does not allow. */
export function mapElement(raw: RawElement, _context: MapContext): readonly RecordOf<Emit>[] {
  const record = raw.is === 'node' ? nodeRecord(raw) : edgeRecord(raw);
  if (record === undefined) return [];
  if (record instanceof Fault) throw new MalformedError(`${record.field}: ${record.message}`);
  return [record as RecordOf<Emit>];
}

/** Does the edge say something that our graph can hold? What we derive ourselves is left out without a word. */
export function hasCounterpart(kind: string, from: Label, to: Label): boolean {
  return ownEdge(kind) !== undefined || foreignEdge(kind, from, to) !== undefined;
}

function nodeRecord({ key, node }: RawElement & { is: 'node' }): ReturnType<typeof checkNode> | undefined {
  const own = ownLabel(node.kinds);
  if (own === undefined) {
    const { label, props } = foreignNode(node);
    return checkNode(label, key, props, true);
  }
  if (refusedLabel(own) !== undefined) return undefined;
  return checkNode(own, key, declared(nodes[own].props, node.properties), true);
}

function edgeRecord(raw: RawElement & { is: 'edge' }): ReturnType<typeof checkEdge> | undefined {
  const own = ownEdge(raw.kind);
  if (own !== undefined) {
    if (refusedEdge(own) !== undefined || isDerived(raw.from.label) || isDerived(raw.to.label)) return undefined;
    return checkEdge(own, { ...raw.from }, { ...raw.to }, declared(edges[own].props, raw.properties), true);
  }
  const found = foreignEdge(raw.kind, raw.from.label, raw.to.label);
  return found === undefined
    ? undefined
    : checkEdge(found.type satisfies EdgeType, { ...raw.from }, { ...raw.to }, { ...found.props }, true);
}

function isDerived(label: Label): boolean {
  return refusedLabel(label) !== undefined;
}

/** BloodHound wants property names in lower case: ours are found again without regard to case, others are dropped. */
function declared(
  specs: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const lower = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  const found = Object.keys(specs).map((name) => [name, lower.get(name.toLowerCase())] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

/** The few properties that every source writes, by name; all others could be anything, also secrets. */
function foreignNode(node: GraphNode): { label: Label; props: Record<string, unknown> } {
  const { label, kind } = foreignKind(node.kinds);
  const text = (...names: readonly string[]): string | undefined => {
    const value = names.map((name) => node.properties[name]).find((one) => typeof one === 'string' && one !== '');
    return typeof value === 'string' ? value : undefined;
  };
  const name = text('displayname', 'name') ?? node.id;
  const createdAt = toInstant(text('createdat', 'created_at', 'whencreated', 'created'));
  const props = {
    Principal: {
      name,
      kind,
      email: text('email', 'mail')?.toLowerCase(),
      login: text('login', 'username', 'samaccountname'),
      status: statusOf(node),
      createdAt,
    },
    Credential: {
      name,
      kind,
      status: statusOf(node),
      createdAt,
      expiresAt: toInstant(text('expiresat', 'expires_at', 'enddate')),
    },
    Resource: { name, kind: `opengraph:${kind}`, createdAt },
    Device: { name, os: text('operatingsystem', 'os') },
    Agent: { name, kind, platform: 'opengraph', createdAt },
  }[label];
  return { label, props: Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) };
}

function statusOf(node: GraphNode): string | undefined {
  const { enabled } = node.properties;
  return typeof enabled === 'boolean' ? (enabled ? 'active' : 'disabled') : undefined;
}
