import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { breaches, says, settled } from '../browser.ts';
import { asked } from './asked.ts';
import { KASIMIR, type Stage } from './setup.ts';

/** What is done with a table. */
export function testTables({ web }: Stage): void {
  describe('a table', () => {
    test('is searched, filtered, sorted and grouped; all of it stands in the address', async () => {
      const { page } = await web.open('/agents');
      await page.getByRole('searchbox', { name: 'Search' }).fill('kasimir');
      await page.waitForURL(/text=kasimir/);
      await says(page.locator('main'), /\d agents? that fit/);
      await settled(page);
      expect(await page.getByRole('row').filter({ hasText: 'Copilot of aurelio-bw' }).count()).toBe(0);
      await page.getByRole('columnheader', { name: 'Name' }).click();
      await page.waitForURL(/sort=Name/);
      await page.reload();
      await settled(page);
      const names = await page.getByRole('rowheader').allInnerTexts();
      expect(names.length).toBeGreaterThan(2);
      expect(names.every((name) => /kasimir/i.test(name))).toBe(true);
      await page.close();
    });

    test('is grouped by owner: each group leads to what this person answers for', async () => {
      const { page } = await web.open('/agents?group=Owner');
      const { human } = await asked<{ human: { ownedAgents: { totalCount: number } } }>(
        page,
        'query ($id: ID!) { human(id: $id) { ownedAgents { totalCount } } }',
        { id: KASIMIR },
      );
      const count = human.ownedAgents.totalCount;
      expect(count).toBeGreaterThan(1);
      const group = page.getByRole('list', { name: 'Agents by owner' }).getByRole('listitem');
      await says(group.filter({ hasText: 'Kasimir Oyelaran' }), new RegExp(`\\b${count}$`));
      await group.getByRole('link', { name: 'Kasimir Oyelaran' }).click();
      await page.waitForURL(/owner=human%3AE-1004/);
      await says(page.locator('main'), new RegExp(`\\b${count} agents that fit`));
      await settled(page);
      expect(await page.getByRole('rowheader').count()).toBe(count);
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
      await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'row');
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

    test('keeps a filter by name in this browser, and forgets it', async () => {
      const { page } = await web.open('/agents?Kind=ide-agent');
      const saved = (): Promise<void> => page.getByRole('button', { name: 'Saved filters' }).click();
      await saved();
      await page.getByRole('textbox', { name: 'Name for the present filter' }).fill('editors');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('link', { name: 'editors' }).waitFor();
      expect(await breaches(page)).toEqual([]);
      await page.goto(web.url('/agents'));
      await settled(page);
      await saved();
      await page.getByRole('link', { name: 'editors' }).click();
      await page.waitForURL(/Kind=ide-agent/);
      await settled(page);
      await saved();
      await page.getByRole('button', { name: 'Forget editors' }).click();
      await page.getByText('None yet.').waitFor();
      await page.close();
    });

    test('asks for what nobody answers for', async () => {
      const { page } = await web.open('/agents');
      await checkbox(page).click();
      await page.waitForURL(/unowned=1/);
      await says(page.locator('main'), /\d agents? that fit[\s\S]*harbour-lookup/);
      await page.close();
    });
  });
}

function checkbox(page: Page) {
  return page.getByText('Nobody answers for it');
}
