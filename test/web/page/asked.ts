import type { Page } from 'playwright-core';

/** What the API answers to a question, asked beside the page. */
export async function asked<T>(page: Page, query: string, variables: Readonly<Record<string, unknown>>): Promise<T> {
  const response = await page.request.post(new URL('/graphql', page.url()).href, {
    data: { query, variables },
    headers: { 'graphql-require-preflight': '1' },
  });
  const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
  if (data === undefined || errors !== undefined) throw new Error(`The API answers ${JSON.stringify(errors)}`);
  return data;
}
