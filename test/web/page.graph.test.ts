import { readFile } from 'node:fs/promises';
import type { Page, Route } from 'playwright-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { withCompany } from '../support/company-graph.ts';
import { breaches, expectSound, settled, shoot, textOf, withPage } from './browser.ts';

vi.setConfig({ testTimeout: 120_000 });

const company = withCompany();
const web = withPage(company);
const CUSTOMER_DATA = 'arn:aws:s3:::brightwater-customer-data';
const at = (view: string, id: string): string => `/${view}?id=${encodeURIComponent(id)}`;
const main = (page: Page): Promise<string> => textOf(page.locator('main'));

let s1: Readonly<Record<string, string>> = {};
let finding = '';

beforeAll(async () => {
  s1 = company.company().situations.find(({ situation }) => situation === 'S1')?.subjects ?? {};
  const [row] = await company
    .session()
    .graph.read(
      "MATCH (f:Finding) WHERE f.situation = 'S12' AND f.retiredAt IS NULL RETURN f.id AS id ORDER BY id LIMIT 1",
    );
  finding = String(row?.['id']);
});

describe('each view is sound: no error, nothing refused by the content policy, axe finds nothing serious', () => {
  const views: readonly (readonly [name: string, path: () => string, says: RegExp])[] = [
    ['overview', () => '/', /Agents by blast radius[\s\S]*Who must act[\s\S]*Coverage and freshness/],
    ['findings', () => '/findings', /critical/],
    ['finding', () => at('finding', finding), /The path that proves it[\s\S]*What to do[\s\S]*History/],
    ['agents', () => '/agents', /\d agents[\s\S]*Cursor on kasimir-macbook/],
    ['agent', () => at('agent', s1['agent'] ?? ''), /Owner and why[\s\S]*Kasimir Oyelaran[\s\S]*Lineage/],
    ['credentials', () => '/credentials', /\d credentials/],
    ['credential', () => at('credential', s1['credential'] ?? ''), /Used by[\s\S]*Kept in[\s\S]*Blast radius/],
    ['people', () => '/people', /\d people/],
    ['person', () => at('person', 'human:E-1004'), /What their departure would orphan[\s\S]*Ingrid Solheim-Paz/],
    ['resources', () => '/resources', /customer-data/],
    ['resource', () => at('resource', CUSTOMER_DATA), /Who can reach it[\s\S]*Showing \d+ of \d+ agents/],
    ['lineage', () => `/lineage?label=Human&id=human:E-1004`, /Showing \d+ of \d+ resources in \d+ nodes, \d+ folded/],
    ['queries', () => '/queries?query=secret-chains', /invoice_reader/],
    [
      'cypher',
      () => '/queries?ask=cypher&cypher=MATCH%20(t:Team)%20RETURN%20t.name%20AS%20team',
      /Platform Engineering/,
    ],
  ];

  test.each(views)('%s', async (name, path, says) => {
    const seen = await web.open(path());
    expect(await main(seen.page)).toMatch(says);
    await expectSound(seen);
    await shoot(seen.page, name);
    await seen.page.close();
  });

  test.each(['/', '/agents', '/lineage?label=Human&id=human:E-1004'])('%s in the dark', async (path) => {
    const seen = await web.open(path, { colorScheme: 'dark' });
    await expectSound(seen);
    await seen.page.close();
  });

  test.each(['/', '/agents', '/person?id=human:E-1004'])('%s on a phone', async (path) => {
    const seen = await web.open(path, { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
    await expectSound(seen);
    await seen.page.close();
  });
});

describe('a table', () => {
  test('is searched, filtered, sorted and grouped; all of it stands in the address', async () => {
    const { page } = await web.open('/agents');
    await page.getByRole('searchbox', { name: 'Search' }).fill('kasimir');
    await page.waitForURL(/text=kasimir/);
    await page.getByText('that fit').waitFor();
    await settled(page);
    expect(await page.getByRole('row').filter({ hasText: 'Copilot of aurelio-bw' }).count()).toBe(0);
    await page.getByRole('columnheader', { name: 'Name' }).click();
    await page.waitForURL(/sort=Name/);
    await page.reload();
    await settled(page);
    const names = await page.getByRole('rowheader').allInnerTexts();
    expect(names.length).toBeGreaterThan(2);
    expect(names.every((name) => /kasimir/i.test(name))).toBe(true);
    await page.goto(web.url('/agents?group=Owner'));
    await settled(page);
    await page.getByRole('list', { name: 'Agents by owner' }).getByRole('link', { name: 'Kasimir Oyelaran' }).click();
    await page.waitForURL(/owner=human%3AE-1004/);
    await settled(page);
    expect(await main(page)).toMatch(/[1-9]\d* agents? that fit/);
    await page.close();
  });

  test('reads its next rows when they come into sight, and draws only those in sight', async () => {
    const { page } = await web.open('/agents?sort=Name');
    const table = page.getByRole('grid', { name: 'Agents' });
    const drawn = (): Promise<number> => page.getByRole('row').count();
    expect(await drawn()).toBeLessThan(40);
    const next = page.waitForResponse((response) => /"after":"/.test(response.request().postData() ?? ''));
    await table.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    expect((await next).ok()).toBe(true);
    expect(await drawn()).toBeLessThan(60);
    await page.close();
  });

  test('is moved in by keys: arrows to a row, Enter follows it', async () => {
    const { page } = await web.open('/agents?text=kasimir-macbook');
    await page.getByRole('grid', { name: 'Agents' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/agent\?id=/);
    await page.close();
  });

  test('is saved whole as CSV', async () => {
    const { page } = await web.open('/agents?text=kasimir');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    expect(lines[0]).toMatch(/^key,Name,Kind,/);
    expect(lines.some((line) => line.includes('Cursor on kasimir-macbook'))).toBe(true);
    await page.close();
  });

  test('keeps a filter by name in this browser', async () => {
    const { page } = await web.open('/agents?Kind=ide-agent');
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await page.getByRole('textbox', { name: 'Name for the present filter' }).fill('editors');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    expect(await breaches(page)).toEqual([]);
    await page.goto(web.url('/agents'));
    await settled(page);
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await page.getByRole('link', { name: 'editors' }).click();
    await page.waitForURL(/Kind=ide-agent/);
    await page.close();
  });
});

describe('the lineage picture', () => {
  const canvas = (page: Page) => page.getByRole('application', { name: /Lineage picture/ });
  /** By keys, column by column; the picture is drawn again when more is known of its edges, and a key may come too soon. */
  const walkToCredential = async (page: Page): Promise<void> => {
    for (let presses = 0; presses < 8 && !page.url().includes('focus=Credential'); presses += 1) {
      await canvas(page).focus();
      await page.keyboard.press('ArrowRight');
      await page.waitForURL(/focus=Credential/, { timeout: 1_500 }).catch(() => undefined);
    }
    expect(page.url()).toContain('focus=Credential');
  };

  test('is walked by keys, and tells the node in focus with its edges and the way to it', async () => {
    const { page } = await web.open(at('agent', s1['agent'] ?? ''));
    await walkToCredential(page);
    const panel = page.getByRole('complementary', { name: 'In focus' });
    await panel.getByText('Last used').waitFor();
    expect(await textOf(panel)).toMatch(/Why: the shortest way[\s\S]*uses[\s\S]*Edges/);
    expect(await breaches(page)).toEqual([]);
    await shoot(page, 'lineage-focus');
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await page.close();
  });

  test('says what would be lost if a credential were revoked', async () => {
    const { page } = await web.open(at('agent', s1['agent'] ?? ''));
    await walkToCredential(page);
    await page.getByRole('button', { name: 'What if it were revoked?' }).click();
    const asked = page.getByRole('region', { name: 'What if' });
    await asked.getByText('agent would reach less').or(asked.getByText('agents would reach less')).waitFor();
    expect(await textOf(asked)).toMatch(/Of 13 resources reached here, 13 would be lost \(8 sensitive\)/);
    await page.close();
  });

  test('unfolds a hub, and everything; the address leads back to it', async () => {
    const { page } = await web.open('/lineage?label=Human&id=human:E-1004');
    const count = async (): Promise<number> => Number(await canvas(page).getAttribute('data-drawn'));
    const folded = await count();
    expect(folded).toBeGreaterThan(10);
    await page.getByText('Unfold everything').click();
    await page.waitForURL(/all=1/);
    await settled(page);
    await page.waitForFunction(
      (before) => Number(document.querySelector('.canvas')?.getAttribute('data-drawn')) > before,
      folded,
    );
    await page.reload();
    await settled(page);
    expect(await count()).toBeGreaterThan(folded);
    await page.close();
  });

  test('is exported as PNG, SVG and CSV, and has the same facts as a table', async () => {
    const { page } = await web.open(at('resource', CUSTOMER_DATA));
    const save = async (item: string): Promise<Buffer> => {
      await page.getByRole('button', { name: 'Export' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: item }).click(),
      ]);
      return readFile(await download.path());
    };
    expect((await save('Picture as PNG')).subarray(1, 4).toString()).toBe('PNG');
    expect((await save('Picture as SVG')).toString()).toContain('>invoice_reader</text>');
    expect((await save('Facts as CSV')).toString()).toMatch(/Agent invoice_reader -RUNS_AS->/);
    await page.getByRole('tab', { name: 'Table' }).click();
    await page
      .getByRole('grid', { name: 'The facts of the picture' })
      .getByText('invoice_reader', { exact: true })
      .waitFor();
    await page.getByRole('button', { name: 'Query' }).click();
    expect(await textOf(page.getByRole('dialog'))).toMatch(/query ReachedBy[\s\S]*whoCanReach/);
    await page.close();
  });
});

describe('a finding', () => {
  test('is acknowledged with a name and a reason, which its history then tells', async () => {
    const { page } = await web.open(at('finding', finding));
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /Decided by/ }).fill('human:E-1004');
    await dialog.getByRole('textbox', { name: 'Why' }).fill('the secret moves on Tuesday');
    expect(await breaches(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Acknowledge' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('the secret moves on Tuesday').first().waitFor();
    expect(await main(page)).toContain('acknowledged');
    await page.close();
  });

  test('a decision that is refused says why, and stays open', async () => {
    const { page } = await web.open(at('finding', finding));
    await page.getByRole('button', { name: 'Assign' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /^To/ }).fill('nobody.known@example.com');
    await dialog.getByRole('textbox', { name: /Decided by/ }).fill('human:E-1004');
    await dialog.getByRole('textbox', { name: 'Why' }).fill('they know it');
    await dialog.getByRole('button', { name: 'Assign' }).click();
    expect(await textOf(dialog.getByRole('alert'))).toContain('nobody.known@example.com');
    await page.close();
  });
});

describe('queries', () => {
  test('a saved question is asked with its parameters; rows prove themselves', async () => {
    const { page } = await web.open('/queries');
    await page.getByRole('searchbox', { name: 'Look for a question' }).fill('departed');
    await page.locator('a[href*="query=departed-owner-agents"]').click();
    await page.waitForURL(/query=departed-owner-agents/);
    await settled(page);
    expect(await main(page)).toContain('Tomasz');
    await page
      .getByRole('button', { name: /path of \d+ steps/ })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('listitem').nth(2).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Picture' }).click();
    await page.waitForFunction(() => Number(document.querySelector('.canvas')?.getAttribute('data-drawn')) > 2);
    await page.close();
  });

  test('Cypher that reads is run; what writes is refused in plain words', async () => {
    const { page } = await web.open('/queries?ask=cypher');
    const editor = page.getByRole('textbox', { name: 'Cypher that reads' });
    await editor.fill('MATCH (a:Agent) RETURN count(a) AS heads');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('columnheader', { name: 'heads' }).waitFor();
    await editor.fill('MATCH (a:Agent) DETACH DELETE a');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    expect(await textOf(page.getByRole('alert'))).toMatch(/refused|only read/i);
    await page.close();
  });
});

describe('states', () => {
  /** Changes what the API answers to one question on its way to the page. */
  const answering = (page: Page, name: string, change: (route: Route) => Promise<void>): Promise<unknown> =>
    page.route('**/graphql', (route) =>
      route.request().postData()?.includes(`query ${name}`) === true ? change(route) : route.fallback(),
    );

  test('loading: says what is on its way until it is there', async () => {
    const { page } = await web.blank();
    const { promise, resolve } = Promise.withResolvers<void>();
    await answering(page, 'AgentRows', async (route) => {
      await promise;
      await route.fallback();
    });
    await page.goto(web.url('/agents'));
    await page.getByRole('progressbar', { name: 'Loading agents' }).waitFor();
    resolve();
    await page.getByRole('grid', { name: 'Agents' }).waitFor();
    await page.close();
  });

  test('empty: says that nothing fits, or that nothing is there', async () => {
    const { page } = await web.open('/agents?text=no-such-agent-anywhere');
    expect(await main(page)).toContain('No agent fits these filters.');
    await page.goto(web.url(at('agent', 'agent:never:was')));
    await settled(page);
    expect(await main(page)).toContain('There is no agent with the key agent:never:was.');
    await page.close();
  });

  test('partial coverage: the line says what could not be seen', async () => {
    const { page } = await web.blank();
    await answering(page, 'AgentRows', async (route) => {
      const answer = await route.fetch();
      const body = (await answer.json()) as { data: { table: { coverage: object } } };
      const step = {
        step: 'okta:tern.example/tokens',
        outcome: 'denied',
        reason: 'the role lacks okta.apiTokens.read',
        completeAt: null,
      };
      Object.assign(body.data.table.coverage, { line: '1 of 9 sources incomplete: okta', incomplete: [step] });
      await route.fulfill({ response: answer, json: body });
    });
    await page.goto(web.url('/agents'));
    await page.getByRole('button', { name: /Not everything could be seen: 1 of 9 sources incomplete/ }).click();
    await page.getByText('the role lacks okta.apiTokens.read').waitFor();
    expect(await breaches(page)).toEqual([]);
    await page.close();
  });

  test.each([
    [
      'an error of the API',
      {
        json: {
          errors: [{ message: 'The question took too long.', extensions: { code: 'slow', hint: 'Ask for less.' } }],
        },
      },
      /took too long[\s\S]*Ask for less/,
    ],
    ['no login', { status: 401, json: { error: 'This needs a login' } }, /You need to log in/],
    [
      'something unreadable',
      { status: 502, body: '<html>Bad gateway</html>' },
      /no answer that can be read \(HTTP 502\)/,
    ],
  ])('error: %s is said in plain words', async (_name, answer, says) => {
    const { page } = await web.blank();
    await answering(page, 'AgentRows', (route) => route.fulfill(answer));
    await page.goto(web.url('/agents'));
    expect(await textOf(page.getByRole('alert'))).toMatch(says);
    expect(await breaches(page)).toEqual([]);
    await page.close();
  });

  test('error: a service that is gone is said, and asked again on demand', async () => {
    const { page } = await web.blank();
    let isGone = true;
    await answering(page, 'AgentRows', (route) => (isGone ? route.abort() : route.fallback()));
    await page.goto(web.url('/agents'));
    const alert = page.getByRole('alert');
    expect(await textOf(alert)).toContain('The service does not answer.');
    isGone = false;
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('grid', { name: 'Agents' }).waitFor();
    await page.close();
  });
});

test('the name of a node is text, whatever it holds', async () => {
  const hostile = '<img src=x onerror="window.broken=1"><script>window.broken=1</script>';
  await company.session().graph.write((run) =>
    run(
      `MATCH (c:Credential {id: $credential}) CREATE (a:Agent {id: 'agent:hostile', name: $hostile, kind: 'ide-agent', platform: 'endpoint', known: true, claims: ['test:x/y'], firstSeen: '2026-11-01T00:00:00.000Z'})
       CREATE (a)-[:USES {basis: $hostile, claims: ['test:x/y'], firstSeen: '2026-11-01T00:00:00.000Z'}]->(c)`,
      { hostile, credential: s1['credential'] },
    ),
  );
  const { page } = await web.open(at('agent', 'agent:hostile'));
  expect(await textOf(page.getByRole('heading', { level: 1 }))).toBe(hostile);
  await page.goto(web.url('/agents?text=onerror&sort=Name'));
  await settled(page);
  expect(await main(page)).toContain('<script>window.broken=1</script>');
  expect(await page.locator('main img, main script').count()).toBe(0);
  expect(await page.evaluate(() => 'broken' in window)).toBe(false);
  await page.close();
});
