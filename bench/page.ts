import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Browser, chromium, type Page } from 'playwright-core';
import { buildPage } from '../scripts/build-page.ts';
import { chromiumPath } from '../scripts/chromium.mjs';
import { pageRoutes } from '../src/api/http/page.ts';
import { Router } from '../src/api/http/router.ts';
import { EDGES, NODES, reachedFrom } from './lib/page-picture.ts';
import type { Report } from './lib/report.ts';

const PAN_MS = 2_000;
const PAN_STEP_MS = 12;

interface Round {
  /** From asking for the address until the second frame after the picture was drawn. */
  readonly firstPictureMs: number;
  readonly nodes: number;
  readonly panFps: number;
  readonly longestFrameMs: number;
}

/**
 * How quickly the page draws a picture of 3,000 nodes and 4,000 edges, and how many pictures a second it keeps while that is
 * moved, in a real Chromium without a graphics card. The answers come from here, so that the page alone is measured; each
 * round has a browser of its own, and the worst round counts.
 */
export async function benchPage({ rounds, note }: BenchOptions): Promise<Report> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('there is no Chromium: apt-get install chromium');
  await buildPage();
  const server = await serve();
  const found: Round[] = [];
  try {
    for (let i = 0; i < rounds; i += 1) {
      const browser = await chromium.launch({
        executablePath,
        args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
      });
      try {
        found.push(await measure(browser, server));
      } finally {
        await browser.close();
      }
      note(`round ${i + 1}: ${JSON.stringify(found.at(-1))}`);
    }
  } finally {
    server.close();
  }
  const firstPictureMs = Math.max(...found.map((one) => one.firstPictureMs));
  const panFps = Math.min(...found.map((one) => one.panFps));
  return {
    bench: 'page',
    data: { nodes: NODES, edges: EDGES, rounds },
    results: {
      nodesDrawn: Math.min(...found.map(({ nodes }) => nodes)),
      firstPictureMs,
      panFps,
      longestFrameMs: Math.max(...found.map(({ longestFrameMs }) => longestFrameMs)),
    },
    targets: [
      { what: 'first picture, ms', value: firstPictureMs, must: '<=', bound: 3_000 },
      { what: 'pictures a second while it is moved', value: panFps, must: '>=', bound: 30 },
    ],
  };
}

interface BenchOptions {
  readonly rounds: number;
  readonly note: (text: string) => void;
}

async function measure(browser: Browser, server: Server): Promise<Round> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  const { port } = server.address() as AddressInfo;
  const startedAt = performance.now();
  await page.goto(`http://127.0.0.1:${port}/lineage?label=Agent&id=agent:0&all=1`);
  await page.waitForFunction(() => Number(document.querySelector('.canvas')?.getAttribute('data-drawn')) > 0);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const firstPictureMs = Math.round(performance.now() - startedAt);
  const nodes = Number(await page.locator('.canvas').getAttribute('data-drawn'));
  return { firstPictureMs, nodes, ...(await panned(page)) };
}

/** Frames a second while the picture is dragged about, and how long the longest took. */
async function panned(page: Page): Promise<Pick<Round, 'panFps' | 'longestFrameMs'>> {
  const box = await page.locator('.canvas').boundingBox();
  if (box === null) throw new Error('the picture is not there');
  await page.mouse.move(box.x + 600, box.y + 20);
  await page.mouse.down();
  const frames = page.evaluate(
    (ms) =>
      new Promise<{ readonly panFps: number; readonly longestFrameMs: number }>((resolve) => {
        let [count, longest] = [0, 0];
        const from = performance.now();
        let last = from;
        const next = (): void => {
          const now = performance.now();
          count += 1;
          longest = Math.max(longest, now - last);
          last = now;
          if (now - from < ms) requestAnimationFrame(next);
          else resolve({ panFps: Math.round((count * 1_000) / (now - from)), longestFrameMs: Math.round(longest) });
        };
        requestAnimationFrame(next);
      }),
    PAN_MS,
  );
  const until = performance.now() + PAN_MS;
  for (let step = 0; performance.now() < until; step += 1) {
    await page.mouse.move(box.x + 600 - (step % 500), box.y + 20 + (step % 60) * 8);
    await page.waitForTimeout(PAN_STEP_MS);
  }
  await page.mouse.up();
  return frames;
}

/** The page as the service serves it, and answers of this bench. */
async function serve(): Promise<Server> {
  const router = new Router();
  for (const route of pageRoutes()) router.add(route);
  const server = createServer((request, response) => {
    const match = router.match(request);
    if (request.url === '/graphql') void answer(request, response);
    else if ('route' in match) void match.route.handle(request, response, {} as never);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { query } = JSON.parse(await text(request)) as { query: string };
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: answerTo(query) }));
}

function answerTo(query: string): unknown {
  if (query.includes('query ReachedFrom')) return { answer: reachedFrom() };
  if (query.includes('query EdgeFacts')) return { edgeFacts: [] };
  return { node: { __typename: 'Agent', id: 'agent:0', name: 'bench' } };
}
