import type { Page, Route } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { breaches, says } from '../browser.ts';
import { at, type Stage } from './setup.ts';

type Change = (route: Route) => Promise<void>;

/** Changes what the API answers to one question on its way to the page. */
function answering(page: Page, name: string, change: Change): Promise<unknown> {
  return page.route('**/graphql', (route) =>
    route.request().postData()?.includes(`query ${name}`) === true ? change(route) : route.fallback(),
  );
}

const DENIED = {
  step: 'okta:tern.example/tokens',
  outcome: 'denied',
  reason: 'the role lacks okta.apiTokens.read',
  completeAt: null,
};

/** Puts what a source refused into the coverage of an answer. */
async function denied(route: Route): Promise<void> {
  const answer = await route.fetch();
  const body = (await answer.json()) as { data: Record<string, { coverage: object }> };
  for (const { coverage } of Object.values(body.data))
    Object.assign(coverage, { line: '1 of 9 sources incomplete: okta', incomplete: [DENIED] });
  await route.fulfill({ response: answer, json: body });
}

/** What is said while an answer is on its way, where there is nothing, where something could not be seen, or went wrong. */
export function testStates({ web, s1 }: Stage): void {
  const LINEAGE = (): string => `/lineage?label=Agent&id=${encodeURIComponent(s1.agent)}`;
  const views: readonly (readonly [
    name: string,
    path: () => string,
    question: string,
    loading: string,
    there: string,
  ])[] = [
    ['a table', () => '/agents', 'AgentRows', 'Loading agents', 'grid'],
    ['a picture', LINEAGE, 'ReachedFrom', 'Following the lineage', 'application'],
  ];

  describe.each(views)('%s', (_name, path, question, loading, there) => {
    const shown = (page: Page) => page.getByRole(there as 'grid').first();

    test('loading: says what is on its way until it is there', async () => {
      const { page } = await web.blank();
      const { promise, resolve } = Promise.withResolvers<void>();
      await answering(page, question, async (route) => {
        await promise;
        await route.fallback();
      });
      await page.goto(web.url(path()));
      await page.getByRole('progressbar', { name: loading }).waitFor();
      resolve();
      await shown(page).waitFor();
      await page.close();
    });

    test('partial coverage: the line says what could not be seen', async () => {
      const { page } = await web.blank();
      await answering(page, question, denied);
      await page.goto(web.url(path()));
      await page.getByRole('button', { name: /Not everything could be seen: 1 of 9 sources incomplete/ }).click();
      await page.getByText(DENIED.reason).waitFor();
      expect(await breaches(page)).toEqual([]);
      await page.close();
    });

    test('error: a service that is gone is said, and asked again on demand', async () => {
      const { page } = await web.blank();
      let isGone = true;
      await answering(page, question, (route) => (isGone ? route.abort() : route.fallback()));
      await page.goto(web.url(path()));
      const alert = page.getByRole('alert');
      await says(alert, /The service does not answer\./);
      isGone = false;
      await alert.getByRole('button', { name: 'Try again' }).click();
      await shown(page).waitFor();
      await page.close();
    });
  });

  describe('states', () => {
    test('empty: says that nothing fits, or that nothing is there', async () => {
      const { page } = await web.open('/agents?text=no-such-agent-anywhere');
      await says(page.locator('main'), /No agent fits these filters\./);
      await page.goto(web.url(at('agent', 'agent:never:was')));
      await says(page.locator('main'), /There is no agent with the key agent:never:was\./);
      await page.goto(web.url('/lineage?label=Agent&id=agent:never:was'));
      await says(page.locator('main'), /Lineage of an agent[\s\S]*There is no agent "agent:never:was"/);
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
    ])('error: %s is said in plain words', async (_name, answer, what) => {
      const { page } = await web.blank();
      await answering(page, 'AgentRows', (route) => route.fulfill(answer));
      await page.goto(web.url('/agents'));
      await says(page.getByRole('alert'), what);
      expect(await breaches(page)).toEqual([]);
      await page.close();
    });
  });
}
