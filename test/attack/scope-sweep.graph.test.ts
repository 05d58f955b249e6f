import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ROOT_RULES } from '../../src/api/http/guard/rules.ts';
import { mcpRoutes } from '../../src/cli/mcp-routes.ts';
import { standardConfig } from '../../src/lib/config.ts';
import { createLogger } from '../../src/lib/log.ts';
import { catalogue } from '../../src/queries/index.ts';
import { ReachReader } from '../../src/queries/reach/index.ts';
import { loaderBench } from '../support/loader.ts';
import { rootFields } from './everything.ts';
import {
  DRAFTS,
  FAR,
  keysOf,
  LEDGER,
  MARK,
  NOBODYS,
  NORTH,
  otherTeam,
  ownTeam,
  SOUTH,
  STAGING_AGENT,
} from './scope-estate.ts';
import { ask, type Service, service } from './support.ts';

vi.setConfig({ testTimeout: 300_000 });

const bench = loaderBench();
let api: Service;
let north = '';
let staging = '';
beforeAll(async () => {
  await bench.run({ step: 'records:odd/own', records: ownTeam }, { step: 'records:odd/other', records: [] });
  const parts = { graph: bench.graph(), clock: bench.clock };
  const mcp = mcpRoutes(standardConfig(), {
    ...parts,
    log: createLogger({ level: 'silent' }),
    reach: new ReachReader(parts.graph, parts.clock),
  });
  api = await service(
    { auth: { apiKeys: true }, http: { requestsPerMinute: 100_000 } },
    { ...parts, routes: mcp.routes },
  );
  north = api.keyOf('analyst', { teams: [NORTH.team] });
  staging = api.keyOf('analyst', { environments: ['staging'] });
}, 180_000);
afterAll(() => api.close());

const NONE = keysOf('nothing-like-this');
const quoted = (text: string): string => JSON.stringify(text);

/** Keys of what both teams have, and of what neither has, one for each label. */
const SUBJECTS = Object.keys(NORTH).flatMap((label) =>
  [NORTH, SOUTH, NONE].map((of) => of[label as keyof typeof NORTH]),
);
const THINGS = [...SUBJECTS, LEDGER, FAR, NOBODYS, `agent ${MARK}`, 'agent', 'endpoint:odd:agent:'];
/** What most is asked of. */
const FEW = [NORTH.agent, SOUTH.agent, SOUTH.credential, `agent ${MARK}`];
const PEOPLE = [NORTH.human, SOUTH.human, NONE.human, `Person ${MARK}`, `${MARK}@people.example`];

/**
 * The database takes long to plan so many statements: `KEYLINE_SWEEP=whole` asks every saved question and every tool, and compares
 * answers; else every third question is asked, over GraphQL.
 */
const WHOLE = process.env['KEYLINE_SWEEP'] === 'whole';
const QUESTIONS = [...catalogue().values()].filter((_, i) => WHOLE || i % 3 === 0);

const pair = (fromLabel: string, from: string, toLabel: string, to: string): string =>
  `{fromLabel: ${fromLabel}, from: ${quoted(from)}, toLabel: ${toLabel}, to: ${quoted(to)}}`;
const PAIRS = [
  pair('Agent', NORTH.agent, 'Resource', LEDGER),
  pair('Agent', NORTH.agent, 'Credential', NORTH.credential),
  pair('Agent', SOUTH.agent, 'Credential', SOUTH.credential),
  pair('Agent', SOUTH.agent, 'Credential', NORTH.credential),
  pair('Human', SOUTH.human, 'Agent', NORTH.agent),
  pair('Principal', NORTH.principal, 'Principal', SOUTH.principal),
];
const FILTERS = ['', `filter: {text: "${MARK}"}`, `filter: {owner: "${SOUTH.human}"}`, 'filter: {unowned: true}'];
const TABLE = [...FILTERS, 'sort: Reach, descending: true', 'first: 1'];

