import type { Plan } from 'neo4j-driver';
import { PROCEDURES } from '../../cypher-guard/index.ts';
import type { Graph, Params } from '../store.ts';

/** Operators of a plan that reach outside the data: files, network, settings, other transactions, administration. */
const OUTSIDE = /LoadCSV|Show|Terminate|Alter|Create|Drop|Grant|Revoke|Deny|Administration|Command/i;

/**
 * The second judge: the database plans the statement (EXPLAIN does not run it). Why the plan does more than read the graph;
 * nothing when it only reads.
 */
export async function refuseByPlan(graph: Graph, text: string, params: Params): Promise<string | undefined> {
  const session = graph.session('READ');
  try {
    const { summary } = await session.run(`EXPLAIN ${text}`, params);
    if (summary.queryType !== 'r') return 'it does not only read';
    const operator = summary.plan === false ? undefined : outside(summary.plan);
    return operator === undefined ? undefined : `it reaches outside the data (${operator})`;
  } finally {
    await session.close();
  }
}

function outside(plan: Plan): string | undefined {
  const operator = plan.operatorType.replace(/@.*$/, '');
  if (OUTSIDE.test(operator) || (operator === 'ProcedureCall' && !isListed(plan))) return operator;
  for (const child of plan.children) {
    const found = outside(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `Details` begins with the call: `db.labels() :: (label :: STRING)`. */
function isListed({ arguments: told }: Plan): boolean {
  const details: unknown = told['Details'];
  return typeof details === 'string' && PROCEDURES.has(details.slice(0, details.indexOf('(')));
}
