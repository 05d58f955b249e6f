import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { FixedClock } from '../../src/lib/clock.ts';
import { digestsConfig } from '../../src/lib/config-digests.ts';
import { askDigests, digestSchedules, sendDigests } from '../../src/report/digest/index.ts';

const NOW = '2026-05-11T06:30:00.000Z';
const clock = new FixedClock(NOW);

const HOSTILE = '<img src=x onerror=alert(1)>';

const rows = [
  {
    id: 'human:E-77',
    name: `Torvald ${HOSTILE}\r\nBcc: everyone@example.net`,
    email: 'torvald@havbruk.example',
    agents: 3,
    findings: [
      {
        id: 'finding:departed-owner:1',
        severity: 'critical',
        sentence: 'Sunniva left on 2026-05-01, and their agent =cmd is still consuming; it reaches 4 resources.',
        remedy: 'Take the agent over, or revoke its credentials.',
        state: 'open',
        dueAt: '2026-05-03T00:00:00.000Z',
        to: `Torvald ${HOSTILE}\r\nBcc: everyone@example.net`,
        route: 'manager of Sunniva at departure',
      },
      {
        id: 'finding:moved-owner:2',
        severity: 'low',
        sentence: '=HYPERLINK("https://evil.example") moved.',
        remedy: 'Confirm.',
        state: 'acknowledged',
        dueAt: '2026-08-01T00:00:00.000Z',
        to: 'Eirin Dal',
        route: null,
      },
    ],
  },
  { id: 'human:E-90', name: 'Eirin Dal', email: null, agents: 0, findings: [] },
];

/** A graph that answers the digest with these rows, and coverage with nothing read. */
const graph = {
  read: (text: string) => Promise.resolve(text.includes('$now') || text.includes('f:Finding') ? rows : []),
} as never;

const open: { close: () => unknown }[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
});

