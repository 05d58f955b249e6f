import sdk from '@okta/okta-sdk-nodejs';
import { DeniedError, ForeignLinkError, MalformedError } from '../../collect/index.ts';
import { isLoopback } from './config.ts';
import { failureOf } from './failures.ts';
import { bag, isBag, text } from './json.ts';

export interface OktaConnection {
  /** `https://acme.okta.com`; `http` only on loopback, for tests. */
  readonly orgUrl: string;
  /** OAuth service app. */
  readonly clientId?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly keyId?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  /** API token (SSWS), where there is no service app. */
  readonly token?: string | undefined;
}

/** One page of a list. `next` is a path of this org. */
export interface OktaPage {
  readonly items: readonly unknown[];
  readonly next: string | undefined;
}

/** Reads lists of the Okta API through the vendor SDK's HTTP client: its authentication, our retry. */
export class OktaClient {
  readonly #client: InstanceType<typeof sdk.Client>;
  readonly #origin: string;

  constructor(connection: OktaConnection) {
    this.#origin = new URL(connection.orgUrl).origin;
    this.#client = new sdk.Client(settingsOf(connection, this.#origin));
    if (isLoopback(this.#origin)) this.#client.http.agent = undefined;
  }

  /**
   * One page: an array, or the list in `data`, `value` or `items`. The next page stands in the Link header or in `_links.next`.
   * Errors: DeniedError, HttpError (with Retry-After made of Okta's X-Rate-Limit-Reset), MalformedError, ForeignLinkError.
   */
  async page(path: string, signal: AbortSignal): Promise<OktaPage> {
    try {
      return await this.#page(path, signal);
    } catch (thrown) {
      // node-fetch calls a time-out an abort; the engine tries again after the one and not after the other.
      throw signal.aborted && signal.reason instanceof Error ? signal.reason : thrown;
    }
  }

  /** Scopes of the access token; `undefined` with an API token. Errors: DeniedError. */
  async grantedScopes(): Promise<readonly string[] | undefined> {
    const answer = await this.#authenticate();
    return isBag(answer) ? text(answer['scope'])?.split(' ') : undefined;
  }

  async #page(path: string, signal: AbortSignal): Promise<OktaPage> {
    const response = await this.#get(path, signal);
    const link = nextOf(response.headers.get('link'));
    const place = path.split('?', 1)[0] ?? path;
    const body = await this.#json(response, place);
    const items = listIn(body);
    if (items === undefined) throw new MalformedError(`${place} did not answer with a list`, place);
    const next = link ?? (isBag(body) ? text(bag(bag(body, '_links'), 'next')['href']) : undefined);
    return { items, next: next === undefined ? undefined : this.#ownPath(next) };
  }

  async #get(path: string, signal: AbortSignal): Promise<OktaResponse> {
    await this.#authenticate();
    const request = { method: 'get', headers: { Accept: 'application/json' }, signal };
    try {
      return await this.#client.http.http(`${this.#origin}${this.#ownPath(path)}`, request as never);
    } catch (thrown) {
      throw failureOf(thrown, path.split('?', 1)[0] ?? path);
    }
  }

  async #json(response: OktaResponse, place: string): Promise<unknown> {
    try {
      return JSON.parse(await response.text()) as unknown;
    } catch (thrown) {
      if (thrown instanceof SyntaxError) throw new MalformedError(`${place} did not answer with JSON`, place);
      throw thrown;
    }
  }

  /** The SDK takes a refused token request for a token: ask for it first, and say what Okta said. */
  async #authenticate(): Promise<unknown> {
    const { oauth } = this.#client as { oauth?: TokenSource };
    if (oauth === undefined) return undefined;
    const answer = await oauth.getAccessToken();
    if (isBag(answer) && text(answer['access_token']) !== undefined) return answer;
    oauth.clearCachedAccessToken();
    const why = isBag(answer) ? [answer['error'], answer['error_description'], answer['errorSummary']].map(text) : [];
    throw new DeniedError(`Okta gave no access token: ${why.filter((one) => one !== undefined).join(': ')}`);
  }

  /** Path and query of a link of our own org. Errors: ForeignLinkError. */
  #ownPath(link: string): string {
    const url = new URL(link, this.#origin);
    if (url.origin !== this.#origin) throw new ForeignLinkError(`a link leads to another origin (${url.origin})`);
    return `${url.pathname}${url.search}`;
  }
}

/** What is used of the SDK's answer (node-fetch). */
interface OktaResponse {
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

interface TokenSource {
  getAccessToken(): Promise<unknown>;
  clearCachedAccessToken(): void;
}

function settingsOf(connection: OktaConnection, origin: string): Record<string, unknown> {
  const common = {
    orgUrl: origin,
    cacheMiddleware: null,
    requestExecutor: executor(),
    testing: { disableHttpsCheck: true },
  };
  if (connection.privateKey === undefined) return { ...common, authorizationMode: 'SSWS', token: connection.token };
  return {
    ...common,
    authorizationMode: 'PrivateKey',
    clientId: connection.clientId,
    privateKey: connection.privateKey,
    ...(connection.keyId === undefined ? {} : { keyId: connection.keyId }),
    scopes: (connection.scopes ?? []).join(' '),
  };
}

/** Retry is the engine's; a redirect could carry the token elsewhere and is refused, also for the token request. */
function executor(): InstanceType<typeof sdk.DefaultRequestExecutor> {
  const made = new sdk.DefaultRequestExecutor({ maxRetries: 0, requestTimeout: 0 } as never);
  made.on('request', (request: { redirect?: string }) => {
    request.redirect = 'error';
  });
  return made;
}

function listIn(body: unknown): readonly unknown[] | undefined {
  if (Array.isArray(body)) return body;
  if (!isBag(body)) return undefined;
  return [body['data'], body['value'], body['items']].find((list) => Array.isArray(list));
}

/** The `rel="next"` target of a Link header; Okta sends several links, joined by commas. */
function nextOf(header: string | null): string | undefined {
  for (const part of (header ?? '').split(/,\s*(?=<)/)) {
    const match = /^\s*<([^>]*)>\s*;(.*)$/.exec(part);
    if (match !== null && /\brel="?next"?/i.test(match[2] ?? '')) return match[1];
  }
  return undefined;
}
