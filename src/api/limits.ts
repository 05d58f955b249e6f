import { blockFieldSuggestionsPlugin } from '@escape.tech/graphql-armor-block-field-suggestions';
import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import { useCSRFPrevention as csrfPrevention } from '@graphql-yoga/plugin-csrf-prevention';
import type { Plugin } from 'graphql-yoga';
import { inputError, KeylineError } from '../lib/errors.ts';
import { costOf } from './http/cost.ts';

/** What a request may be at most. Page sizes and the nodes one request reads are limited where they are read. */
export const LIMITS = {
  /** Levels of fields; a lineage path from person to resource through connections takes 16. */
  depth: 20,
  aliases: 20,
  directives: 20,
  tokens: 2_000,
  /** Objects that the answer could hold, were every page full. */
  cost: 2_000_000,
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
      const cost = costOf(args);
      if (cost <= LIMITS.cost) return;
      throw inputError('query-too-large', `The answer could hold ${cost.toLocaleString('en')} objects`, {
        hint: `At most ${LIMITS.cost.toLocaleString('en')}: ask for smaller pages or fewer nested lists.`,
      });
    },
  };
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
