import { afterEach, expect, test } from 'vitest';
import { brief, CANARY, json, run, type Stub, startStub } from './support.ts';

let stub: Stub;
afterEach(() => stub.close());

const repo = (name: string) => ({ id: 1, name, full_name: `Mire-9/${name}`, visibility: 'private' });

test('pages are followed by their Link header, and the token goes along', async () => {
  const tokens: (string | undefined)[] = [];
  stub = await startStub((request, response) => {
    tokens.push(request.headers.authorization);
    const page = new URL(request.url ?? '', stub.baseUrl).searchParams.get('page');
    const next = `<${stub.baseUrl}/organizations/700/repos?per_page=100&page=2>; rel="next", <${stub.baseUrl}/x>; rel="last"`;
    if (page === '2') json(response, [repo('Two.Two')]);
    else json(response, [repo('-1-')], 200, { link: next });
  });
  const { outcome, records } = await run(stub.baseUrl, 'repositories', 'Mire-9');
  expect(outcome.status).toBe('complete');
  expect(outcome.fetched).toBe(2);
  expect(brief(records)).toContain('github.com/mire-9 -CONTAINS-> github.com/mire-9/two.two');
  expect(stub.requests).toEqual([
    'GET /orgs/Mire-9/repos?type=all&per_page=100',
    'GET /organizations/700/repos?per_page=100&page=2',
  ]);
  expect(tokens).toEqual([`token ${CANARY}`, `token ${CANARY}`]);
});

test('a next page at another origin is refused, with what was read kept and the token not sent', async () => {
  const thief = await startStub((_request, response) => json(response, [repo('stolen')]));
  stub = await startStub((_request, response) =>
    json(response, [repo('kept')], 200, { link: `<${thief.baseUrl}/orgs/x/repos?page=2>; rel="next"` }),
  );
  const { outcome, records } = await run(stub.baseUrl, 'repositories', 'Mire-9');
  await thief.close();
  expect(outcome.status).toBe('partial');
  expect(outcome.problems[0]?.message).toContain('another origin');
  expect(brief(records).join()).toContain('mire-9/kept');
  expect(thief.requests).toEqual([]);
});

test('a page that names itself as the next ends the list', async () => {
  stub = await startStub((request, response) =>
    json(response, [repo('loop')], 200, { link: `<${stub.baseUrl}${request.url}>; rel="next"` }),
  );
  const { outcome } = await run(stub.baseUrl, 'repositories', 'Mire-9');
  expect(outcome.problems[0]?.kind).toBe('malformed');
  expect(stub.requests).toHaveLength(1);
});

test.each([
  ['429 with Retry-After', 429, { 'retry-after': '0' }, 'slow down'],
  ['a secondary limit', 403, { 'retry-after': '0' }, 'You have exceeded a secondary rate limit'],
  ['a spent primary limit', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, 'API rate limit exceeded'],
  ['a bad gateway', 502, {}, 'oh'],
])('%s is tried again', async (_name, status, headers, message) => {
  let calls = 0;
  stub = await startStub((_request, response) => {
    calls += 1;
    if (calls === 1) json(response, { message }, status, headers);
    else json(response, [{ slug: 'wick', id: 4, name: 'Wick' }]);
  });
  const { outcome } = await run(stub.baseUrl, 'teams', 'Mire-9');
  expect(outcome.status).toBe('complete');
  expect(calls).toBe(2);
});

test('a refusal is not tried again, costs that one list, and retires nothing', async () => {
  stub = await startStub((request, response) => {
    if (request.url?.startsWith('/orgs/Mire-9/repos')) json(response, [repo('open'), repo('shut')]);
    else if (request.url?.includes('/shut/'))
      json(response, { message: 'Resource not accessible by integration' }, 403);
    else json(response, [{ id: 5, title: 'a', read_only: false }]);
  });
  const { outcome, records } = await run(stub.baseUrl, 'deploy-keys', 'Mire-9');
  expect(outcome.status).toBe('partial');
  expect(outcome.problems).toEqual([
    {
      kind: 'denied',
      what: 'GET /repos/Mire-9/shut/keys',
      place: 'page 1',
      message: expect.stringContaining('not accessible'),
    },
  ]);
  expect(brief(records)).toContain('github:mire-9:deploy-key:5 -GRANTED_ON-> github.com/mire-9/open');
  expect(stub.requests.filter((one) => one.includes('/shut/'))).toHaveLength(1);
});

