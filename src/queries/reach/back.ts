import type { Graph, Row } from '../../graph/index.ts';
import type { Instant } from '../../lib/clock.ts';
import { type Label, SHARED_BELOW } from '../../schema/index.ts';
import { READ_TIMEOUT_MS } from './closure.ts';
import { factsOf, type ResourceFacts, text } from './grants.ts';
import { anyOf, type Certainty, type Masks, maskOf, without } from './levels.ts';
import { CERTAINTY, FOLLOWED, live, STEP } from './pattern.ts';

/** A node from which the resource is reached. */
export interface Source {
  readonly key: string;
  readonly label: Label;
  readonly id: string;
  readonly name: string | undefined;
  readonly kind: string | undefined;
  readonly platform: string | undefined;
  readonly environment: string | undefined;
}

/** A step towards the resource. */
export interface Step {
  readonly from: string;
  readonly to: string;
  readonly edge: string;
  readonly certainty: Certainty;
  readonly conditionKeys: readonly string[];
}

/** A grant that covers a resource, less the holder's exceptions. */
export interface HeldGrant {
  readonly target: string;
  readonly holder: string;
  readonly edge: string;
  readonly masks: Masks;
  readonly conditionKeys: readonly string[];
  /** The container it is granted on, when that is not the resource itself. */
  readonly container: ResourceFacts | undefined;
}

/** Everything that leads to a resource. */
export interface Approach {
  readonly resource: ResourceFacts;
  /** What the resource holds where that is granted apart: the objects of a bucket. */
  readonly contents: ResourceFacts | undefined;
  readonly grants: readonly HeldGrant[];
  readonly sources: ReadonlyMap<string, Source>;
  /** Steps by where they lead to. */
  readonly stepsTo: ReadonlyMap<string, readonly Step[]>;
}

const SOURCE = (n: string): string =>
  `{key: elementId(${n}), label: labels(${n})[0], id: ${n}.id, name: coalesce(${n}.name, ${n}.email), kind: ${n}.kind, platform: ${n}.platform, environment: ${n}.environment}`;

const TARGETS = `
  MATCH (r:Resource {id: $id}) WHERE r.retiredAt IS NULL
  OPTIONAL MATCH (r)-[:CONTAINS]->(o:Resource {kind: 's3:object'}) WHERE r.kind = 's3:bucket'
  RETURN ${text.facts('r')} AS facts, CASE WHEN o IS NULL THEN null ELSE ${text.facts('o')} END AS contents LIMIT 1`;

const HELD = `
  UNWIND $targets AS target
  MATCH (r:Resource) WHERE elementId(r) = target
  CALL (r) {
    MATCH (h)-[g:CAN|GRANTED_ON]->(r) WHERE ${text.gives}
    RETURN h, g, null AS c, [] AS except
    UNION ALL
    MATCH (o:Scope) WHERE o.lo <= r.path AND r.path < o.hi AND o.kind = r.kind
    MATCH (h)-[g:CAN]->(o) WHERE ${text.gives}
    OPTIONAL MATCH (h)-[x:CAN_EXCEPT]->(r)
    RETURN h, g, null AS c, coalesce(x.levels, []) AS except
    UNION ALL
    MATCH (c:Resource)-[:CONTAINS*1..8]->(r)
    MATCH (h)-[g:CAN|GRANTED_ON]->(c) WHERE ${text.gives} AND ${SHARED_BELOW}
    RETURN h, g, c, [] AS except
  }
  WITH * WHERE ${live('h')}
  RETURN target, ${SOURCE('h')} AS source, ${text.grant} AS grant, except, CASE WHEN c IS NULL THEN null ELSE ${text.facts('c')} END AS container`;

const ONE_STEP_BACK = `
  MATCH (y) WHERE elementId(y) IN $frontier
  MATCH (x)-[e:${FOLLOWED.join('|')}]->(y) WHERE ${STEP} AND ${live('x')}
  WITH x, collect({to: elementId(y), edge: type(e), certainty: ${CERTAINTY}, conditionKeys: coalesce(e.conditionKeys, [])}) AS steps
  RETURN ${SOURCE('x')} AS source, steps`;

const MAX_ROUNDS = 64;

/** Reads the way back from a resource, one statement for each step. Nothing when there is no such resource now. */
export async function readApproach(graph: Graph, id: string, now: Instant): Promise<Approach | undefined> {
  const read = (statement: string, params: Record<string, unknown>): Promise<Row[]> =>
    graph.read(statement, { now, ...params }, { timeoutMs: READ_TIMEOUT_MS });
  const [target] = await read(TARGETS, { id });
  if (target === undefined) return undefined;
  const resource = factsOf(target['facts']);
  const contents = target['contents'] === null ? undefined : factsOf(target['contents']);
  const held = await read(HELD, { targets: [resource.key, ...(contents === undefined ? [] : [contents.key])] });
  const sources = new Map<string, Source>();
  for (const row of held) add(sources, row['source']);
  const stepsTo = new Map<string, Step[]>();
  let frontier = [...sources.keys()];
  for (let round = 0; frontier.length > 0 && round < MAX_ROUNDS; round += 1) {
    const rows = await read(ONE_STEP_BACK, { frontier });
    frontier = rows.flatMap((row) => {
      const isNew = add(sources, row['source']);
      const from = keyOf(row['source']);
      for (const step of row['steps'] as Omit<Step, 'from'>[]) push(stepsTo, { ...step, from });
      return isNew ? [from] : [];
    });
  }
  return { resource, contents, grants: held.flatMap(heldOf), sources, stepsTo };
}

/** A grant of which the holder's exceptions leave nothing is none. */
function heldOf(row: Row): HeldGrant[] {
  const grant = row['grant'] as { holder: string; edge: string; conditionKeys: string[] } & Masks;
  const masks = without(grant, maskOf(row['except'] as string[]));
  if (anyOf(masks) === 0 && anyOf(grant) !== 0) return [];
  return [
    {
      target: row['target'] as string,
      holder: grant.holder,
      edge: grant.edge,
      masks,
      conditionKeys: grant.conditionKeys,
      container: row['container'] === null ? undefined : factsOf(row['container']),
    },
  ];
}

function keyOf(value: unknown): string {
  return (value as { key: string }).key;
}

function add(sources: Map<string, Source>, value: unknown): boolean {
  const row = value as Readonly<Record<string, string | null>>;
  const key = row['key'] ?? '';
  if (sources.has(key)) return false;
  sources.set(key, {
    key,
    label: row['label'] as Label,
    id: row['id'] ?? '',
    name: row['name'] ?? undefined,
    kind: row['kind'] ?? undefined,
    platform: row['platform'] ?? undefined,
    environment: row['environment'] ?? undefined,
  });
  return true;
}

function push(stepsTo: Map<string, Step[]>, step: Step): void {
  const list = stepsTo.get(step.to);
  if (list === undefined) stepsTo.set(step.to, [step]);
  else list.push(step);
}
