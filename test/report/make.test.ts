import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { destinationsOf, makeReport, type Report, reportSchedules } from '../../src/report/index.ts';
import { type Receiver, receiver } from './server.ts';
import { fakeSession } from './session.ts';

let home = '';
let hook: Receiver;
let status = 200;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'keyline-report-'));
  status = 200;
  hook = await receiver((_before, response) => response.writeHead(status).end());
});
afterEach(async () => {
  await hook.close();
  rmSync(home, { recursive: true, force: true });
});

const OPTIONS = { minPauseMs: 1, retries: 1 };

it('goes to a folder, a webhook and Slack', async () => {
  const folder = join(home, 'out', 'deep');
  const made = await makeReport(
    fakeSession(home),
    'orphan',
    [
      { kind: 'folder', path: folder },
      { kind: 'webhook', url: `${hook.url}/w` },
      { kind: 'slack', url: `${hook.url}/s` },
    ],
    OPTIONS,
  );
  expect(made.map((one) => one.failure)).toEqual([undefined, undefined, undefined]);
  expect(readdirSync(folder).sort()).toEqual(['orphan-owners.csv', 'orphan-owners.html', 'orphan-owners.json']);
  const [webhook, slack] = hook.received;
  expect((JSON.parse(webhook?.body ?? '') as Report).items.map((one) => one.agent)).toEqual(['a:plover']);
  expect(JSON.parse(readFileSync(join(folder, 'orphan-owners.json'), 'utf8'))).toEqual(JSON.parse(webhook?.body ?? ''));
  expect(Object.keys(JSON.parse(slack?.body ?? '') as object)).toEqual(['text']);
});

it('tells each destination what is new there: one that failed is told again', async () => {
  const session = fakeSession(home);
  const to = [
    { kind: 'folder', path: join(home, 'out') } as const,
    { kind: 'webhook', url: `${hook.url}/s3cret` } as const,
  ];
  status = 500;
  const [folder, webhook] = await makeReport(session, 'orphan-owners', to, OPTIONS);
  expect(folder?.failure).toBeUndefined();
  expect(webhook?.failure).toBe('It could not be sent: it answered 500');
  expect(webhook?.destination).toBe(`webhook ${hook.url}`);
  status = 200;
  session.clock.advance(86_400_000);
  session.orphans = ['a:plover', 'a:reed'];
  const again = await makeReport(session, 'orphan-owners', to, OPTIONS);
  expect(again.map((one) => [one.report.summary.new, one.report.summary.still])).toEqual([
    [1, 1],
    [2, 0],
  ]);
  session.clock.advance(86_400_000);
  session.orphans = ['a:reed'];
  const third = await makeReport(session, 'orphan-owners', to, OPTIONS);
  expect(third.map((one) => one.report.resolved.map((gone) => gone.agent))).toEqual([['a:plover'], ['a:plover']]);
  expect(third.map((one) => one.report.previousAt)).toEqual(['2026-11-21T06:00:00.000Z', '2026-11-21T06:00:00.000Z']);
});

it('remembers for its owner only, and neither name nor content of the file holds the address', async () => {
  await makeReport(fakeSession(home), 'orphan-owners', [{ kind: 'slack', url: `${hook.url}/s3cret` }], OPTIONS);
  const [name = ''] = readdirSync(join(home, 'reports'));
  const path = join(home, 'reports', name);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(name + readFileSync(path, 'utf8')).not.toMatch(/s3cret|127\.0\.0\.1/);
});

it('begins anew when what it remembers cannot be read', async () => {
  const to = [{ kind: 'folder', path: join(home, 'out') } as const];
  await makeReport(fakeSession(home), 'orphan-owners', to);
  const [name = ''] = readdirSync(join(home, 'reports'));
  writeFileSync(join(home, 'reports', name), '{"version":1,');
  const [made] = await makeReport(fakeSession(home), 'orphan-owners', to);
  expect(made?.report.previousAt).toBeUndefined();
  expect(made?.report.summary.new).toBe(1);
});

it('a folder that cannot be written is one failure', async () => {
  writeFileSync(join(home, 'file'), '');
  const [made] = await makeReport(fakeSession(home), 'orphan-owners', [
    { kind: 'folder', path: join(home, 'file', 'x') },
  ]);
  expect(made?.failure).toContain('cannot be written');
  expect(readdirSync(home)).not.toContain('reports');
});

it('when it is cancelled, nothing is remembered', async () => {
  const cancel = new AbortController();
  const slow = await receiver(() => cancel.abort(new Error('enough')));
  const making = makeReport(
    fakeSession(home, cancel.signal),
    'orphan-owners',
    [{ kind: 'webhook', url: slow.url }],
    OPTIONS,
  );
  await expect(making).rejects.toThrow('enough');
  await slow.close();
  expect(readdirSync(home)).not.toContain('reports');
});

it('configuration: a report that goes nowhere, that there is not, or that goes where it may not, is refused at start', () => {
  const session = fakeSession(home);
  const schedule = { cron: '0 6 * * 1', timezone: 'Europe/Stockholm' };
  expect(() => reportSchedules([{ id: 'orphan-owners', schedule }], session)).toThrow('goes nowhere');
  expect(() => reportSchedules([{ id: 'odd', folder: 'x', schedule }], session)).toThrow('There is no report "odd"');
  expect(() =>
    reportSchedules([{ id: 'orphan-owners', webhook: 'http://169.254.169.254/x', schedule }], session),
  ).toThrow('Nothing is sent there');
  expect(reportSchedules([{ id: 'orphan-owners', folder: 'x' }], session)).toEqual([]);
  expect(reportSchedules([{ id: 'orphan-owners', folder: 'x', schedule }], session)).toMatchObject([schedule]);
  expect(destinationsOf({ id: 'orphan-owners', folder: 'x', slack: 'https://hooks.example.com/a' })).toHaveLength(2);
});