test('a list that is denied from the start is denied, and 404 is not taken for empty', async () => {
  stub = await startStub((request, response) =>
    json(response, { message: 'no' }, request.url?.includes('copilot') === true ? 404 : 403),
  );
  expect((await run(stub.baseUrl, 'installations', 'Mire-9')).outcome.status).toBe('denied');
  expect((await run(stub.baseUrl, 'copilot-seats', 'Mire-9')).outcome.status).not.toBe('complete');
});

test.each([
  ['an object instead of a list', '{"message":"hm"}'],
  ['HTML', '<html>maintenance</html>'],
  ['broken JSON', '[{"slug":'],
])('%s is a malformed page', async (_name, body) => {
  stub = await startStub((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(body);
  });
  const { outcome, records } = await run(stub.baseUrl, 'teams', 'Mire-9');
  expect(outcome.status).not.toBe('complete');
  expect(outcome.problems[0]).toMatchObject({ kind: 'malformed', place: 'page 1' });
  expect(records).toEqual([]);
});

test('a malformed item costs itself only', async () => {
  stub = await startStub((_request, response) => json(response, [7, { name: 'no slug' }, { slug: 'ok', id: 9 }]));
  const { outcome, records } = await run(stub.baseUrl, 'teams', 'Mire-9');
  expect(outcome.problemCount).toBe(2);
  expect(outcome.problems[0]?.place).toBe('page 1, item 1');
  expect(brief(records)).toEqual(['Principal github:mire-9:team:ok']);
});

test('a redirect is not followed', async () => {
  stub = await startStub((_request, response) => {
    response.writeHead(301, { location: `${stub.baseUrl}/organizations/1/teams` });
    response.end();
  });
  expect((await run(stub.baseUrl, 'teams', 'Old-Name')).outcome.status).not.toBe('complete');
  expect(stub.requests.some((one) => one.includes('/organizations/'))).toBe(false);
});

test('the audit log goes on from its cursor with an overlap and keeps the newest time', async () => {
  const entry = (id: string, at: number) => ({
    '@timestamp': at,
    _document_id: id,
    action: 'repo.create',
    actor: 'q',
    org: 'Mire-9',
  });
  stub = await startStub((_request, response) =>
    json(response, [entry('a', 1795140000000), entry('b', 1795140060000)]),
  );
  const { cursor, records } = await run(stub.baseUrl, 'audit-log', 'Mire-9', '2026-11-19T00:00:00.000Z');
  expect(cursor).toBe('2026-11-20T02:01:00.000Z');
  expect(brief(records)).toEqual(['github:repo.create a', 'github:repo.create b']);
  const asked = new URL(stub.requests[0]?.replace('GET ', '') ?? '', stub.baseUrl).searchParams;
  expect(asked.get('phrase')).toBe('created:>=2026-11-18T23:50:00.000Z');
  expect(asked.get('include')).toBe('all');
});

test('the token stands in no record and no problem', async () => {
  stub = await startStub((request, response) =>
    json(response, { message: `bad ${request.headers.authorization}` }, 422),
  );
  const { outcome } = await run(stub.baseUrl, 'installations', 'Mire-9');
  expect(outcome.problemCount).toBe(1);
  expect(JSON.stringify(outcome)).not.toContain(CANARY);
});

test('an Enterprise Server is spoken to under /api/v3 and /api/graphql', async () => {
  stub = await startStub((_request, response) => json(response, []));
  await run(`${stub.baseUrl}/api/v3`, 'teams', 'Mire-9');
  await run(`${stub.baseUrl}/api/v3`, 'members', 'Mire-9');
  expect(stub.requests).toEqual(['GET /api/v3/orgs/Mire-9/teams?per_page=100', 'POST /api/graphql']);
});
