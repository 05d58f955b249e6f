import type { BrowserContextOptions } from 'playwright-core';
import { describe, test } from 'vitest';
import { expectSound, says } from '../browser.ts';
import { isPicture, shoot } from '../pictures.ts';
import { at, CUSTOMER_DATA, KASIMIR, type Stage } from './setup.ts';

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true };

/** Each view: it says what it is there for, and nothing is wrong with it. */
export function testViews({ web, s1, findings }: Stage): void {
  describe('each view is sound: no error, nothing refused by the content policy, axe finds nothing serious', () => {
    const views: readonly (readonly [name: string, path: () => string, what: RegExp])[] = [
      ['overview', () => '/', /Agents by blast radius[\s\S]*Who must act[\s\S]*Coverage and freshness/],
      ['findings', () => '/findings', /critical/],
      [
        'finding',
        () => at('finding', findings[0]),
        /The path that proves it[\s\S]*authenticates as →\s+Principal ci-deployer[\s\S]*What to do[\s\S]*History/,
      ],
      ['agents', () => '/agents', /\d agents[\s\S]*Cursor on kasimir-macbook/],
      ['agent', () => at('agent', s1.agent), /Owner and why[\s\S]*Kasimir Oyelaran[\s\S]*Lineage/],
      ['credentials', () => '/credentials', /\d credentials/],
      ['credential', () => at('credential', s1.credential), /Used by[\s\S]*Kept in[\s\S]*Blast radius/],
      ['people', () => '/people', /\d people/],
      ['person', () => at('person', KASIMIR), /What their departure would orphan[\s\S]*Ingrid Solheim-Paz/],
      ['resources', () => '/resources', /customer-data/],
      ['resource', () => at('resource', CUSTOMER_DATA), /Who can reach it[\s\S]*Showing \d+ of \d+ agents/],
      [
        'a lineage',
        () => `/lineage?label=Human&id=${KASIMIR}`,
        /Showing \d+ of \d+ resources in \d+ nodes, \d+ folded/,
      ],
      ['queries', () => '/queries?query=secret-chains', /invoice_reader/],
      [
        'cypher',
        () => '/queries?ask=cypher&cypher=MATCH%20(t:Team)%20RETURN%20t.name%20AS%20team',
        /Platform Engineering/,
      ],
    ];

    test.each(views)('%s', async (name, path, what) => {
      const seen = await web.open(path());
      await says(seen.page.locator('main'), what);
      if (isPicture(name)) await shoot(seen.page, name);
      await expectSound(seen);
      await seen.page.close();
    });

    test.each([
      ['dark', '/'],
      ['dark agents', '/agents'],
      ['dark lineage', `/lineage?label=Human&id=${KASIMIR}`],
    ])('%s', async (name, path) => {
      const seen = await web.open(path, { colorScheme: 'dark' });
      if (isPicture(name)) await shoot(seen.page, name);
      await expectSound(seen);
      await seen.page.close();
    });

    test.each([
      ['overview on a phone', '/'],
      ['agents on a phone', '/agents'],
      ['phone', at('person', KASIMIR)],
    ])('%s', async (name, path) => {
      const seen = await web.open(path, PHONE);
      if (isPicture(name)) await shoot(seen.page, name);
      await expectSound(seen);
      await seen.page.close();
    });
  });
}
