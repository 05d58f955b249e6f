import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse as parseCsv } from 'csv-parse/sync';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildPage } from '../../scripts/build-page.ts';
import { chromiumPath } from '../../scripts/chromium.mjs';
import { type RunningApi, startApi } from '../../src/api/server.ts';
import { STANDARD_WEIGHTS } from '../../src/lib/config-risk.ts';
import { createLogger } from '../../src/lib/log.ts';
import { ReachIndex, readTables } from '../../src/reach/index.ts';
import { ReachAt } from '../../src/reach/reach-at.ts';
import { RiskScorer } from '../../src/reach/risk/ranking.ts';
import { edge, type GraphRecord, node, ref } from '../../src/schema/index.ts';
import { loaderBench } from '../support/loader.ts';
import { FORMULA, HOSTILE } from './hostile.ts';

vi.setConfig({ testTimeout: 180_000 });

/** Keys hold no control characters; names may. */
const plain = (name: string): string => name.replaceAll(/\p{Cc}/gu, '');

/** Of each name a person, an agent of theirs, its credential, the account behind it and what that opens. */
function estateOf(name: string, i: number): GraphRecord[] {
  const key = (label: string): string => `${label}:${i}:${plain(name)}`;
  const [human, agent, credential, principal, resource] = [
    `human:e-${i}`,
    key('endpoint:odd:agent'),
    key('AKIA'),
    key('arn:aws:iam::424242424242:user'),
    key('arn:aws:s3'),
  ];
  const finding = {
    question: 'odd',
    severity: 'critical',
    sentence: name,
    path: [name],
    remedy: name,
    routedTo: name,
    route: name,
  };
  return [
    node('Human', human, { name, email: `e${i}@people.example`, status: 'active', title: name }),
    node('Agent', agent, { name, kind: 'ide-agent', platform: 'endpoint', environment: name, client: name }),
    node('Credential', credential, { name, kind: 'aws-access-key', system: 'aws', status: 'active' }),
    node('Principal', principal, { name, kind: 'iam-user', system: 'aws' }),
    node('Resource', resource, {
      name,
      kind: 's3:bucket',
      system: 'aws',
      environment: 'production',
      sensitivity: 'pii',
      path: `aws/4/${i}`,
    }),
    node('Finding', `finding:odd:${i}`, finding),
    edge('OWNS', ref('Human', human), ref('Agent', agent), {
      confidence: 0.9,
      verdict: 'asserted',
      basis: [name],
      evidence: [],
    }),
    edge('USES', ref('Agent', agent), ref('Credential', credential), { basis: name, via: name }),
    edge('AUTHENTICATES_AS', ref('Credential', credential), ref('Principal', principal), {}),
    edge('HAS_ACCESS', ref('Principal', principal), ref('AccessProfile', 'profile:all'), {}),
    edge('CAN', ref('AccessProfile', 'profile:all'), ref('Resource', resource), {
      certain: ['Read'],
      conditionKeys: [name],
    }),
    edge('ABOUT', ref('Finding', `finding:odd:${i}`), ref('Agent', agent), {}),
    edge('ROUTED_TO', ref('Finding', `finding:odd:${i}`), ref('Human', human), {}),
  ];
}

const bench = loaderBench();
let api: RunningApi;
let browser: Browser;
let elsewhere: Server;
let framed = '';

beforeAll(async () => {
  const records = [
    node('AccessProfile', 'profile:all', { system: 'aws', evaluator: 't' }),
    ...HOSTILE.flatMap(estateOf),
  ];
  await bench.run({ step: 'records:odd/names', records });
  await buildPage();
  const tables = await readTables(bench.graph());
  if (tables === undefined) throw new Error('the graph is written to');
  const scorer = new RiskScorer(bench.graph(), STANDARD_WEIGHTS);
  const reach = new ReachAt(bench.graph(), new ReachIndex(tables), { scorer, awsInput: undefined });
  api = await startApi({
    graph: bench.graph(),
    clock: bench.clock,
    log: createLogger({ level: 'silent' }),
    reach: { at: () => Promise.resolve(reach), ready: () => Promise.resolve(reach) },
  });
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('there is no Chromium: apt-get install chromium');
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  elsewhere = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<iframe id="bait" src="${new URL('/agents', api.url).href}"></iframe>`);
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  framed = `http://localhost:${(elsewhere.address() as AddressInfo).port}/`;
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await api?.close();
  elsewhere?.close();
});

interface Watched {
  readonly page: Page;
  /** Scripts that ran, what the policy refused, errors, and requests that left the service. */
  readonly troubles: () => Promise<readonly string[]>;
}

