import { createHash } from 'node:crypto';
import type { Graph, Row } from '../../graph/index.ts';
import { SHARED_BELOW } from '../../schema/index.ts';
import { READ_TIMEOUT_MS } from './closure.ts';
import { type Masks, maskText } from './levels.ts';
import { HOLDERS } from './pattern.ts';

/** A resource as an answer tells it. */
export interface ResourceFacts {
  readonly key: string;
  readonly id: string;
  readonly name: string | undefined;
  readonly kind: string | undefined;
  readonly path: string | undefined;
  readonly environment: string | undefined;
  readonly sensitivity: string | undefined;
}

/** One grant of one holder. */
export interface Grant {
  readonly holder: string;
  readonly edge: string;
  readonly masks: Masks;
  readonly conditionKeys: readonly string[];
}

export interface ResourceGrants {
  readonly resource: ResourceFacts;
  readonly grants: readonly Grant[];
}

/** A range of paths, `lo <= path < hi`, of one kind. */
export interface ScopeGrants {
  readonly key: string;
  readonly id: string;
  readonly lo: string;
  readonly hi: string;
  readonly kind: string | undefined;
  readonly grants: readonly Grant[];
}

/** What one holder's scope grants do not give on one resource. */
export interface Exception {
  readonly holder: string;
  readonly resource: ResourceFacts;
  readonly levels: readonly string[];
}

/** A resource inside a container, and the container whose grants it shares. */
export interface Contained {
  readonly container: string;
  readonly resource: ResourceFacts;
}

export interface Grants {
  readonly resources: readonly ResourceGrants[];
  readonly scopes: readonly ScopeGrants[];
  readonly exceptions: readonly Exception[];
  readonly contained: readonly Contained[];
}

export { SHARED_BELOW };

const FACTS = (n: string): string =>
  `{key: elementId(${n}), id: ${n}.id, name: ${n}.name, kind: ${n}.kind, path: ${n}.path, environment: ${n}.environment, sensitivity: ${n}.sensitivity}`;

/** A CAN whose lists are all there and all empty gives nothing; lists that are not there were not told by the source. */
const GRANT = `{holder: elementId(h), edge: type(g), certain: ${maskText('g.certain')}, possible: ${maskText('g.possible')},
  unknown: ${maskText('g.unknown')}, conditionKeys: coalesce(g.conditionKeys, [])}`;
const GIVES =
  '(coalesce(g.certain, g.possible, g.unknown) IS NULL OR size(coalesce(g.certain, [])) + size(coalesce(g.possible, [])) + size(coalesce(g.unknown, [])) > 0)';

const TARGETS = `
  MATCH (h) WHERE elementId(h) IN $holders
  MATCH (h)-[g:CAN|GRANTED_ON]->(t:Resource|Scope) WHERE ${GIVES}
  WITH t, collect(${GRANT}) AS grants
  RETURN t:Scope AS scope, ${FACTS('t')} AS facts, t.lo AS lo, t.hi AS hi, grants`;

const EXCEPTIONS = `
  MATCH (h) WHERE elementId(h) IN $holders
  MATCH (h)-[x:CAN_EXCEPT]->(r:Resource) RETURN elementId(h) AS holder, ${FACTS('r')} AS facts, x.levels AS levels`;

const CONTAINED = `
  MATCH (h) WHERE elementId(h) IN $holders
  MATCH (h)-[g:CAN|GRANTED_ON]->(c:Resource) WHERE ${GIVES} AND EXISTS { (c)-[:CONTAINS]->(:Resource) }
  MATCH (c)-[:CONTAINS*1..8]->(r:Resource) WHERE ${SHARED_BELOW}
  RETURN DISTINCT elementId(c) AS container, ${FACTS('r')} AS facts`;

/** Everything granted to the holders. Three statements, together. */
export async function readGrants(graph: Graph, holders: readonly string[]): Promise<Grants> {
  if (holders.length === 0) return { resources: [], scopes: [], exceptions: [], contained: [] };
  const ask = (text: string): Promise<Row[]> => graph.read(text, { holders }, { timeoutMs: READ_TIMEOUT_MS });
  const [targets, exceptions, contained] = await Promise.all([ask(TARGETS), ask(EXCEPTIONS), ask(CONTAINED)]);
  return {
    resources: targets
      .filter((row) => row['scope'] === false)
      .map((row) => ({ resource: factsOf(row['facts']), grants: grantsOf(row['grants']) })),
    scopes: targets.filter((row) => row['scope'] === true).map(scopeOf),
    exceptions: exceptions.map((row) => ({
      holder: row['holder'] as string,
      resource: factsOf(row['facts']),
      levels: row['levels'] as string[],
    })),
    contained: contained.map((row) => ({
      container: row['container'] as string,
      resource: factsOf(row['facts']),
    })),
  };
}

