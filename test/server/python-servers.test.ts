import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { identify } from '../../src/graph/server/processes.ts';
import { type PythonServer, startMinistack, startMoto } from '../support/python-servers.ts';

test.for<[string, () => Promise<PythonServer>, string]>([
  ['moto', startMoto, '123456789012'],
  ['ministack', startMinistack, '000000000000'],
])('%s answers the AWS SDK on loopback, and is gone when it was stopped', async ([_name, start, account]) => {
  const server = await start();
  try {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new STSClient({ endpoint: server.url, region: 'eu-west-1', credentials });
    expect((await client.send(new GetCallerIdentityCommand({}))).Account).toBe(account);
    client.destroy();
  } finally {
    await server.stop();
  }
  expect(identify(server.pid)).toBeUndefined();
});
