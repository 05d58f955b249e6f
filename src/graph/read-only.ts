import PQueue from 'p-queue';
import { CypherGuard } from '../cypher-guard/index.ts';
import { inputError } from '../lib/errors.ts';
import { told } from './read-only/failure.ts';
import { parametersOf } from './read-only/parameters.ts';
import { refuseByPlan } from './read-only/plan.ts';
import { readRows } from './read-only/rows.ts';
import type { ReadOnlyOptions, ReadOnlyTable } from './read-only/types.ts';
import type { Graph } from './store.ts';

export type { ReadOnlyOptions, ReadOnlyTable };

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 8_000_000;
/** Statements under way in one graph at a time: others wait their turn, so that collectors and the service's own questions have room. */
const AT_ONCE = 4;

const guard = new CypherGuard();
const lanes = new WeakMap<Graph, PQueue>();

/**
 * Runs an analyst's statement that only reads: the one door for `keyline cypher`, GraphQL and MCP. Its text is parsed and
 * everything in it must be on the list of what reads (`src/cypher-guard`); the database plans it and the plan must only read;
 * it runs in READ mode with limits on time, rows and bytes (and on memory: `db.memory.transaction.max`).
 * Errors: `cypher-refused` with line and column, `cypher-parameter`, `cypher-failed`, `cypher-timeout`, `cypher-memory`,
 * `cypher-cancelled`, `cypher-guard-failed`.
 */
export async function readOnly(graph: Graph, text: string, options: ReadOnlyOptions): Promise<ReadOnlyTable> {
  const verdict = await guard.judge(text);
  if (!verdict.allowed) throw refusal(verdict.reason, `line ${verdict.line}, column ${verdict.column}`);
  const params = parametersOf(options.params ?? {});
  try {
    return await laneOf(graph).add(
      async () => {
        const reason = await refuseByPlan(graph, text, params);
        if (reason !== undefined) throw refusal(reason);
        return await readRows(graph, text, params, {
          limit: options.limit,
          maxBytes: options.maxBytes ?? MAX_BYTES,
          timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
          signal: options.signal,
        });
      },
      options.signal === undefined ? {} : { signal: options.signal },
    );
  } catch (thrown) {
    throw told(thrown, options.signal);
  }
}

function laneOf(graph: Graph): PQueue {
  const lane = lanes.get(graph) ?? new PQueue({ concurrency: AT_ONCE });
  lanes.set(graph, lane);
  return lane;
}

function refusal(reason: string, source?: string): Error {
  return inputError('cypher-refused', `The statement was refused: ${reason}`, {
    hint: 'Only statements that read nodes and edges are run.',
    ...(source === undefined ? {} : { source }),
  });
}
