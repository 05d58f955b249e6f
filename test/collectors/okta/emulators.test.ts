import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { createEmulator, type Emulator } from 'emulate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keys, run } from './run.ts';

/** A port nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

describe('emulate 0.12.2', () => {
  const seed = {
    okta: {
      users: [
        {
          login: 'ødile@otter-holt.example.com',
          email: 'Odile@otter-holt.example.com',
          first_name: 'Ødile',
          last_name: 'Quay',
        },
        { login: 'gone', email: 'gone@otter-holt.example.com', first_name: 'Gone', last_name: 'Otter' },
      ],
      groups: [{ name: 'Herons «α»', okta_id: '00gHERONS', type: 'OKTA_GROUP' }],
    },
  };
  let emulator: Emulator;
  let orgUrl = '';

  beforeAll(async () => {
    const port = await freePort();
    emulator = await createEmulator({ service: 'okta', port, seed });
    orgUrl = `http://127.0.0.1:${port}`;
    const headers = { authorization: 'SSWS x' };
    const users = (await (await fetch(`${orgUrl}/api/v1/users`, { headers })).json()) as {
      id: string;
      profile: { login: string };
    }[];
    const gone = users.find(({ profile }) => profile.login === 'gone')?.id;
    await fetch(`${orgUrl}/api/v1/users/${gone}/lifecycle/deactivate`, { method: 'POST', headers });
  }, 30_000);

  afterAll(() => emulator.close());

  test('users come with their status, deactivated ones too', async () => {
    const { status, records } = await run('users', { orgUrl });
    expect(status).toBe('complete');
    const people = records.flatMap((one) => (one.record === 'node' ? [one.props] : []));
    const gone = people.filter(({ login }) => login === 'gone').at(-1);
    expect(gone).toMatchObject({
      name: 'Gone Otter',
      status: 'departed',
      departedAt: expect.stringMatching(/Z$/),
      kind: 'person',
    });
    expect(people.find(({ login }) => login === 'ødile@otter-holt.example.com')).toMatchObject({
      email: 'odile@otter-holt.example.com',
      status: 'active',
    });
  });

  test('groups, their members and apps', async () => {
    expect(keys(await run('groups', { orgUrl }))).toContain(`okta:${new URL(orgUrl).host}:group:00gHERONS`);
    expect((await run('group-members', { orgUrl })).status).toBe('complete');
    const apps = await run('apps', { orgUrl });
    expect(apps.status).toBe('complete');
    expect(
      apps.records.some(
        (one) => one.record === 'node' && one.label === 'Principal' && one.props['kind'] === 'application',
      ),
    ).toBe(true);
    expect((await run('app-users', { orgUrl })).status).toBe('complete');
  });

  test('what it does not know is not complete, and nothing is made up', async () => {
    expect(await run('ai-agents', { orgUrl })).toMatchObject({
      records: [],
      problems: [expect.stringContaining('404')],
    });
  });
});

describe('Prism on Okta’s OpenAPI (@okta/openapi 2.15.0)', () => {
  const resolve = createRequire(import.meta.url).resolve;
  let prism: ChildProcess;
  let orgUrl = '';

  beforeAll(async () => {
    const port = await freePort();
    orgUrl = `http://127.0.0.1:${port}`;
    const args = [
      resolve('@stoplight/prism-cli'),
      'mock',
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      resolve('@okta/openapi/dist/spec.json'),
    ];
    prism = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise<void>((ready, failed) => {
      prism.stdout?.on('data', (chunk: Buffer) => chunk.includes('is listening') && ready());
      prism.once('exit', (code) => failed(new Error(`prism ended with ${code}`)));
    });
  }, 60_000);

  afterAll(() => {
    prism.kill();
  });

  // Prism makes up one object an answer in the specification's shape, and answers 422 to a request it does not know.
  test.each(['users', 'groups', 'group-members', 'apps', 'app-users', 'app-groups', 'user-grants', 'system-log'])(
    '%s: the request is one the specification knows, and its answer is understood',
    async (step) => {
      const { problems, status, records } = await run(step, { orgUrl });
      expect([status, problems]).toEqual(['complete', []]);
      expect(records.length).toBeGreaterThan(0);
      expect(JSON.stringify(records)).not.toContain('pa$$word');
    },
    30_000,
  );
});
