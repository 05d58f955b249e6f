import { startApi } from '../../src/api/server.ts';
import { following } from '../../src/cli/follow.ts';
import { deriveJobs } from '../../src/derive/index.ts';
import { findingRules } from '../../src/findings/index.ts';
import type { SignalsConfig } from '../../src/lib/config-signals.ts';
import { createLogger } from '../../src/lib/log.ts';
import type { CompanyBench } from '../support/company-graph.ts';

/** What derives everything after a while is left to the tests. */
const NEVER_MS = 3_600_000;

/** The service over the company: decisions and signals are followed as `keyline up` follows them. */
export async function serve(bench: CompanyBench, signals: SignalsConfig) {
  const session = bench.session();
  let followed = 0;
  const count = (what: string): void => {
    if (what === 'signals') followed += 1;
  };
  const follow = following(session, { deriveJobs, findingRules }, signals, count, NEVER_MS);
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
    /** Waits until so many signals have been followed. */
    followed: async (wanted: number) => {
      while (followed < wanted) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    close: async () => {
      await api.close();
      await follow.close();
    },
  };
}
