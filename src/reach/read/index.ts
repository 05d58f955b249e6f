import type { Graph } from '../../graph/index.ts';
import { grantsByOrdinal } from '../grants.ts';
import { stepsBack } from '../reverse.ts';
import type { ReachTables, ScopeTables, TableParts } from '../tables.ts';
import { readActors } from './actors.ts';
import { ConditionLists } from './conditions.ts';
import { readGrants } from './grants.ts';
import { readResources } from './resources.ts';
import { ScopePlacer } from './scopes.ts';
import { changedParts, PARTS, type Part, readSigns, type Signs } from './signs.ts';
import { readSteps } from './steps.ts';
import type { NumberMap } from './stream.ts';
import { readVersion } from './version.ts';

/** Times a build is tried again because the graph was written to meanwhile. */
const TRIES = 5;

/** The tables of one version of the graph. `undefined` when it is written to all the time. */
export async function readTables(graph: Graph): Promise<ReachTables | undefined> {
  return (await new TableReader().read(graph, undefined)) as ReachTables | undefined;
}

/** How numbers were given out when the parts were last read. */
interface Numbering {
  readonly resources: {
    readonly ordinals: NumberMap;
    readonly scopeNumbers: NumberMap;
    readonly scopes: ScopeTables;
  };
  readonly actors: { readonly numbers: NumberMap; readonly count: number };
  readonly conditions: ConditionLists;
}

interface Kept extends Numbering {
  readonly graphVersion: number;
  readonly signs: Signs;
}

/** Reads the tables, and after that only the parts of them that have changed. */
export class TableReader {
  #kept: Kept | undefined;

  /**
   * The parts that differ from those of the version that the asker has: all of them when it has none, or another one than
   * was read last. `undefined` when the graph is written to all the time.
   */
  async read(graph: Graph, has: number | undefined): Promise<TableParts | undefined> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const graphVersion = await readVersion(graph);
      const signs = await readSigns(graph);
      const before = this.#kept;
      const reused = before !== undefined && before.graphVersion === has ? before : undefined;
      const wanted = reused === undefined ? new Set(PARTS) : changedParts(reused.signs, signs);
      const { parts, numbering } = await readParts(graph, wanted, reused);
      if ((await readVersion(graph)) !== graphVersion) continue;
      this.#kept = { ...numbering, graphVersion, signs };
      return { ...parts, graphVersion };
    }
    return undefined;
  }
}

type Unversioned = Omit<TableParts, 'graphVersion'>;

async function readParts(
  graph: Graph,
  wanted: ReadonlySet<Part>,
  before: Numbering | undefined,
): Promise<{ readonly parts: Unversioned; readonly numbering: Numbering }> {
  const isAll = before === undefined || (wanted.has('steps') && wanted.has('grants'));
  const conditions = isAll ? new ConditionLists() : before.conditions;
  const resources =
    before === undefined || wanted.has('resources')
      ? await resourcesOf(graph)
      : { ...before.resources, tables: undefined };
  const actors =
    before === undefined || wanted.has('actors') ? await actorsOf(graph) : { ...before.actors, tables: undefined };
  const parts: Unversioned[] = [{ conditions: conditions.all }];
  if (resources.tables !== undefined) parts.push({ conditions: conditions.all, resources: resources.tables });
  if (actors.tables !== undefined) parts.push({ conditions: conditions.all, actors: actors.tables });
  if (wanted.has('steps')) {
    const steps = await readSteps(graph, actors.numbers, actors.count, conditions);
    parts.push({ conditions: conditions.all, steps, stepsBack: stepsBack(steps) });
  }
  if (wanted.has('grants')) {
    const { ordinals, scopeNumbers } = resources;
    // What is handed over is gone here.
    const scopes = structuredClone(resources.scopes);
    const places = { actors: actors.numbers, actorCount: actors.count, ordinals, scopeNumbers, scopes };
    const grants = await readGrants(graph, places, conditions);
    parts.push({ conditions: conditions.all, grants, grantsByOrdinal: grantsByOrdinal(grants) });
  }
  const { ordinals, scopeNumbers, scopes } = resources;
  const { numbers, count } = actors;
  const numbering = { resources: { ordinals, scopeNumbers, scopes }, actors: { numbers, count }, conditions };
  return { parts: Object.assign({}, ...parts) as Unversioned, numbering };
}

async function resourcesOf(graph: Graph) {
  const placer = new ScopePlacer();
  await placer.read(graph);
  const { tables, ordinals, startOf, pathsOf } = await readResources(graph, placer);
  return { tables, ordinals, scopeNumbers: placer.numbers, scopes: placer.done(startOf, pathsOf) };
}

async function actorsOf(graph: Graph) {
  const { tables, numbers } = await readActors(graph);
  return { tables, numbers, count: tables.kindOf.length };
}
