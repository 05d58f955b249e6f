import { blockFieldSuggestionsPlugin } from '@escape.tech/graphql-armor-block-field-suggestions';
import { costLimitPlugin } from '@escape.tech/graphql-armor-cost-limit';
import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import { useCSRFPrevention as csrfPrevention } from '@graphql-yoga/plugin-csrf-prevention';
import type { Plugin } from 'graphql-yoga';
import { KeylineError } from '../lib/errors.ts';

/** What a request may be at most. Page sizes and the nodes one request reads are limited where they are read. */
export const LIMITS = {
  /** Levels of fields; a lineage path from person to resource through connections takes 16. */
  depth: 20,
  aliases: 20,
  directives: 20,
  tokens: 2_000,
  /** Fields, each weighed by how deep it stands: a list within a list costs more than the list. */
  cost: 3_000,
  bodyBytes: 256 * 1024,
  timeoutMs: 30_000,
} as const;

/** Limits on the shape of a query, and none that a browser on another site could send. */
export function limitPlugins(timeoutMs: number): Plugin[] {
  return [
    csrfPrevention({ requestHeaders: ['x-graphql-yoga-csrf', 'graphql-require-preflight'] }),
    maxTokensPlugin({ n: LIMITS.tokens }),
    maxDepthPlugin({ n: LIMITS.depth }),
    maxAliasesPlugin({ n: LIMITS.aliases }),
    costLimitPlugin({
      maxCost: LIMITS.cost,
      objectCost: 2,
      scalarCost: 1,
      depthCostFactor: 1.25,
      ignoreIntrospection: true,
    }),
    maxDirectivesPlugin({ n: LIMITS.directives }),
    blockFieldSuggestionsPlugin(),
    timeLimit(timeoutMs),
  ];
}

/** Ends the wait for an answer; statements under way have a limit of their own in the database. */
function timeLimit(timeoutMs: number): Plugin {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn(async (args: unknown) => {
        const { promise, reject } = Promise.withResolvers<never>();
        const timer = setTimeout(() => reject(new KeylineError('timeout', 'The question took too long')), timeoutMs);
        try {
          return await Promise.race([executeFn(args as never), promise]);
        } finally {
          clearTimeout(timer);
        }
      });
    },
  };
}
