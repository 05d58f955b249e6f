import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readFindings } from '../../src/queries/findings.ts';
import { findNode } from '../../src/queries/index.ts';
import { readDecisions, readFindingHistory } from '../../src/queries/lifecycle/index.ts';
import { filled } from '../queries/expected.ts';
import { AUDIENCE, configOf, HEADER, ISSUER, RISC, signedBy, transmitter } from '../signals/support.ts';
import { withCompany } from '../support/company-graph.ts';
import { serve } from './support.ts';

// A loaded machine is slow; nothing is asserted about time.
vi.setConfig({ testTimeout: 400_000 });

const bench = withCompany();
let keys: Awaited<ReturnType<typeof transmitter>>;
let service: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  keys = await transmitter();
  service = await serve(bench, configOf(keys.jwksFile));
}, 600_000);
afterAll(async () => {
  await service.close();
  keys.close();
});

const ORPHAN = () => filled('{S15.agent}', bench.company());
const TAKER = 'lucjan.mroczek@brightwater.example';
const MANAGER = 'Bronwen Tshabalala';

const TAKE = `mutation ($subject: ID!, $by: ID!, $reason: String!) {
  takeOverOwner(subject: $subject, by: $by, reason: $reason) { repeated decision { id kind person reason endedAt } } }`;
const OWNER = `query ($id: ID!) { ownership(id: $id) { verdict owners { basis confidence owner { id } } } }`;

async function ownerOf(id: string) {
  const { data } = await service.ask(OWNER, { id });
  return data?.['ownership'];
}

describe('a decision about an owner', () => {
  test('outranks inference at once, with name and reason; the same again changes nothing', async () => {
    expect(await ownerOf(ORPHAN())).toEqual({ verdict: 'unknown', owners: [] });
    const variables = { subject: ORPHAN(), by: TAKER, reason: 'my team runs it' };
    const first = await service.ask(TAKE, variables);
    expect(first.errors).toBeUndefined();
    expect(first.data?.['takeOverOwner']).toMatchObject({
      repeated: false,
      decision: { kind: 'take-over', endedAt: null },
    });
    const owner = await ownerOf(ORPHAN());
    expect(owner).toMatchObject({
      verdict: 'asserted',
      owners: [
        { confidence: 1, basis: [expect.stringMatching(/^Lucjan Mroczek took it over on .*: my team runs it$/)] },
      ],
    });
    const again = await service.ask(TAKE, variables);
    expect(again.data?.['takeOverOwner']).toMatchObject({ repeated: true });
    expect(await readDecisions(bench.session().graph, { subject: ORPHAN() })).toHaveLength(1);
  });

  test('stands after the next derivation, which finds the agent an orphan no more', async () => {
    await bench.deriveAgain();
    expect(await ownerOf(ORPHAN())).toMatchObject({ verdict: 'asserted', owners: [{ confidence: 1 }] });
    expect(await about(ORPHAN())).toEqual([]);
    const { totals, jobs } = await bench.deriveAgain();
    expect(jobs.filter(({ result }) => result.written + result.retired > 0).map(({ id }) => id)).toEqual([]);
    expect(totals).toMatchObject({ written: 0, retired: 0 });
  });

  test.each<readonly [mutation: string, field: string, why: RegExp]>([
    ['takeOverOwner(subject: "{S15.agent}", by: "human:E-1005", reason: "mine")', 'by', /nobody who is active/],
    ['takeOverOwner(subject: "{S15.agent}", by: "human:E-1033", reason: "  ")', 'reason', /must say why/],
    [
      'delegateOwner(subject: "{S15.agent}", to: "human:E-1005", by: "human:E-1033", reason: "x")',
      'person',
      /not active/,
    ],
    [
      'delegateOwner(subject: "{S15.agent}", to: "human:E-1033", by: "human:E-1033", reason: "x")',
      'person',
      /somebody else/,
    ],
    ['confirmOwner(subject: "{S15.hintedByNameOnly}", by: "human:E-1033", reason: "x")', 'person', /has no owner/],
    [
      'delegateOwner(subject: "{S15.agent}", to: "human:E-1004", by: "human:E-1033", reason: "x", until: "2020-01-01T00:00:00Z")',
      'until',
      /in the future/,
    ],
  ])('%s is refused, and the field named', async (mutation, field, why) => {
    const { errors } = await service.ask(`mutation { ${filled(mutation, bench.company())} { repeated } }`);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'decision', field });
    expect(errors?.[0]?.message).toMatch(why);
  });

  test('a contest takes the inferred owner away, and back again when it is withdrawn', async () => {
    const agent = filled('{S11.agent}', bench.company());
    const owner = await ownerOf(agent);
    expect(owner).toMatchObject({ owners: [{ owner: { id: filled('{S11.human}', bench.company()) } }] });
    const contest = await service.ask(
      `mutation ($s: ID!) { contestOwner(subject: $s, by: "human:E-1016", reason: "not hers") { decision { id } } }`,
      { s: agent },
    );
    const { decision } = (contest.data?.['contestOwner'] ?? { decision: { id: '' } }) as { decision: { id: string } };
    expect(await ownerOf(agent)).toEqual({ verdict: 'unknown', owners: [] });
    await service.ask(
      `mutation ($id: ID!) { withdrawDecision(id: $id, by: "human:E-1016", reason: "it is") { repeated } }`,
      { id: decision.id },
    );
    expect(await ownerOf(agent)).toEqual(owner);
    const [kept] = await readDecisions(bench.session().graph, { subject: agent });
    expect(kept).toMatchObject({ id: decision.id, endedWhy: 'withdrawn by human:E-1016: it is' });
  });
});

