import type { TokenCredential } from '@azure/identity';
import { AuthenticationHandler, Client, HTTPMessageHandler } from '@microsoft/microsoft-graph-client';
import { decodeJwt } from 'jose';
import { type FetchContext, ForeignLinkError, MalformedError } from '../../collect/index.ts';
import type { Json } from './fields.ts';
import { graphFailure, signInFailure } from './graph-errors.ts';

/** A list to read: path with query. Reports and sign-ins of service principals exist in beta only. */
export interface ListRequest {
  readonly path: string;
  readonly version?: 'v1.0' | 'beta';
  readonly headers?: Readonly<Record<string, string>>;
}

export interface EntraOptions {
  readonly signInActivity: boolean;
  readonly leaveDates: boolean;
  readonly eventDays: number;
}

export type EntraContext = FetchContext<EntraClient>;

/** Microsoft Graph of one tenant. All I/O of this collector is here; retry belongs to `attempt`. */
export class EntraClient {
  readonly options: EntraOptions;
  readonly #origin: string;
  readonly #graph: Client;
  readonly #token: () => Promise<string>;

  constructor(baseUrl: string, credential: TokenCredential, options: EntraOptions) {
    const base = new URL(baseUrl);
    this.options = options;
    this.#origin = base.origin;
    this.#token = () => accessToken(credential, `${base.origin}/.default`);
    const authentication = new AuthenticationHandler({ getAccessToken: this.#token });
    // Our own chain: the SDK's retry sleeps without a signal, and its redirect handler would leave the origin.
    this.#graph = Client.initWithMiddleware({
      baseUrl: base.origin,
      customHosts: new Set([base.hostname]),
      middleware: [authentication, new HTTPMessageHandler()],
    });
  }

  /**
   * The pages of a list, through `@odata.nextLink`. A page that cannot be read is reported and ends the list.
   */
  async *pages(context: EntraContext, request: ListRequest): AsyncGenerator<readonly unknown[]> {
    const what = `GET ${request.path.replace(/\?.*$/s, '')}`;
    let link: string | undefined = request.path;
    for (let page = 1; link !== undefined; page += 1) {
      const current: string = link;
      const body: Page | undefined = await context.attempt(
        what,
        (signal) => this.#page(current, request, signal),
        `page ${page}`,
      );
      if (body === undefined) return;
      yield body.items;
      link = body.next;
    }
  }

  /** Every item of a list; `undefined` when a page of it could not be read, which has been reported. */
  async all(context: EntraContext, request: ListRequest): Promise<readonly unknown[] | undefined> {
    const before = { complete: true };
    const watched: EntraContext = {
      ...context,
      attempt: async (what, call, place) => {
        const result = await context.attempt(what, call, place);
        if (result === undefined) before.complete = false;
        return result;
      },
    };
    const items: unknown[] = [];
    for await (const page of this.pages(watched, request)) items.push(...page);
    return before.complete ? items : undefined;
  }

  /** Application permissions in the access token; `undefined` for one that cannot be read. */
  async tokenRoles(): Promise<readonly string[] | undefined> {
    const token = await this.#token();
    try {
      const { roles } = decodeJwt<{ roles?: unknown }>(token);
      return Array.isArray(roles) ? roles.map(String) : [];
    } catch {
      return undefined;
    }
  }

  async #page(link: string, request: ListRequest, signal: AbortSignal): Promise<Page> {
    const call = this.#graph
      .api(this.#own(link))
      .headers({ ...request.headers })
      .options({ signal, redirect: 'error' });
    if (request.version !== undefined) call.version(request.version);
    const body: unknown = await call.get().catch((thrown: unknown) => {
      throw graphFailure(thrown);
    });
    return pageOf(body, link);
  }

  /** A path, or a link of our own origin. The SDK would follow any. Errors: ForeignLinkError. */
  #own(link: string): string {
    if (link.startsWith('/')) return link;
    const origin = URL.canParse(link) ? new URL(link).origin : 'no address';
    if (origin !== this.#origin) throw new ForeignLinkError(`a next-page link leads to another origin (${origin})`);
    return link;
  }
}

interface Page {
  readonly items: readonly unknown[];
  readonly next: string | undefined;
}

function pageOf(body: unknown, link: string): Page {
  const path = link.replace(/\?.*$/s, '');
  const page = (typeof body === 'object' && body !== null ? body : {}) as Json;
  const items = page['value'];
  if (!Array.isArray(items)) throw new MalformedError('the answer has no list `value`', path);
  const next = page['@odata.nextLink'];
  if (next !== undefined && next !== null && typeof next !== 'string')
    throw new MalformedError('the next-page link is no text', path);
  return { items, next: next ?? undefined };
}

async function accessToken(credential: TokenCredential, scope: string): Promise<string> {
  try {
    const token = await credential.getToken(scope);
    if (token === null) throw new Error('the sign-in service gave no token');
    return token.token;
  } catch (thrown) {
    throw signInFailure(thrown);
  }
}
