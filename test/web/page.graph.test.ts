import { expect, test, vi } from 'vitest';
import { says, settled, textOf } from './browser.ts';
import { testDecisions } from './page/decisions.ts';
import { testLineage } from './page/lineage.ts';
import { testQueries } from './page/queries.ts';
import { at, withStage } from './page/setup.ts';
import { testStates } from './page/states.ts';
import { testTables } from './page/tables.ts';
import { testViews } from './page/views.ts';
import { PICTURES, taken } from './pictures.ts';

vi.setConfig({ testTimeout: 120_000 });

const stage = withStage();

testViews(stage);
testTables(stage);
testLineage(stage);
testDecisions(stage);
testQueries(stage);
testStates(stage);

test('the name of a node is text, whatever it holds', async () => {
  const { web, company, s1 } = stage;
  const hostile = '<img src=x onerror="window.broken=1"><script>window.broken=1</script>';
  await company.session().graph.write((run) =>
    run(
      `MATCH (c:Credential {id: $credential}) CREATE (a:Agent {id: 'agent:hostile', name: $hostile, kind: 'ide-agent', platform: 'endpoint', known: true, claims: ['test:x/y'], firstSeen: '2026-11-01T00:00:00.000Z'})
       CREATE (a)-[:USES {basis: $hostile, claims: ['test:x/y'], firstSeen: '2026-11-01T00:00:00.000Z'}]->(c)`,
      { hostile, credential: s1.credential },
    ),
  );
  const { page } = await web.open(at('agent', 'agent:hostile'));
  expect(await textOf(page.getByRole('heading', { level: 1 }))).toBe(hostile);
  await page.goto(web.url('/agents?text=onerror&sort=Name'));
  await settled(page);
  await says(page.locator('main'), /<script>window\.broken=1<\/script>/);
  expect(await page.locator('main img, main script').count()).toBe(0);
  expect(await page.evaluate(() => 'broken' in window)).toBe(false);
  await page.close();
});

test('every picture of the documentation was come by', () => {
  expect([...taken].sort()).toEqual([...PICTURES].sort());
});