async function about(key: string, filter: Parameters<typeof readFindings>[1] = {}) {
  const now = new Date(bench.clock.now()).toISOString();
  return (await readFindings(bench.session().graph, { now, ...filter })).filter(({ subjects }) =>
    subjects.includes(key),
  );
}

let jti = 0;

async function token(event: string, by = keys.keys, more: object = {}): Promise<string> {
  jti += 1;
  const claims = {
    iss: ISSUER,
    aud: AUDIENCE,
    iat: Math.floor(bench.clock.now() / 1_000),
    jti: `company-${jti}`,
    sub_id: { format: 'email', email: TAKER },
    events: { [RISC + event]: {} },
    ...more,
  };
  return signedBy(by, claims, HEADER);
}

function post(body: string, type = 'application/secevent+jwt'): Promise<Response> {
  return fetch(new URL('/signals/events', service.url), { method: 'POST', headers: { 'content-type': type }, body });
}

describe('a signal that somebody left', () => {
  let human = '';
  let count = 0;

  test('is answered with 202 and nothing, and makes findings of what they own, which go to their manager', async () => {
    const { graph } = bench.session();
    human = (await findNode(graph, TAKER, { labels: ['Human'] })).id;
    const set = await token('account-disabled');
    const answer = await post(set);
    expect([answer.status, await answer.text()]).toEqual([202, '']);
    await service.followed(1);
    const found = (await about(human)).filter(({ id }) => id.startsWith('finding:departed-owner'));
    expect(found.length).toBeGreaterThanOrEqual(2);
    expect(new Set(found.map(({ routedToName }) => routedToName))).toEqual(new Set([MANAGER]));
    expect(new Set(found.map(({ route }) => route))).toEqual(new Set(['manager of Lucjan Mroczek at departure']));
    count = found.length;

    const replay = await post(set);
    expect([replay.status, replay.headers.get('content-language')]).toEqual([400, 'en']);
    expect(await replay.json()).toEqual({ err: 'invalid_request', description: expect.stringContaining('replay') });
  });

  test('ends what they had decided to take over: its owner is inferred again', async () => {
    const [decision] = await readDecisions(bench.session().graph, { subject: ORPHAN() });
    expect(decision).toMatchObject({ endedWhy: expect.stringMatching(/^Lucjan Mroczek left on /) });
    expect(await ownerOf(ORPHAN())).toEqual({ verdict: 'unknown', owners: [] });
  });

  test('and everything derived after it says the same', async () => {
    await bench.deriveAgain();
    expect((await about(human)).filter(({ id }) => id.startsWith('finding:departed-owner'))).toHaveLength(count);
    expect((await about(ORPHAN())).map(({ id }) => id.split(':')[1])).toEqual(['orphan-agent']);
  });

  test.each<readonly [what: string, send: () => Promise<Response>, status: number, err: string]>([
    [
      'forged',
      async () => post(await token('account-disabled', (await transmitter()).keys)),
      400,
      'authentication_failed',
    ],
    [
      'stale',
      async () => post(await token('account-disabled', keys.keys, { iat: 1_700_000_000 })),
      400,
      'invalid_request',
    ],
    ['malformed', () => post('not a token'), 400, 'invalid_request'],
    ['of another type', async () => post(await token('account-disabled'), 'text/plain'), 400, 'invalid_request'],
    ['oversized', () => post('x'.repeat(300_000)), 413, 'invalid_request'],
  ])('%s is refused with the error of RFC 8935', async (_what, send, status, err) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ err, description: expect.any(String) });
  });
});