/** What each field is asked with. A field that needs an argument and is not here makes the test fail. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ['agent', 'human', 'credential', 'ownership', 'unusedAccess', 'blastRadius'].map((name) => [
      name,
      FEW.map((id) => `id: ${quoted(id)}`),
    ]),
  ),
  node: THINGS.map((id) => `id: ${quoted(id)}`),
  resource: [LEDGER, DRAFTS, FAR, 'ledger'].map((id) => `id: ${quoted(id)}`),
  whoCanReach: [LEDGER, DRAFTS, FAR].flatMap((id) =>
    ['Agent', 'Principal', 'Credential'].map((by) => `resource: ${quoted(id)}, by: ${by}`),
  ),
  agents: ['', 'first: 1', `filter: {name: "${MARK}"}`, `filter: {owner: "${SOUTH.human}"}`, 'filter: {orphan: true}'],
  findings: ['', 'filter: {severity: "critical"}', `filter: {routedTo: "${SOUTH.human}"}`, 'filter: {state: "open"}'],
  agentTable: TABLE,
  credentialTable: TABLE,
  humanTable: TABLE.filter((one) => !one.includes('owner') && !one.includes('unowned')),
  resourceTable: ['', 'first: 1', 'sort: Sensitivity'],
  agentRanking: ['', 'first: 1', 'by: RISK'],
  ownedBy: PEOPLE.map((human) => `human: ${quoted(human)}`),
  handover: PEOPLE.map((human) => `human: ${quoted(human)}`),
  whatIf: [SOUTH.credential, NORTH.credential].flatMap((id) => [
    `revoke: [${quoted(id)}]`,
    `revoke: [${quoted(id)}], subject: ${quoted(NORTH.agent)}`,
    `removeTrust: [{role: ${quoted(id)}}]`,
  ]),
  edgeFacts: [`pairs: [${PAIRS.join(', ')}]`],
  savedQuery: ['id: "orphan-agents"'],
  runSavedQuery: QUESTIONS.flatMap(({ id, parameters }) =>
    (parameters.some(({ type }) => type === 'key') ? [NORTH, SOUTH] : [NORTH]).map((of) => {
      const values = parameters.flatMap((one) => {
        if (one.type === 'key') return [`${one.name}: ${quoted(keyFor(one.label, of))}`];
        return one.default === undefined ? [`${one.name}: ${one.type === 'instant' ? '"1h"' : '"1"'}`] : [];
      });
      return `id: ${quoted(id)}, params: {${values.join(', ')}}, first: 500`;
    }),
  ),
  cypher: ['text: "MATCH (n) RETURN n"'],
};

function keyFor(label: string | undefined, of: typeof NORTH | typeof SOUTH | typeof NONE): string {
  const [first = 'Agent'] = (label ?? 'Agent').split('|');
  if (first === 'Resource') return of === SOUTH ? FAR : LEDGER;
  return { ...of }[first.toLowerCase() as keyof typeof NORTH] ?? of.agent;
}

const questions = rootFields().flatMap(({ name, needs, ask: text }) => {
  const given = ASKED[name] ?? (needs.length === 0 ? [''] : undefined);
  if (given === undefined) throw new Error(`${name} needs ${needs.join()}: add it to ASKED`);
  return given.map((args) => text(args));
});

/** Without what the caller said themselves, and without what tells when it was asked. */
function told(reply: string, question: string): string {
  const own = [...new Set(question.match(/"(?:[^"\\]|\\.)*"/g) ?? [])].map((one) => one.slice(1, -1));
  const without = own.sort((a, b) => b.length - a.length).reduce((text, one) => text.replaceAll(one, '…'), reply);
  return opened(without).replaceAll(
    /"(graphVersion|asOf|completeAt|lastRunAt|until|lastSeen|at)":("[^"]*"|\d+)/g,
    '"$1":0',
  );
}

/** With its cursors opened. */
function opened(text: string): string {
  return text.replaceAll(/"(?:cursor|endCursor|startCursor)":"([\w-]+)"/g, (_, one: string) =>
    Buffer.from(one, 'base64url').toString(),
  );
}

async function mcpClient(bearer: string): Promise<Client> {
  const client = new Client({ name: 'odd', version: '0' }, { versionNegotiation: { mode: 'auto' } });
  const requestInit = { headers: { authorization: `Bearer ${bearer}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${api.base}/mcp`), { requestInit }));
  return client;
}

