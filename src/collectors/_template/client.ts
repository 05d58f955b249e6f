import { type FetchContext, type HttpClient, MalformedError, nextLink } from '../../collect/index.ts';

export interface TemplateClient {
  readonly http: HttpClient;
}

/**
 * All items of a list, page by page (`Link: <…>; rel="next"`). A page that is refused or cannot be read ends the list, with a
 * problem: what was read before it stays, and nothing is retired.
 */
export async function* listed(path: string, context: FetchContext<TemplateClient>): AsyncGenerator<unknown> {
  const { http } = context.client;
  let link: string | undefined = path;
  while (link !== undefined) {
    const here: string = link;
    const page = await context.attempt(
      `GET ${path}`,
      async (signal) => {
        const { body, headers } = await http.json<unknown>(here, signal);
        if (!Array.isArray(body)) throw new MalformedError('the answer is not a list', here);
        return { items: body as readonly unknown[], next: nextLink(headers) };
      },
      here,
    );
    if (page === undefined) return;
    yield* page.items;
    link = page.next;
  }
}
