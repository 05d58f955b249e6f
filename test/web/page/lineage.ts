import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { breaches, says, settled, textOf } from '../browser.ts';
import { shoot } from '../pictures.ts';
import { asked } from './asked.ts';
import { canvas, drawn, hubOf, linesOf } from './canvas.ts';
import { at, CUSTOMER_DATA, KASIMIR, type Stage } from './setup.ts';

const DAY_MS = 86_400_000;

function panel(page: Page) {
  return page.getByRole('complementary', { name: 'In focus' });
}

/** By keys, from the subject along an edge to the credential. */
async function walkToCredential(page: Page): Promise<void> {
  await canvas(page).focus();
  for (const label of ['Agent', 'Credential']) {
    await page.keyboard.press('ArrowRight');
    await says(panel(page).getByRole('heading', { level: 3 }), new RegExp(`^${label} `));
    await page.waitForURL(new RegExp(`focus=${label}`));
  }
}

/** The picture, and what is done with it. */
export function testLineage({ web, company, s1 }: Stage): void {
  describe('the lineage picture', () => {
    test('is walked by keys, and tells the node in focus with its edges and the way to it', async () => {
      const { page } = await web.open(`/lineage?label=Agent&id=${encodeURIComponent(s1.agent)}`);
      await walkToCredential(page);
      await says(panel(page), /Last used[\s\S]*Why: the shortest way[\s\S]*uses[\s\S]*Edges[\s\S]*last seen 20/);
      expect(await breaches(page)).toEqual([]);
      await settled(page);
      await shoot(page, 'lineage');
      await page.keyboard.press('Escape');
      await panel(page).waitFor({ state: 'detached' });
      await page.close();
    });

    test('says what would be lost if a credential were revoked, as the API does', async () => {
      const { page } = await web.open(at('agent', s1.agent));
      await walkToCredential(page);
      await page.getByRole('button', { name: 'What if it were revoked?' }).click();
      const { whatIf } = await asked<{ whatIf: { affected: number; subject: Record<string, { total: number }> } }>(
        page,
        'query ($revoke: [ID!]!, $of: ID) { whatIf(revoke: $revoke, subject: $of) { affected subject { before { total } lost { total } } } }',
        { revoke: [s1.credential], of: s1.agent },
      );
      const [before, lost] = [whatIf.subject['before']?.total ?? 0, whatIf.subject['lost']?.total ?? 0];
      // The key is all that the agent has.
      expect(lost).toBe(before);
      expect(before).toBeGreaterThan(10);
      const region = page.getByRole('region', { name: 'What if' });
      await says(
        region,
        new RegExp(`Of ${before} resources reached here, ${lost} would be lost \\([1-9]\\d* sensitive\\)`),
      );
      await says(region, new RegExp(`${whatIf.affected} agents? would reach less`));
      await page.close();
    });

    test('tells by its lines what was granted, was used, or is inferred', async () => {
      const { page } = await web.open(at('resource', CUSTOMER_DATA));
      const lines = { granted: ['solid', 1.3], inferred: ['dashed', 1.3] };
      await expect.poll(() => linesOf(page), { timeout: 30_000 }).toMatchObject(lines);
      await says(page.getByRole('list', { name: 'Legend' }), /granted[\s\S]*seen used[\s\S]*inferred/);
      const [user] = await company.session().graph.read(
        `MATCH (a:Agent)-[u:USES]->(:Credential)-[:AUTHENTICATES_AS]->()-[:HAS_ACCESS]->()-[:CAN]->()
         WHERE u.basis = 'seen' AND a.retiredAt IS NULL RETURN a.id AS id ORDER BY id LIMIT 1`,
      );
      await page.goto(web.url(at('agent', String(user?.['id']))));
      await settled(page);
      await expect.poll(() => linesOf(page), { timeout: 30_000 }).toMatchObject({ used: ['solid', 2.6] });
      await page.close();
    });

    test('unfolds a hub, and everything; the address leads back to it', async () => {
      const { page } = await web.open(`/lineage?label=Human&id=${KASIMIR}`);
      const folded = await drawn(page);
      const hub = await hubOf(page);
      await page.goto(`${page.url()}&focus=${encodeURIComponent(hub.key)}`);
      await says(panel(page), new RegExp(`Folded, because they are alike here[\\s\\S]*Unfold ${hub.count}`));
      await canvas(page).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/open=/);
      await expect.poll(() => drawn(page), { timeout: 30_000 }).toBe(folded + hub.count - 1);
      await page.getByText('Unfold everything').click();
      await page.waitForURL(/all=1/);
      await says(page.locator('main'), /nothing folded/);
      await settled(page);
      const whole = await drawn(page);
      expect(whole).toBeGreaterThan(folded);
      await page.reload();
      await settled(page);
      expect(await drawn(page)).toBe(whole);
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
      await says(page.getByRole('dialog'), /query ReachedBy[\s\S]*whoCanReach/);
      await page.close();
    });

    test('has a link that leads to just what is seen', async () => {
      const { page } = await web.open(at('agent', s1.agent));
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await walkToCredential(page);
      await page.getByRole('button', { name: 'Copy link' }).click();
      const link = await page.evaluate(() => navigator.clipboard.readText());
      expect(link).toContain(web.url('/lineage?label=Agent&id='));
      const focus = new URL(page.url()).searchParams.get('focus');
      await page.goto(link);
      await settled(page);
      await says(panel(page), /Why: the shortest way/);
      expect(new URL(page.url()).searchParams.get('focus')).toBe(focus);
      await page.close();
    });

    test('goes back in time: what was reached as of a day, and that nothing was known before', async () => {
      company.clock.advance(2 * DAY_MS);
      try {
        const { page } = await web.open(at('agent', s1.agent));
        const slider = page.getByRole('slider', { name: 'As of' });
        const back = async (days: number): Promise<void> => {
          await slider.focus();
          await page.keyboard.press('ArrowLeft');
          await page.waitForURL(new RegExp(`back=${days}\\b`));
        };
        await back(1);
        await says(page.locator('main'), /Reached 1 day ago: [1-9]\d* rows/);
        await settled(page);
        expect(await drawn(page)).toBeGreaterThan(3);
        expect(await breaches(page)).toEqual([]);
        await slider.focus();
        await page.keyboard.press('Home');
        await says(page.locator('main'), /Nothing is known to have been reached 180 days ago/);
        expect(await textOf(page.locator('main'))).toContain('180 days ago');
        await page.close();
      } finally {
        company.clock.advance(-2 * DAY_MS);
      }
    });
  });
}