async function watched(path: string): Promise<Watched> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, acceptDownloads: true });
  const troubles: string[] = [];
  const { origin } = new URL(api.url);
  page.on('dialog', (dialog) => {
    troubles.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    if (!/^(?:blob:|data:)/.test(request.url()) && new URL(request.url()).origin !== origin)
      troubles.push(`a request to ${request.url()}`);
  });
  await page.addInitScript(() => {
    const held = window as unknown as { refused: string[] };
    held.refused = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      held.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  await page.goto(new URL(path, api.url).href);
  await page.waitForSelector('main h1, main .state');
  await page.waitForFunction(() => document.querySelector('.loading, .canvas[data-drawn=""]') === null);
  return {
    page,
    troubles: async () => [
      ...troubles,
      ...(await page.evaluate(() => (window as unknown as { refused: string[] }).refused)),
    ],
  };
}

/** What no name may become in a page. */
const planted = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      document.querySelectorAll(
        'main script, main iframe, main object, main embed, main img[src="x"], main [onerror], main [onload], a[href^="javascript:"], main style',
      ).length,
  );

const agentKey = (i: number): string => encodeURIComponent(`endpoint:odd:agent:${i}:${plain(HOSTILE[i] ?? '')}`);

/** Takes a browser and some minutes: `KEYLINE_PAGE_ATTACKS=1`. */
describe.runIf(process.env['KEYLINE_PAGE_ATTACKS'] === '1')('names that are no names, in a real browser', () => {
  test.for([
    ['the overview', '/'],
    ['tables', '/agents'],
    ['tables of credentials', '/credentials'],
    ['tables of people', '/people'],
    ['tables of resources', '/resources'],
    ['groups', '/agents?group=Environment'],
    ['findings', '/findings'],
    ['a finding', '/finding?id=finding:odd:1'],
    ['an agent', `/agent?id=${agentKey(1)}`],
    ['a person', '/person?id=human:e-2'],
    ['a picture', `/lineage?label=Agent&id=${agentKey(0)}`],
    ['a picture of a person', '/lineage?label=Human&id=human:e-3'],
  ] as const)('%s: nothing runs, nothing is fetched, nothing is refused by the policy', async ([, path]) => {
    const { page, troubles } = await watched(path);
    expect(await planted(page)).toBe(0);
    expect(await troubles()).toEqual([]);
    await page.close();
  });

  test('tips of a picture, and its facts as a table', async () => {
    const { page, troubles } = await watched(`/lineage?label=Agent&id=${agentKey(1)}`);
    const canvas = page.locator('.canvas').first();
    const box = await canvas.boundingBox();
    if (box === null) throw new Error('there is no picture');
    for (let x = 0.05; x < 1; x += 0.06)
      for (const y of [0.3, 0.5, 0.7]) await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
    expect(await planted(page)).toBe(0);
    expect(await troubles()).toEqual([]);
    await page.close();
  });

  test.for([
    '/agents?text=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E',
    '/agents?sort=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&group=__proto__',
    '/agents?Kind=%3Csvg/onload=alert(1)%3E&constructor=1&__proto__[x]=1',
    '/agent?id=%3Cscript%3Ealert(1)%3C/script%3E',
    '/finding?id=javascript:alert(1)',
    '/lineage?label=Agent&id=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E',
    '/lineage?label=%3Cscript%3E&id=1&at=%3Csvg/onload=alert(1)%3E',
    '/lineage?label=constructor&id=__proto__',
    '/queries?ask=%3Cscript%3Ealert(1)%3C/script%3E',
    '/queries?ask=cypher&text=%3Cimg%20src=x%20onerror=alert(1)%3E',
    '/?return=javascript:alert(1)#javascript:alert(1)',
  ])('an address that was made up: %s', async (path) => {
    const { page, troubles } = await watched(path);
    expect(await planted(page)).toBe(0);
    expect((await troubles()).filter((one) => !/There is no|is not|could be/.test(one))).toEqual([]);
    await page.close();
  });

  test('what is saved holds no formula', async () => {
    const { page } = await watched('/agents');
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ]);
    const rows = parseCsv(await readFile(await saved.path())) as string[][];
    expect(rows.length).toBe(HOSTILE.length + 1);
    expect(rows.flat().filter((cell) => FORMULA.test(cell) && Number.isNaN(Number(cell)))).toEqual([]);
    await page.close();
  });

  test('a picture that is saved is a picture: no script, nothing from elsewhere', async () => {
    const { page } = await watched(`/lineage?label=Agent&id=${agentKey(2)}`);
    await page.getByRole('button', { name: 'Export' }).click();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Picture as SVG' }).click(),
    ]);
    const opened = await browser.newPage();
    const problem = await opened.evaluate(
      (text) => {
        const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
        const bad = parsed.querySelectorAll('parsererror, script, foreignObject, image, use, [onload], [onerror], a');
        return [...bad].map((one) => one.outerHTML.slice(0, 200));
      },
      await readFile(await saved.path(), 'utf8'),
    );
    expect(problem).toEqual([]);
    await opened.close();
    await page.close();
  });

  test('the page does not stand in a frame of another site', async () => {
    const page = await browser.newPage();
    await page.goto(framed);
    await page.waitForLoadState('networkidle');
    const inner = page.frames().find((frame) => frame !== page.mainFrame());
    expect(await inner?.evaluate(() => document.querySelector('main') === null)).toBe(true);
    await page.close();
  });
});
