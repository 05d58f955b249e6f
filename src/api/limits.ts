import { blockFieldSuggestionsPlugin } from '@escape.tech/graphql-armor-block-field-suggestions';
import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import { useCSRFPrevention as csrfPrevention } from '@graphql-yoga/plugin-csrf-prevention';
import type { Plugin } from 'graphql-yoga';
import { inputError, KeylineError } from '../lib/errors.ts';
import { rowsOf } from './http/cost.ts';

/** What a request may be at most. Page sizes and the nodes one request reads are limited where they are read. */
export const LIMITS = {
  /** Levels of fields; a lineage path from person to resource through connections takes 16. */
  depth: 20,
  aliases: 20,
  directives: 20,
  tokens: 2_000,
  /** Rows that the answer could hold, were every page full: three levels of lists at their own sizes, and no four. */
  rows: 2_000_000,
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
    maxDirectivesPlugin({ n: LIMITS.directives }),
    blockFieldSuggestionsPlugin(),
    costLimit(),
    timeLimit(timeoutMs),
  ];
}

/** Refuses what could hand out too much, before anything is read. */
function costLimit(): Plugin {
  return {
    onExecute({ args }) {
      const rows = rowsOf(args);
      if (rows <= LIMITS.rows) return;
      throw inputError('query-too-large', `The answer could hold ${rows.toLocaleString('en')} rows`, {
        hint: `At most ${LIMITS.rows.toLocaleString('en')}: ask for smaller pages (\`first\`) or fewer lists within lists.`,
      });
    },
  };
}

interface Executed {
  readonly contextValue?: { readonly end?: () => void };
}

/** Ends the wait for an answer, and with it what is under way in the database as far as it can be ended (`ApiContext.signal`). */
function timeLimit(timeoutMs: number): Plugin {
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn(async (args: Executed) => {
        const { promise, reject } = Promise.withResolvers<never>();
        const timer = setTimeout(() => {
          reject(new KeylineError('timeout', 'The question took too long'));
          args.contextValue?.end?.();
        }, timeoutMs);
        try {
          return await Promise.race([executeFn(args as never), promise]);
        } finally {
          clearTimeout(timer);
        }
      });
    },
  };
}
