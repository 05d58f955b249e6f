import type { AnyStep, Connection } from '../../../src/collect/index.ts';
import { type RunContext, runStep, type StepReport } from '../../../src/collect/run.ts';
import { type AwsClient, awsClient } from '../../../src/collectors/aws/client.ts';
import aws from '../../../src/collectors/aws/collector.ts';
import { awsConfig } from '../../../src/collectors/aws/config.ts';
import type { EventRecord, GraphRecord } from '../../../src/schema/index.ts';
import { MemorySink, testRunContext } from '../../support/memory-sink.ts';

export const ACCOUNT = '520817364499';

export const TEST_ENV = {
  AWS_ACCESS_KEY_ID: 'AKIATESTKEYLINE00001',
  AWS_SECRET_ACCESS_KEY: 'not-a-secret',
  AWS_REGION: 'eu-north-1',
} as const;

/** A connection to a server on loopback as if it were the account. */
export function connectionTo(endpoint: string, account: string = ACCOUNT): Connection<AwsClient> {
  const config = awsConfig.parse({ endpoint });
  const credentials = () => Promise.resolve({ accessKeyId: 'AKIATESTKEYLINE00001', secretAccessKey: 'not-a-secret' });
  const client = awsClient({ account, regions: ['eu-north-1'], credentials, config, env: {} });
  return { scope: account, client, close: client.close };
}

export interface Ran extends StepReport {
  readonly records: readonly (GraphRecord | EventRecord)[];
}

/** Runs one step of the collector and gives what it emitted. */
export async function run(
  id: string,
  connection: Connection<unknown>,
  context: Partial<RunContext> = {},
): Promise<Ran> {
  const step = aws.steps.find((one) => one.id === id);
  if (step === undefined) throw new Error(`there is no step ${id}`);
  const sink = new MemorySink();
  const report = await runStep('aws', step as AnyStep<unknown>, connection, sink, testRunContext(context));
  return { ...report, records: [...sink.steps.values()].flatMap((one) => one.records) };
}

/** Keys of the nodes of a label. */
export function ids(records: Ran['records'], label: string): string[] {
  return records.flatMap((one) => (one.record === 'node' && one.label === label ? [one.id as string] : []));
}

/** Edges of a type as `from → to`. */
export function edges(records: Ran['records'], type: string): string[] {
  return records.flatMap((one) =>
    one.record === 'edge' && one.type === type ? [`${one.from.id} → ${one.to.id}`] : [],
  );
}

export function propsOf(records: Ran['records'], id: string): Readonly<Record<string, unknown>> | undefined {
  const found = records.find((one) => one.record === 'node' && one.id === id);
  return found?.record === 'node' ? found.props : undefined;
}
