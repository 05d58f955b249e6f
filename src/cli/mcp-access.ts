import { horizonOf } from '../api/http/guard/horizon.ts';
import { Masks } from '../api/http/guard/personal.ts';
import { authorize, type Caller, may } from '../auth/index.ts';
import type { Graph } from '../graph/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { McpAccess, Told } from '../mcp/index.ts';

const masks = new Masks();

/** The rules of GraphQL, for MCP: roles, scopes, personal data, the audit trail. */
export function mcpAccess(
  parts: { readonly graph: Graph; readonly clock: Clock },
  caller: Caller,
  record: (told: Told) => Promise<void>,
): McpAccess {
  const isPlain = may(caller, 'personal');
  const horizon = caller.scope === undefined ? undefined : horizonOf(parts, caller.scope);
  return {
    caller,
    may: (action) => may(caller, action),
    authorize: (action) => authorize(caller, action),
    horizon,
    sight: () => horizon?.visible() ?? Promise.resolve(undefined),
    mask: (value) => (isPlain ? value : masks.mask(value)),
    reveal: (value) => (isPlain ? value : masks.reveal(value)),
    record,
  };
}
