import { withCustomRequest } from '@octokit/graphql';
import { Octokit } from '@octokit/rest';
import { ForeignLinkError, MalformedError, nextLink } from '../../collect/index.ts';
import { asObject, type Json } from './fields.ts';

export interface GithubClientOptions {
  /** `https://api.github.com`, or `https://HOST/api/v3` of a GitHub Enterprise Server. */
  readonly baseUrl: string;
  readonly org: string;
  /** A token, or the App strategy of `auth.ts`. */
  readonly auth: { readonly token: string } | { readonly app: AppAuth };
  /** How far back the first audit-log run reads. */
  readonly auditDays: number;
}

/** Given to Octokit as it is: it makes and renews installation tokens itself. */
export interface AppAuth {
  readonly authStrategy: unknown;
  readonly auth: Readonly<Record<string, unknown>>;
}

/** One page of a list: its items and where the next one is. */
export interface Page {
  readonly items: readonly unknown[];
  readonly next: string | undefined;
}

const API_VERSION = '2022-11-28';
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };
function nothing(): void {}

/** All calls to one organisation. One attempt per call: retry belongs to `attempt`. */
export class GithubClient {
  readonly org: string;
  readonly auditDays: number;
  readonly #octokit: Octokit;
  readonly #origin: string;
  readonly #basePath: string;

  constructor(options: GithubClientOptions) {
    const auth =
      'token' in options.auth
        ? { auth: options.auth.token }
        : { authStrategy: options.auth.app.authStrategy, auth: options.auth.app.auth };
    this.org = options.org;
    this.auditDays = options.auditDays;
    this.#octokit = new Octokit({ ...auth, baseUrl: options.baseUrl, userAgent: 'keyline', log: SILENT });
    this.#octokit.hook.error('request', (error) => {
      pauseUntilReset(error);
      throw error;
    });
    const base = new URL(options.baseUrl);
    this.#origin = base.origin;
    this.#basePath = base.pathname.replace(/\/$/, '');
  }

  /** One page of a list. `key` names the field of the list where the answer is an object. Errors: MalformedError, ForeignLinkError. */
  async page(link: string, key: string | undefined, signal: AbortSignal): Promise<Page> {
    const { data, headers } = await this.#get(link, signal);
    const items = key === undefined ? data : asObject(data)?.[key];
    if (!Array.isArray(items)) throw new MalformedError('the answer is not the list that the API documents');
    const next = nextLink(new Headers({ link: headers.link ?? '' }));
    if (next !== undefined && next === this.#resolve(link))
      throw new MalformedError('the next page is the page itself');
    return { items, next };
  }

  /** One object. Errors: MalformedError. */
  async object(link: string, signal: AbortSignal): Promise<Json> {
    const { data } = await this.#get(link, signal);
    const found = asObject(data);
    if (found === undefined) throw new MalformedError('the answer is not the object that the API documents');
    return found;
  }

  /** The `organization` of a GraphQL answer. Errors: GraphqlResponseError, MalformedError. */
  async graphql(query: string, variables: Json, signal: AbortSignal): Promise<Json> {
    const send = withCustomRequest(this.#octokit.request);
    const answer: unknown = await send(query, { ...variables, request: { signal, log: SILENT } });
    const found = asObject(asObject(answer)?.['organization']);
    if (found === undefined) throw new MalformedError('the answer has no organization');
    return found;
  }

  async #get(link: string, signal: AbortSignal): Promise<{ data: unknown; headers: { link?: string } }> {
    const url = this.#resolve(link);
    // A redirect would take the request elsewhere: an organisation that was renamed is configured by its new name.
    return this.#octokit.request({
      method: 'GET',
      url,
      headers: { 'x-github-api-version': API_VERSION },
      request: { signal, log: SILENT, redirect: 'error' },
    });
  }

  /** A path of the API or a next-page link as an address of our origin. Errors: ForeignLinkError. */
  #resolve(link: string): string {
    const url = new URL(link.startsWith('/') ? `${this.#origin}${this.#basePath}${link}` : link);
    if (url.origin !== this.#origin)
      throw new ForeignLinkError(`a next-page link leads to another origin (${url.origin})`);
    return url.href;
  }
}

/**
 * A spent primary limit says when it starts anew, in epoch seconds, and has no Retry-After: the engine reads the latter.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function pauseUntilReset(error: unknown): void {
  const headers = (error as { response?: { headers?: Record<string, string | number | undefined> } }).response?.headers;
  if (headers === undefined || headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] !== '0') return;
  const resetMs = Number(headers['x-ratelimit-reset']) * 1000;
  if (Number.isFinite(resetMs)) headers['retry-after'] = new Date(resetMs).toUTCString();
}
