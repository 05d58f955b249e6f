import { expect, test, vi } from 'vitest';
import { deriveJobs } from '../../src/derive/index.ts';
import { findingRules } from '../../src/findings/index.ts';
import { type Graph, liveEdges, liveNodes } from '../../src/graph/index.ts';
import { instantOf } from '../../src/lib/clock.ts';
import { followSignals } from '../../src/pipeline/follow.ts';
import type { Signal } from '../../src/signals/index.ts';
import { keepSignals } from '../../src/signals/keep.ts';
import { withCompany } from '../support/company-graph.ts';

// A loaded machine is slow; nothing is asserted about time.
vi.setConfig({ testTimeout: 400_000 });

const bench = withCompany();
let count = 0;

async function emailOf(name: string): Promise<string> {
  const [row] = await bench
    .session()
    .graph.read('MATCH (h:Human {name: $name}) WHERE h.retiredAt IS NULL RETURN h.email AS email', { name });
  return row?.['email'] as string;
}

/** Takes signals about people by name, and lets the graph follow those. Gives the stages in which all had to be derived. */
async function told(...signals: readonly (readonly [kind: Signal['kind'], name: string])[]) {
  const session = bench.session();
  bench.clock.advance(1_000);
  const at = instantOf(bench.clock.now());
  const taken = await Promise.all(
    signals.map(async ([kind, name]): Promise<Signal> => {
      count += 1;
      return { id: `signal:limited-${count}`, kind, event: 'test', issuer: 'test', subject: await emailOf(name), at };
    }),
  );
  await keepSignals(session.graph, bench.clock, taken);
  const derived: string[] = [];
  const jobs = deriveJobs(session.events).map((job) => ({
    ...job,
    run: (context: Parameters<typeof job.run>[0]) => {
      derived.push(job.id);
      return job.run(context);
    },
  }));
  await followSignals(session, at, { jobs, rules: findingRules });
  return derived;
}

async function live(graph: Graph): Promise<ReadonlyMap<string, string>> {
  const all = new Map<string, string>();
  for await (const { label, id, props } of liveNodes(graph)) all.set(`${label} ${id}`, JSON.stringify(props));
  for await (const { type, from, to, props } of liveEdges(graph))
    all.set(`${from.id} -${type}-> ${to.id}`, JSON.stringify(props));
  return all;
}

/** What deriving everything changes: lines of what was there and is not, and the other way round. */
async function changedByAll(): Promise<{ readonly changed: readonly string[]; readonly facts: number }> {
  const { graph } = bench.session();
  const before = await live(graph);
  await bench.deriveAgain();
  const after = await live(graph);
  const lines = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>, sign: string): string[] =>
    [...one].filter(([key, props]) => other.get(key) !== props).map(([key, props]) => `${sign} ${key} ${props}`);
  return { changed: [...lines(before, after, '-'), ...lines(after, before, '+')], facts: after.size };
}

async function findingsOf(name: string): Promise<readonly string[]> {
  const rows = await bench
    .session()
    .graph.read(
      `MATCH (:Human {name: $name})<-[:ABOUT]-(f:Finding) WHERE f.retiredAt IS NULL RETURN split(f.id, ':')[1] AS rule`,
      { name },
    );
  return [...new Set(rows.map((row) => row['rule'] as string))].sort();
}

test('after a departure the few who are concerned are as deriving everything makes them', async () => {
  expect(await findingsOf('Lucjan Mroczek')).toEqual([]);
  expect(await told(['departed', 'Lucjan Mroczek'])).toEqual([]);
  expect(await findingsOf('Lucjan Mroczek')).toContain('departed-owner');
  const { changed, facts } = await changedByAll();
  expect(changed).toEqual([]);
  expect(facts).toBeGreaterThan(1_000);
});

test('so they are when the one to whom duties fell leaves, who led a team leaves, and somebody is suspended', async () => {
  expect(
    await told(
      ['departed', 'Bronwen Tshabalala'],
      ['departed', 'Ruairí Mac Suibhne'],
      ['suspended', 'Ingrid Solheim-Paz'],
    ),
  ).toEqual([]);
  expect((await changedByAll()).changed).toEqual([]);
});

test('when somebody is back, all accounts are looked at, and what was found about them is over', async () => {
  expect(await told(['active', 'Lucjan Mroczek'])).toEqual(['signals']);
  expect(await findingsOf('Lucjan Mroczek')).toEqual([]);
  expect((await changedByAll()).changed).toEqual([]);
});
