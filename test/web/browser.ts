import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { buildPage } from '../../scripts/build-page.ts';
import { chromiumPath } from '../../scripts/chromium.mjs';
import { type RunningApi, startApi } from '../../src/api/server.ts';
import { readCoverage } from '../../src/queries/index.ts';
import { ReachService } from '../../src/reach/index.ts';
import type { CompanyBench } from '../support/company-graph.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const WINDOW = { width: 1280, height: 800 };
/** A loaded machine is slow; nothing is asserted about time. */
const WAIT_MS = 30_000;

/** A view as it stands in a browser, and what went wrong in it. */
export interface Seen {
  readonly page: Page;
  /** Errors of the console, of scripts, and what the content policy refused. */
  readonly troubles: readonly string[];
}

export interface PageBench {
  readonly url: (path: string) => string;
  /** Opens a view in a tab of its own, once its answers are there. */
  readonly open: (path: string, options?: BrowserContextOptions) => Promise<Seen>;
  /** A tab that shows nothing yet. */
  readonly blank: (options?: BrowserContextOptions) => Promise<Seen>;
}

/** The page over the company's graph in a real Chromium, for the tests of one file: one service, one browser. */
export function withPage(company: CompanyBench): PageBench {
  let browser: Browser | undefined;
  let api: RunningApi | undefined;
  let reach: ReachService | undefined;
  beforeAll(async () => {
    await buildPage();
    const { graph, clock, log, server } = company.session();
    reach = new ReachService(graph, server, log);
    api = await startApi({ graph, clock, log, reach });
    await reach.at((await readCoverage(graph)).graphVersion);
    await reach.settled();
    const executablePath = chromiumPath();
    if (executablePath === undefined) throw new Error('there is no Chromium: apt-get install chromium');
    browser = await chromium.launch({ executablePath, args: FLAGS });
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await api?.close();
    await reach?.close();
  });
  const url = (path: string): string => new URL(path, api?.url).href;
  const blank = async (options: BrowserContextOptions = {}): Promise<Seen> => {
    if (browser === undefined) throw new Error('the browser is not there yet');
    const page = await browser.newPage({ viewport: WINDOW, ...options });
    // What is told as so long ago is told from the company's present.
    await page.addInitScript((now) => {
      Date.now = () => now;
    }, company.clock.now());
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    return { page, troubles };
  };
  const open = async (path: string, options?: BrowserContextOptions): Promise<Seen> => {
    const seen = await blank(options);
    await seen.page.goto(url(path));
    await settled(seen.page);
    return seen;
  };
  return { url, open, blank };
}

/** Waits until a view has its head, and nothing is on its way any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('main h1, main .state');
  await page.waitForFunction(
    () => document.querySelector('.loading, .canvas[data-drawn=""], .plot-place:not(:has(canvas))') === null,
  );
}

/** Waits until it is said there. */
export async function says(where: Locator, what: RegExp): Promise<void> {
  await expect.poll(() => textOf(where), { timeout: WAIT_MS }).toMatch(what);
}

/** Serious and critical breaches of accessibility rules, as axe tells them. */
export async function breaches(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: () => Promise<AxeAnswer> } };
    interface AxeAnswer {
      readonly violations: readonly {
        readonly id: string;
        readonly impact: string;
        readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
      }[];
    }
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 300)} ${failureSummary}`),
      );
  });
}

/** No error, nothing refused, nothing inaccessible, nothing wider than the window. */
export async function expectSound({ page, troubles }: Seen): Promise<void> {
  expect(await breaches(page)).toEqual([]);
  expect(troubles).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
    0,
  );
}

/** What is seen of an element as text. */
export function textOf(element: Locator): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not what is asked for
  return element.innerText();
}
