import type { FetchContext } from '../../collect/index.ts';

/** One page of an AWS list; `undefined` for the first. The value of `NextToken`, `nextToken` or `Marker`. */
export type PageToken = string | undefined;

/**
 * The pages of one AWS list operation, each call with retry. A page that cannot be read is reported and ends the list, as
 * does a token that comes twice (a server that never ends). The SDK's paginators would start again from the first page.
 */
export async function* pages<Page>(
  context: Pick<FetchContext<unknown>, 'attempt' | 'problem'>,
  what: string,
  call: (token: PageToken, signal: AbortSignal) => Promise<Page>,
  next: (page: Page) => PageToken,
  place?: string,
): AsyncGenerator<Page> {
  const seen = new Set<string>();
  let token: PageToken;
  do {
    const asked = token;
    const page = await context.attempt(what, (signal) => call(asked, signal), placeOf(place, seen.size));
    if (page === undefined) return;
    yield page;
    token = next(page) || undefined;
    if (token !== undefined && seen.has(token)) {
      context.problem({
        kind: 'malformed',
        what,
        place: placeOf(place, seen.size) ?? 'page 1',
        message: 'the page token repeats',
      });
      return;
    }
    if (token !== undefined) seen.add(token);
  } while (token !== undefined);
}

function placeOf(place: string | undefined, pagesBefore: number): string | undefined {
  if (pagesBefore === 0) return place;
  const page = `page ${pagesBefore + 1}`;
  return place === undefined ? page : `${place}, ${page}`;
}