/** Sets of holders as large as this are shared by many subjects: all that come by one powerful principal. */
const SHARED_SIZE = 200;
const KEPT_SETS = 8;

/** Grants of large sets of holders, kept as long as the graph stays the same. */
export class GrantCache {
  readonly #kept = new Map<string, Promise<Grants>>();
  #version = -1;

  /** As `readGrants`. `own`: holders that hardly any other subject has, its credentials. */
  async read(graph: Graph, shared: readonly string[], own: readonly string[], graphVersion: number): Promise<Grants> {
    if (shared.length < SHARED_SIZE) return readGrants(graph, [...shared, ...own]);
    const [large, small] = await Promise.all([this.#large(graph, shared, graphVersion), readGrants(graph, own)]);
    return joined(large, small);
  }

  #large(graph: Graph, holders: readonly string[], graphVersion: number): Promise<Grants> {
    if (this.#version !== graphVersion) this.#kept.clear();
    this.#version = graphVersion;
    const key = createHash('sha256')
      .update([...holders].sort().join('\n'))
      .digest('base64');
    const kept = this.#kept.get(key) ?? readGrants(graph, holders);
    this.#kept.set(key, kept);
    kept.catch(() => this.#kept.delete(key));
    for (const old of [...this.#kept.keys()].slice(0, Math.max(0, this.#kept.size - KEPT_SETS))) this.#kept.delete(old);
    return kept;
  }
}

/** Two sets of grants as one; a target that is in both has the grants of both. */
function joined(a: Grants, b: Grants): Grants {
  const union = <T extends { readonly grants: readonly Grant[] }>(
    left: readonly T[],
    right: readonly T[],
    keyOf: (one: T) => string,
  ): T[] => {
    const added = new Map(right.map((one) => [keyOf(one), one]));
    const both = left.map((one) => {
      const other = added.get(keyOf(one));
      added.delete(keyOf(one));
      return other === undefined ? one : { ...one, grants: [...one.grants, ...other.grants] };
    });
    return [...both, ...added.values()];
  };
  return {
    resources: union(a.resources, b.resources, (one) => one.resource.key),
    scopes: union(a.scopes, b.scopes, (one) => one.key),
    exceptions: [...a.exceptions, ...b.exceptions],
    contained: [
      ...new Map([...a.contained, ...b.contained].map((one) => [`${one.container} ${one.resource.key}`, one])).values(),
    ],
  };
}

/** Labels of which `readGrants` wants the nodes. */
export function holdsGrants(label: string): boolean {
  return HOLDERS.some((one) => one === label);
}

function scopeOf(row: Row): ScopeGrants {
  const facts = factsOf(row['facts']);
  return {
    key: facts.key,
    id: facts.id,
    lo: row['lo'] as string,
    hi: row['hi'] as string,
    kind: facts.kind,
    grants: grantsOf(row['grants']),
  };
}

export function factsOf(value: unknown): ResourceFacts {
  const facts = value as Readonly<Record<string, string | null>>;
  return {
    key: facts['key'] ?? '',
    id: facts['id'] ?? '',
    name: facts['name'] ?? undefined,
    kind: facts['kind'] ?? undefined,
    path: facts['path'] ?? undefined,
    environment: facts['environment'] ?? undefined,
    sensitivity: facts['sensitivity'] ?? undefined,
  };
}

export function grantsOf(value: unknown): Grant[] {
  return (value as readonly Readonly<Record<string, unknown>>[]).map((one) => ({
    holder: one['holder'] as string,
    edge: one['edge'] as string,
    masks: {
      certain: one['certain'] as number,
      possible: one['possible'] as number,
      unknown: one['unknown'] as number,
    },
    conditionKeys: one['conditionKeys'] as string[],
  }));
}

/** The Cypher of a grant and of a resource's facts, for the way back. */
export const text = { facts: FACTS, grant: GRANT, gives: GIVES };
