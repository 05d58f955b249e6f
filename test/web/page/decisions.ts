import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { breaches, says } from '../browser.ts';
import { at, KASIMIR, type Stage } from './setup.ts';

/** What is decided about a finding. */
export function testDecisions({ web, findings }: Stage): void {
  /** Opens the window of a decision about a finding, with the name and the reason filled in. */
  const deciding = async (finding: string, title: string, reason: string) => {
    const { page } = await web.open(at('finding', finding));
    await page.getByRole('button', { name: title }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /Decided by/ }).fill(KASIMIR);
    await dialog.getByRole('textbox', { name: 'Why' }).fill(reason);
    const decide = (): Promise<void> => dialog.getByRole('button', { name: title }).click();
    return { page, dialog, decide };
  };
  const history = (page: Page) => page.getByRole('region', { name: 'History' });

  describe('a finding', () => {
    test('is acknowledged with a name and a reason, which its history then tells', async () => {
      const { page, dialog, decide } = await deciding(findings[0], 'Acknowledge', 'the secret moves on Tuesday');
      expect(await breaches(page)).toEqual([]);
      await decide();
      await dialog.waitFor({ state: 'detached' });
      await says(history(page), /acknowledge by [^\n]+: the secret moves on Tuesday/);
      await page.locator('main header').getByText('acknowledged').waitFor();
      await page.close();
    });

    test('is assigned to somebody else', async () => {
      const { page, dialog, decide } = await deciding(findings[1], 'Assign', 'she knows that system');
      await dialog.getByRole('textbox', { name: /^To/ }).fill('Ingrid Solheim-Paz');
      await decide();
      await dialog.waitFor({ state: 'detached' });
      await says(page.getByRole('region', { name: 'What to do' }), /Assigned to\s+Ingrid Solheim-Paz/);
      await says(history(page), /she knows that system/);
      await page.close();
    });

    test('is accepted until a day, and says until when', async () => {
      const { page, dialog, decide } = await deciding(findings[2], 'Accept until', 'the move is under way');
      await dialog.getByLabel('Until', { exact: true }).fill('2026-12-18');
      await decide();
      await dialog.waitFor({ state: 'detached' });
      await says(page.locator('main header').first(), /accepted[\s\S]*accepted until/);
      await says(history(page), /the move is under way/);
      await page.close();
    });

    test('a decision that is refused says why, and stays open', async () => {
      const { page, dialog, decide } = await deciding(findings[0], 'Assign', 'they know it');
      await dialog.getByRole('textbox', { name: /^To/ }).fill('nobody.known@example.com');
      await decide();
      await says(dialog.getByRole('alert'), /nobody\.known@example\.com/);
      await page.close();
    });
  });
}