/** An SMTP server on this machine that keeps what it gets. `answer`: why it does not take a recipient. */
async function smtp(answer: (address: string) => Error | null = () => null) {
  const got: { readonly from: string; readonly to: readonly string[]; readonly text: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => done(answer(address)),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        got.push({ from, to: envelope.rcptTo.map((one) => one.address), text: Buffer.concat(chunks).toString('utf8') });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({ close: () => server.close() });
  return { got, port: (server.server.address() as AddressInfo).port };
}

function mailOf(port: number, more: object = {}) {
  const [config] = digestsConfig.parse([
    {
      for: 'owners',
      schedule: { cron: '0 7 * * 1' },
      email: { host: '127.0.0.1', port, tls: 'none', from: 'Keyline <keyline@havbruk.example>', ...more },
    },
  ]);
  if (config === undefined) throw new Error('the configuration has a digest');
  return config;
}

describe('a digest by e-mail', () => {
  test('goes to its person, with text, page and table; no name makes another header or markup', async () => {
    const { got, port } = await smtp();
    const digests = await askDigests(graph, clock, 'owners');
    const sent = await sendDigests(digests, { email: mailOf(port).email }, {});
    expect(sent).toMatchObject({
      mailed: [{ person: { id: 'human:E-77' } }],
      undelivered: [],
      failures: ['mail to human:E-90: no address is known'],
    });
    expect(got).toMatchObject([{ from: 'keyline@havbruk.example', to: ['torvald@havbruk.example'] }]);
    const [head = '', ...body] = (got[0]?.text ?? '').split('\r\n\r\n');
    expect(head).toContain('Subject: Keyline: 2 findings, 1 overdue; 3 agents you own');
    expect(head).not.toMatch(/^bcc:/im);
    expect(head).toMatch(/^auto-submitted: auto-generated$/im);
    const text = body.join('\n').replaceAll('=\r\n', '');
    expect(text).toContain('CRITICAL (overdue)');
    expect(text).toContain('filename=findings.csv');
    expect(text).toContain('<h1>Torvald &lt;img src=3Dx');
    expect(text.slice(text.indexOf('<!doctype'))).not.toContain('<img');
  });

  test('that the server refuses is told by the key of the person, and the others get theirs', async () => {
    const { got, port } = await smtp((address) =>
      address === 'torvald@havbruk.example' ? new Error('no such mailbox') : null,
    );
    const [first] = await askDigests(graph, clock, 'owners');
    if (first === undefined) throw new Error('there is a digest');
    const second = { ...first, person: { ...first.person, id: 'human:E-91', email: 'liv@havbruk.example' } };
    const sent = await sendDigests([first, second], { email: mailOf(port).email }, {});
    expect([sent.mailed, sent.undelivered].map((some) => some.map(({ person }) => person.id))).toEqual([
      ['human:E-91'],
      ['human:E-77'],
    ]);
    expect(sent.failures).toEqual([expect.stringMatching(/^mail to human:E-77: .*no such mailbox/)]);
    expect(got.map(({ to }) => to)).toEqual([['liv@havbruk.example']]);
  });

  test('is tried again where the server says later, and is not where it says never', async () => {
    const asked: string[] = [];
    const later = await smtp((address) => {
      asked.push(address);
      return asked.length < 3 ? Object.assign(new Error('mailbox is busy'), { responseCode: 450 }) : null;
    });
    const digests = (await askDigests(graph, clock, 'owners')).slice(0, 1);
    const sent = await sendDigests(digests, { email: mailOf(later.port).email }, { minPauseMs: 1 });
    expect([asked.length, later.got.length, sent.failures]).toEqual([3, 1, []]);
    const never: string[] = [];
    const refusing = await smtp((address) => {
      never.push(address);
      return new Error('no such mailbox');
    });
    const lost = await sendDigests(digests, { email: mailOf(refusing.port).email }, { minPauseMs: 1 });
    expect([never.length, lost.mailed, lost.undelivered]).toEqual([1, [], digests]);
  });

  test('that no server takes is told and kept, and no longer when it has got there', async () => {
    const home = mkdtempSync(join(tmpdir(), 'keyline-digest-'));
    folders.push(home);
    const session = { graph, clock, home, signal: new AbortController().signal };
    const work = async (port: number) => {
      const [schedule] = digestSchedules([mailOf(port)], session, undefined, { minPauseMs: 1 });
      const thrown: unknown = await schedule?.work().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      return thrown as { readonly message: string; readonly hint: string | undefined };
    };
    const gone = await smtp();
    for (const one of open.splice(0)) one.close();
    const failed = await work(gone.port);
    expect(failed.message).toMatch(/mail to human:E-77: .*ECONNREFUSED/);
    expect(failed.hint).toContain('undelivered-digests');
    const kept = join(home, 'undelivered-digests');
    expect(readdirSync(kept).sort()).toEqual(['owners-human-E-77.csv', 'owners-human-E-77.html']);
    expect(statSync(join(kept, 'owners-human-E-77.csv')).mode & 0o777).toBe(0o600);
    const { got, port } = await smtp();
    await work(port);
    expect([got.length, readdirSync(kept)]).toEqual([1, []]);
  });

  test('is not sent without TLS to another machine, and not by a server that has none', async () => {
    expect(() => digestSchedules([mailOf(25, { host: 'mail.havbruk.example' })], {} as never)).toThrow(/with TLS only/);
    const { got, port } = await smtp();
    const sent = await sendDigests(
      await askDigests(graph, clock, 'owners'),
      { email: mailOf(port, { tls: 'starttls' }).email },
      {},
    );
    expect(sent.mailed).toEqual([]);
    expect(sent.failures).toHaveLength(2);
    expect(got).toEqual([]);
  });
});

describe('a digest in a folder', () => {
  test('is a page and a table a person, that only its owner can read; a formula in it is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keyline-digest-'));
    folders.push(folder);
    const digests = await askDigests(graph, clock, 'owners');
    const { files, failures } = await sendDigests(digests, { folder }, {});
    expect(failures).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual([
      'owners-human-E-77.csv',
      'owners-human-E-77.html',
      'owners-human-E-90.csv',
      'owners-human-E-90.html',
    ]);
    expect(files.map((file) => statSync(file).mode & 0o777)).toEqual(files.map(() => 0o600));
    const csv = readFileSync(join(folder, 'owners-human-E-77.csv'), 'utf8').split('\r\n');
    expect(csv[0]).toBe('severity,state,dueAt,isOverdue,sentence,remedy,to,route,id');
    expect(csv[2]).toContain(`"'=HYPERLINK(`);
    const page = readFileSync(join(folder, 'owners-human-E-77.html'), 'utf8');
    expect(page).toContain('&lt;img src=x');
    expect(page).not.toMatch(/<img|<script/);
    expect(page.match(/overdue<\/span>/g)).toHaveLength(1);
  });
});

test('a digest for Slack is one message, those with most overdue first, names escaped', async () => {
  let said = '';
  const server = createServer((request, response) => {
    request.on('data', (chunk) => {
      said += String(chunk);
    });
    request.on('end', () => response.writeHead(200).end('ok'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  const slack = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const { failures } = await sendDigests((await askDigests(graph, clock, 'owners')).reverse(), { slack }, {});
  expect(failures).toEqual([]);
  const { text } = JSON.parse(said) as { text: string };
  expect(text.split('\n')).toEqual([
    '*What owners have to look after*',
    expect.stringMatching(/^• Torvald &lt;img .*2 findings, 1 overdue/),
    '• Eirin Dal: 0 findings; 0 agents you own',
  ]);
});

test('a digest that goes nowhere is refused before anything is scheduled', () => {
  const configs = digestsConfig.parse([{ for: 'managers', schedule: { cron: '0 7 * * 1' } }]);
  expect(() => digestSchedules(configs, {} as never)).toThrow(/goes nowhere/);
});
