/**
 * How quickly the page draws a picture of 3,000 nodes and 4,000 edges, and how many pictures a second it keeps while it is
 * moved, in a real Chromium: `node scripts/bootstrap.mjs run bench/page.ts`. The answers come from this script, so that the
 * page alone is measured. The last line is JSON: `{nodes, edges, firstPictureMs, panFps}`.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import { buildPage } from '../scripts/build-page.ts';
import { chromiumPath } from '../scripts/chromium.mjs';
import { pageRoutes } from '../src/api/http/page.ts';
import { Router } from '../src/api/http/router.ts';

const CREDENTIALS = 500;
const PRINCIPALS = 500;
const RESOURCES = 1_999;
/** Ways that share a credential's second principal: edges beyond the tree. */
const CROSSINGS = 1_001;
const PAN_STEPS = 120;

const COVERAGE = { line: 'all 1 source complete', asOf: null, graphVersion: 1, sources: 1, incomplete: [] };
const LEVELS = { certain: ['Read'], possible: [], unknown: [], conditionKeys: [] };
const COUNTS = { total: RESOURCES, byKind: [], byLevel: [], byEnvironment: [], bySensitivity: [] };

const executablePath = chromiumPath();
if (executablePath === undefined) throw new Error('there is no Chromium: apt-get install chromium');
await buildPage();
const router = new Router();
for (const route of pageRoutes()) router.add(route);
const server = createServer((request, response) => {
  const match = router.match(request);
  if ('route' in match) void match.route.handle(request, response, {} as never);
  else response.writeHead(404).end();
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  await page.route('**/graphql', (route) => {
    const { query } = JSON.parse(route.request().postData() ?? '{}') as { query: string };
    return route.fulfill({ json: { data: answerTo(query) } });
  });
  await page.route('**/auth/me', (route) => route.fulfill({ status: 401, json: {} }));
  const { port } = server.address() as AddressInfo;
  const startedAt = performance.now();
  await page.goto(`http://127.0.0.1:${port}/lineage?label=Agent&id=agent:0&all=1`);
  await page.waitForFunction(() => Number(document.querySelector('.canvas')?.getAttribute('data-drawn')) > 0);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const firstPictureMs = Math.round(performance.now() - startedAt);
  const nodes = Number(await page.locator('.canvas').getAttribute('data-drawn'));
  const panFps = await fpsWhilePanning();
  process.stdout.write(`${JSON.stringify({ nodes, edges: edgeCount(), firstPictureMs, panFps })}\n`);

  async function fpsWhilePanning(): Promise<number> {
    const box = await page.locator('.canvas').boundingBox();
    if (box === null) throw new Error('the picture is not there');
    const frames = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let count = 0;
          const from = performance.now();
          const next = (): void => {
            count += 1;
            if (performance.now() - from < 2_000) requestAnimationFrame(next);
            else resolve((count * 1_000) / (performance.now() - from));
          };
          requestAnimationFrame(next);
        }),
    );
    await page.mouse.move(box.x + 600, box.y + 20);
    await page.mouse.down();
    for (let step = 0; step < PAN_STEPS; step += 1) {
      await page.mouse.move(box.x + 600 - step, box.y + 20 + (step % 60) * 8);
      await page.waitForTimeout(12);
    }
    await page.mouse.up();
    return Math.round(await frames);
  }
} finally {
  await browser.close();
  server.close();
}

function answerTo(query: string): unknown {
  if (query.includes('query ReachedFrom')) return { answer: reachedFrom() };
  if (query.includes('query EdgeFacts')) return { edgeFacts: [] };
  return { node: { __typename: 'Agent', id: 'agent:0', name: 'bench' } };
}

function reachedFrom(): unknown {
  const ways = Array.from({ length: RESOURCES }, (_, i) => wayTo(i, i % PRINCIPALS));
  const crossings = Array.from({ length: CROSSINGS }, (_, i) => wayTo(i, (i + 7) % PRINCIPALS));
  return {
    line: `${RESOURCES} of ${RESOURCES}`,
    totalCount: RESOURCES,
    subject: { __typename: 'Agent', id: 'agent:0', name: 'bench', kind: 'ide-agent', environment: null },
    counts: COUNTS,
    edges: [...ways, ...crossings].map((node) => ({ node })),
    pageInfo: { hasNextPage: false, endCursor: null },
    coverage: COVERAGE,
  };
}

function wayTo(resource: number, principal: number): unknown {
  const end = {
    id: `bucket:${resource}`,
    name: `bucket-${resource}`,
    kind: 's3:bucket',
    environment: null,
    sensitivity: null,
  };
  const step = (edge: string | null, label: string, id: string) => ({
    edge,
    label,
    id,
    name: id,
    certainty: 'certain',
    node: { __typename: label, kind: null, environment: null, sensitivity: null, owner: null },
  });
  return {
    count: 1,
    evidence: [],
    levels: LEVELS,
    resource: end,
    scope: null,
    facets: [],
    path: [
      step(null, 'Agent', 'agent:0'),
      step('USES', 'Credential', `key:${principal % CREDENTIALS}`),
      step('AUTHENTICATES_AS', 'Principal', `user:${principal}`),
      step('CAN', 'Resource', end.id),
    ],
  };
}

/** Agent to keys, keys to users, users to buckets, and the crossings. */
function edgeCount(): number {
  return CREDENTIALS + PRINCIPALS + RESOURCES + CROSSINGS;
}
