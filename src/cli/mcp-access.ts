import { Masks } from '../api/http/guard/personal.ts';
import { Sight } from '../api/http/guard/visible.ts';
import { authorize, type Caller, may } from '../auth/index.ts';
import type { Graph } from '../graph/index.ts';
import type { McpAccess, Told } from '../mcp/index.ts';
import { readCoverage } from '../queries/index.ts';

const masks = new Masks();
const sights = new WeakMap<Graph, Sight>();

/** The rules of GraphQL, for MCP: roles, scopes, personal data, the audit trail. */
export function mcpAccess(graph: Graph, caller: Caller, record: (told: Told) => Promise<void>): McpAccess {
  const isPlain = may(caller, 'personal');
  const { scope } = caller;
  return {
    caller,
    may: (action) => may(caller, action),
    authorize: (action) => authorize(caller, action),
    sight: async () => {
      if (scope === undefined) return undefined;
      const sight = sights.get(graph) ?? new Sight(graph);
      sights.set(graph, sight);
      return sight.of(scope, (await readCoverage(graph)).graphVersion);
    },
    mask: (value) => (isPlain ? value : masks.mask(value)),
    reveal: (value) => (isPlain ? value : masks.reveal(value)),
    record,
  };
}
