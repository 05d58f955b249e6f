import fc from 'fast-check';
import type { Plan } from 'neo4j-driver';
import { expect, it } from 'vitest';
import { judge } from '../../src/cypher-guard/index.ts';
import type { Graph } from '../../src/graph/index.ts';
import { loaderBench } from '../support/loader.ts';
import { legalReads } from './corpus.ts';
import { mutations } from './mutations.ts';

const bench = loaderBench();

/** Every so-manieth of the legal reads: planning takes the database a while. */
const STRIDE = 5;
const MUTANTS = 300;

it('what is legal is planned by the database as a read', async () => {
  const sample = [...legalReads().values()].flat().filter((_, place) => place % STRIDE === 0);
  const wrong: unknown[] = [];
  for (const text of sample) {
    const kind = await explained(bench.graph(), text);
    if (kind !== 'r') wrong.push({ text, kind });
  }
  expect(wrong).toEqual([]);
});

it('no mutant that is allowed does more than read, as the database plans it', async () => {
  const allowed: string[] = [];
  for (const text of fc.sample(mutations, { numRuns: MUTANTS, seed: 20_261_121 })) {
    if ((await judge(text)).allowed) allowed.push(text);
  }
  expect(allowed.length).toBeGreaterThan(10);
  const wrong: unknown[] = [];
  for (const text of allowed) {
    const kind = await explained(bench.graph(), text);
    if (kind !== 'r' && kind !== 'not planned') wrong.push({ text, kind });
  }
  expect(wrong).toEqual([]);
});

/** The database's own word for what a statement does, or the operator that reaches outside the data. */
async function explained(graph: Graph, text: string): Promise<string> {
  const session = graph.session('READ');
  try {
    const { summary } = await session.run(`EXPLAIN ${text}`);
    const operators = summary.plan === false ? [] : operatorsOf(summary.plan);
    return operators.find((one) => /LoadCSV|Show|Terminate/.test(one)) ?? summary.queryType;
  } catch {
    return 'not planned';
  } finally {
    await session.close();
  }
}

function operatorsOf(plan: Plan): string[] {
  return [plan.operatorType, ...plan.children.flatMap(operatorsOf)];
}
