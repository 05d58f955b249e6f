import { expect } from 'vitest';
import type { Graph } from '../../src/graph/index.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { answer, findQuery } from '../../src/queries/index.ts';
import { type Level, type LevelLists, ReachReader, type ReachRow } from '../../src/queries/reach/index.ts';
import type { Company } from '../support/company-graph.ts';

const CERTAINTIES = ['certain', 'conditional', 'unknown'] as const;

/** Every agent of a situation or of a near miss, and twenty others, evenly spread over the rest. */
export async function sampledAgents(graph: Graph, company: Company): Promise<string[]> {
  const rows = await graph.read('MATCH (a:Agent) WHERE a.retiredAt IS NULL RETURN a.id AS id ORDER BY id');
  const all = rows.map((row) => String(row['id']));
  const named = new Set(
    company.situations.flatMap(({ subjects, nearMisses }) =>
      [subjects, ...nearMisses.map((one) => one.subjects)].flatMap((one) => Object.values(one ?? {})),
    ),
  );
  const others = all.filter((id) => !named.has(id));
  const stride = Math.max(1, Math.floor(others.length / 20));
  return [...all.filter((id) => named.has(id)), ...others.filter((_, i) => i % stride === 0).slice(0, 20)];
}

/** Holds the saved blast radius of an agent against the reader's; gives the rows of the reader. */
export async function sameBlastRadius(graph: Graph, clock: Clock, agent: string): Promise<readonly ReachRow[]> {
  const reader = new ReachReader(graph, clock);
  const { rows } = await reader.blastRadius({ label: 'Agent', id: agent, name: undefined }, { first: 500 });
  const told = rows.map(({ resource, scope, levels }) => [resource?.id ?? scope?.id, ...listsOf(levels)]);
  const saved = await answer(graph, clock, findQuery('blast-radius'), { agent });
  const asked = saved.rows.map((row) => [row['resource'], row['certain'], row['possible'], row['unknown']]);
  expect(sorted(asked), agent).toEqual(sorted(told));
  return rows;
}

/** Holds the saved "who can reach" against the reader's, with how sure each agent's best way is; gives how many there are. */
export async function sameReachers(graph: Graph, clock: Clock, resource: string, level: Level): Promise<number> {
  const reader = new ReachReader(graph, clock);
  const found = await reader.whoCanReach({ label: 'Resource', id: resource, name: undefined }, { first: 500, level });
  const told = found.rows.map(({ source, place }) => [source.id, CERTAINTIES[place.rank]]);
  const saved = await answer(graph, clock, findQuery('who-can-reach'), { resource, level });
  expect(sorted(saved.rows.map((row) => [row['agent'], row['certainty']])), resource).toEqual(sorted(told));
  return told.length;
}

function listsOf({ certain, possible, unknown }: LevelLists) {
  return [certain, possible, unknown];
}

function sorted(rows: readonly unknown[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
