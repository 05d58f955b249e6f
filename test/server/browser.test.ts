import { expect, test } from 'vitest';
import { ask, newHome, open } from './homes.ts';

test('the Browser is there when it was asked for, and leads to the Bolt port', async () => {
  const server = await open(newHome(), { browser: true });
  const page = await fetch(server.httpUri ?? '');
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('Neo4j Browser');
  const discovery = await fetch(new URL('/', server.httpUri), { headers: { accept: 'application/json' } });
  expect(await discovery.json()).toMatchObject({ bolt_direct: server.uri });
  expect(await ask(server, 'RETURN 1 AS x')).toBe(1);
});
