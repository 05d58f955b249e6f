import { describe, test } from 'vitest';
import { says, settled } from '../browser.ts';
import type { Stage } from './setup.ts';

/** Saved questions, and Cypher of one's own. */
export function testQueries({ web }: Stage): void {
  describe('queries', () => {
    test('a saved question is asked with its parameters; rows prove themselves', async () => {
      const { page } = await web.open('/queries');
      await page.getByRole('searchbox', { name: 'Look for a question' }).fill('departed');
      await page.waitForURL(/look=departed/);
      await page.locator('a[href*="query=departed-owner-agents"]').click();
      await page.waitForURL(/query=departed-owner-agents/);
      await says(page.locator('main'), /Tomasz/);
      await settled(page);
      await page
        .getByRole('button', { name: /path of \d+ steps/ })
        .first()
        .click();
      await page.getByRole('dialog').getByRole('listitem').nth(2).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
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
      await says(page.getByRole('alert'), /refused|only read/i);
      await page.close();
    });

    test('the graph stands beside it, and is looked through', async () => {
      const { page } = await web.open('/queries?ask=cypher');
      await page.getByRole('searchbox', { name: /Look for a label/ }).fill('STORED_IN');
      await page.getByRole('button', { name: '[:STORED_IN]' }).click();
      await says(page.getByRole('region', { name: 'Labels and edge types' }), /Credential[\s\S]*Resource/);
      await settled(page);
      await page.close();
    });
  });
}