function mutationOf(what: string): string {
  return `mutation { ${what} { repeated decision { id } } }`;
}

describe('the states of a finding', () => {
  let id = '';

  test('acknowledged, assigned, accepted until a date, and open again after it', async () => {
    id = (await about(filled('{S12.agent}', bench.company()), { situation: 'S12' }))[0]?.id ?? '';
    const until = new Date(bench.clock.now() + 2 * 86_400_000).toISOString();
    await service.ask(mutationOf(`acknowledgeFinding(finding: "${id}", by: "human:E-1025", reason: "on it")`));
    expect(await stateOf(id)).toMatchObject({ state: 'acknowledged' });
    await service.ask(
      mutationOf(`assignFinding(finding: "${id}", to: "human:E-1026", by: "human:E-1025", reason: "his")`),
    );
    await service.ask(
      mutationOf(`acceptFinding(finding: "${id}", until: "${until}", by: "human:E-1025", reason: "goes soon")`),
    );
    expect(await stateOf(id)).toMatchObject({
      state: 'accepted',
      acceptedUntil: until,
      assignee: { name: 'Bartholomew Tiwari' },
    });
    expect(
      (await readFindings(bench.session().graph, { state: 'accepted', now: until.replace('Z', 'Z') })).map(
        (one) => one.id,
      ),
    ).not.toContain(id);
    bench.clock.advance(3 * 86_400_000);
    expect(await stateOf(id)).toMatchObject({ state: 'open', isOverdue: true });
  });

  test('goes to whom it was assigned, and its history tells all of it', async () => {
    await bench.deriveAgain();
    expect((await about(filled('{S12.agent}', bench.company()), { situation: 'S12' }))[0]).toMatchObject({
      routedTo: 'human:E-1026',
      route: 'assigned by Rosalind Achebe: his',
    });
    const told = (await readFindingHistory(bench.session().graph, id)).map(({ what }) => what);
    expect(told[0]).toBe('found');
    expect(told.filter((one) => /^(acknowledge|assign|accept until .*|accept ended)$/.test(one)).sort()).toEqual([
      expect.stringMatching(/^accept ended$/),
      expect.stringMatching(/^accept until /),
      'acknowledge',
      'assign',
    ]);
  });

  test('resolved by evidence, and open again when the evidence returns: what was decided before does not count', async () => {
    const human = (await findNode(bench.session().graph, TAKER, { labels: ['Human'] })).id;
    const [finding] = (await about(human)).filter((one) => one.id.startsWith('finding:departed-owner'));
    const key = finding?.id ?? '';
    await service.ask(mutationOf(`acknowledgeFinding(finding: "${key}", by: "human:E-1025", reason: "on it")`));
    expect(await stateOf(key)).toMatchObject({ state: 'acknowledged' });
    await post(await token('account-enabled'));
    await service.followed(2);
    await bench.deriveAgain();
    expect(await stateOf(key)).toMatchObject({ state: 'resolved', isOverdue: false });
    expect((await about(human, { state: 'resolved' })).map((one) => one.id)).toContain(key);
    await post(await token('account-purged'));
    await service.followed(3);
    expect(await stateOf(key)).toMatchObject({ state: 'open' });
    const told = (await readFindingHistory(bench.session().graph, key)).map(({ what }) => what);
    expect(told).toEqual(expect.arrayContaining(['found', 'acknowledge', 'acknowledge ended', 'found again']));
  });

  async function stateOf(key: string) {
    const { data } = await service.ask(
      '{ finding: node(id: "KEY") { ... on Finding { state acceptedUntil isOverdue assignee { name } } } }'.replace(
        'KEY',
        key,
      ),
    );
    return data?.['finding'];
  }
});

test('handover and ownedBy answer over GraphQL', async () => {
  const { data, errors } = await service.ask(
    `{ handover(human: "Ingrid Solheim-Paz") { edges { node { how consumption route routeTo { name } thing { id } } } }
       ownedBy(human: "human:E-1016") { edges { node { consumption thing { id } } } }
       departedEstate(since: "365d") { edges { node { consumption thing { id } routeTo { name } } } } }`,
  );
  expect(errors).toBeUndefined();
  const text = JSON.stringify(data);
  expect(text).toContain('fell to them from Tomasz Wieczorek');
  expect(text).toContain('Ruairí Mac Suibhne');
});
