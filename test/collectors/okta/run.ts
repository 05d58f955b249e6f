import { problemLine } from '../../../src/collect/outcome.ts';
import { runStep } from '../../../src/collect/run.ts';
import okta from '../../../src/collectors/okta/collector.ts';
import { createLogger } from '../../../src/lib/log.ts';
import type { EventRecord, GraphRecord } from '../../../src/schema/index.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';

export interface Ran {
  readonly status: string;
  readonly problems: readonly string[];
  readonly records: readonly (GraphRecord | EventRecord)[];
  readonly cursor: string | undefined;
  readonly skip: Readonly<Record<string, string>>;
}

/** Runs one step of the collector against an org on loopback. */
export async function run(
  step: string,
  settings: object,
  env: Record<string, string> = { OKTA_CLIENT_TOKEN: 'canary-ssws' },
  cursor?: string,
): Promise<Ran> {
  const signal = new AbortController().signal;
  const config = okta.config.parse(settings);
  const [connection] = await okta.connect(config, { signal, log: createLogger({ level: 'silent' }), env });
  const spec = okta.steps.find((one) => one.id === step);
  if (connection === undefined || spec === undefined) throw new Error(`no step ${step}`);
  const claim = `okta:${connection.scope}/${step}`;
  const sink = new MemorySink(cursor === undefined ? new Map() : new Map([[claim, cursor]]));
  const { outcome } = await runStep('okta', spec, connection, sink, testRunContext());
  const state = sink.steps.get(claim);
  return {
    status: outcome.status,
    problems: outcome.problems.map(problemLine),
    records: state?.records ?? [],
    cursor: state?.cursor,
    skip: connection.skip ?? {},
  };
}

/** Keys of the nodes of a run, or of what its edges start from. */
export function keys(ran: Ran): string[] {
  return ran.records.map((one) => (one.record === 'edge' ? `${one.type} ${one.from.id}` : one.id));
}