/** Values for what tools take, by name. */
const TAKEN: Readonly<Record<string, readonly unknown[]>> = {
  subject: FEW,
  text: FEW,
  about: [undefined, NORTH.agent, SOUTH.agent, SOUTH.finding],
  resource: [LEDGER, FAR],
  agent: [NORTH.agent, SOUTH.agent, NONE.agent],
  human: PEOPLE,
  id: ['orphan-agents', 'shared-credentials', 'unused-credentials'],
  statement: ['MATCH (n) RETURN n'],
};

async function tools(bearer: string): Promise<(readonly [string, Readonly<Record<string, unknown>>])[]> {
  const client = await mcpClient(bearer);
  const { tools: listed } = await client.listTools();
  await client.close();
  return listed.flatMap(({ name, inputSchema }) => {
    const taken = Object.keys(inputSchema.properties ?? {}).filter((one) => one in TAKEN);
    const [only] = taken;
    if (only === undefined) return [[name, {}] as const];
    return (TAKEN[only] ?? []).map((value) => [name, value === undefined ? {} : { [only]: value }] as const);
  });
}

type Answers = ReadonlyMap<string, string>;

/** Everything that GraphQL can be asked, answered to one caller. */
async function graphql(bearer: string): Promise<Answers> {
  const found = new Map<string, string>();
  for (const question of questions) found.set(question, told((await ask(api, question, bearer)).text, question));
  return found;
}

/** Everything that tools can be asked. */
async function mcp(bearer: string): Promise<Answers> {
  const found = new Map<string, string>();
  const client = await mcpClient(bearer);
  for (const [name, args] of await tools(bearer)) {
    const question = `${name} ${JSON.stringify(args)}`;
    found.set(question, told(JSON.stringify(await client.callTool({ name, arguments: args })), question));
  }
  await client.close();
  return found;
}

const hits = (found: ReadonlyMap<string, string>, hidden: readonly string[]): string[] =>
  [...found].flatMap(([question, text]) =>
    hidden.filter((one) => text.includes(one)).map((one) => `${one}: ${question}`),
  );

describe.for([
  ['every field', graphql, true],
  ['every tool', mcp, WHOLE],
] as const)('over %s', ([, answers, isAsked]) => {
  const always = test.runIf(isAsked);
  const whole = test.runIf(WHOLE);
  let alone: Answers = new Map();
  let beside: Answers = new Map();
  beforeAll(() => bench.run({ step: 'records:odd/other', records: [] }));

  always('a team alone is answered, and refused only what cannot be cut', async () => {
    alone = await answers(north);
    const refused = [...alone].filter(([, text]) => text.includes('outside-scope')).map(([question]) => question);
    expect(refused).toEqual([...alone.keys()].filter((question) => /^\{ cypher\b/.test(question)));
    expect([...alone].filter(([, text]) => /"internal"|internal error/.test(text))).toEqual([]);
    expect(alone.size).toBeGreaterThan(30);
  });

  always('with another team beside it, it is told nothing of that: no key, no name, no text', async () => {
    await bench.run({ step: 'records:odd/other', records: otherTeam });
    beside = await answers(north);
    expect(hits(beside, [MARK])).toEqual([]);
  });

  whole('what the other team has changes no answer: no count, no order, no path, no words of an error', () => {
    const changed = [...beside].filter(([question, text]) => text !== alone.get(question));
    expect(changed.map(([question, text]) => [question, alone.get(question), text])).toEqual([]);
  });

  whole('an environment is told nothing of others', async () => {
    const found = await answers(staging);
    expect(hits(found, [MARK, LEDGER, FAR, `"${NORTH.agent}"`, '"agent north"'])).toEqual([]);
    expect(JSON.stringify([...found])).toContain(STAGING_AGENT);
  });
});

test('no field is left out', () => {
  const asked = Object.keys(ROOT_RULES).filter((path) => path.startsWith('Query.'));
  expect(asked.length).toBe(rootFields().length);
});
