import { startApi } from '../../src/api/server.ts';
import { following } from '../../src/cli/follow.ts';
import { deriveJobs } from '../../src/derive/index.ts';
import { findingRules } from '../../src/findings/index.ts';
import type { SignalsConfig } from '../../src/lib/config-signals.ts';
import { createLogger } from '../../src/lib/log.ts';
import type { CompanyBench } from '../support/company-graph.ts';

/** The service over the company: decisions and signals are followed as `keyline up` follows them. */
export async function serve(bench: CompanyBench, signals: SignalsConfig) {
  const session = bench.session();
  let followed = 0;
  const follow = following(session, { deriveJobs, findingRules }, signals, () => {
    followed += 1;
  });
  const { graph, clock } = session;
  const api = await startApi({
    graph,
    clock,
    log: createLogger({ level: 'silent' }),
    routes: follow.routes,
    decisions: follow.desk,
  });
  const ask = async (query: string, variables: object = {}) => {
    const answer = await fetch(api.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return (await answer.json()) as {
      readonly data?: Readonly<Record<string, never>>;
      readonly errors?: readonly {
        readonly message: string;
        readonly extensions?: Readonly<Record<string, unknown>>;
      }[];
    };
  };
  return {
    url: api.url,
    ask,
    /** Waits until what was posted has been followed, `count` times in all. */
    followed: async (count: number) => {
      while (followed < count) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    close: async () => {
      await api.close();
      await follow.close();
    },
  };
}
