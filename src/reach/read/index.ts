import type { Graph } from '../../graph/index.ts';
import { grantsByOrdinal } from '../grants.ts';
import { stepsBack } from '../reverse.ts';
import type { ReachTables } from '../tables.ts';
import { readActors } from './actors.ts';
import { ConditionLists } from './conditions.ts';
import { readGrants } from './grants.ts';
import { readResources } from './resources.ts';
import { ScopePlacer } from './scopes.ts';
import { readSteps } from './steps.ts';
import { readVersion } from './version.ts';

/** Times a build is tried again because the graph was written to meanwhile. */
const TRIES = 5;

/** The tables of one version of the graph. `undefined` when it is written to all the time. */
export async function readTables(graph: Graph): Promise<ReachTables | undefined> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const before = await readVersion(graph);
    const tables = await readOnce(graph, before);
    if ((await readVersion(graph)) === before) return tables;
  }
  return undefined;
}

async function readOnce(graph: Graph, graphVersion: number): Promise<ReachTables> {
  const placer = new ScopePlacer();
  await placer.read(graph);
  const resources = await readResources(graph, placer);
  const actors = await readActors(graph);
  const actorCount = actors.tables.kindOf.length;
  const conditions = new ConditionLists();
  const steps = await readSteps(graph, actors.numbers, actorCount, conditions);
  const scopes = placer.done(resources.startOf, resources.pathsOf);
  const places = {
    actors: actors.numbers,
    actorCount,
    ordinals: resources.ordinals,
    scopeNumbers: placer.numbers,
    scopes,
  };
  const grants = await readGrants(graph, places, conditions);
  return {
    graphVersion,
    resources: resources.tables,
    actors: actors.tables,
    steps,
    stepsBack: stepsBack(steps),
    grants,
    grantsByOrdinal: grantsByOrdinal(grants),
    conditions: conditions.all,
  };
}
