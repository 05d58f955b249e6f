import { DeniedError, ForeignLinkError, MalformedError } from './errors.ts';

export interface HttpClientOptions {
  /** `https://vault.example/v1`; every path is relative to it, and no request leaves its origin. */
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For tests: the fetch to use. */
  readonly fetch?: typeof fetch;
  /** A longer answer is refused. Default 64 MiB. */
  readonly maxBytes?: number;
}

/** An HTTP answer that is an error. `status` and `headers` drive retry. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly headers: Headers;

  constructor(status: number, headers: Headers, what: string) {
    super(`${what} answered ${status}`);
    this.status = status;
    this.headers = headers;
  }
}

export interface JsonResponse<T> {
  readonly body: T;
  readonly headers: Headers;
}

/** A JSON-over-HTTP client for sources without an SDK worth using. One attempt per call: retry belongs to `attempt`. */
export class HttpClient {
  readonly #base: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #fetch: typeof fetch;
  readonly #maxBytes: number;

  constructor(options: HttpClientOptions) {
    this.#base = new URL(options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`);
    this.#headers = { accept: 'application/json', ...options.headers };
    this.#fetch = options.fetch ?? fetch;
    this.#maxBytes = options.maxBytes ?? 64 * 1024 * 1024;
  }

  /** GET (or `method`) a JSON body. 404 is an HttpError. Errors: DeniedError, HttpError, MalformedError, ForeignLinkError. */
  async json<T>(
    path: string,
    signal: AbortSignal,
    init: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<JsonResponse<T>> {
    const url = this.resolve(path);
    const response = await this.#fetch(url, {
      method: init.method ?? 'GET',
      headers: {
        ...this.#headers,
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...init.headers,
      },
      body: init.body === undefined ? null : JSON.stringify(init.body),
      redirect: 'error',
      signal,
    });
    const what = `${init.method ?? 'GET'} ${url.pathname}`;
    if (!response.ok) throw await refusal(response, what);
    return { body: await this.#parse<T>(response, what), headers: response.headers };
  }

  /** A path or a next-page link as a URL of our origin. Errors: ForeignLinkError. */
  resolve(link: string): URL {
    const url = new URL(
      link.replace(/^\/+(?=[^/])/, (slashes) => (link.startsWith('http') ? slashes : '')),
      this.#base,
    );
    if (url.origin !== this.#base.origin) throw new ForeignLinkError(`a link leads to another origin (${url.origin})`);
    return url;
  }

  async #parse<T>(response: Response, what: string): Promise<T> {
    const text = await response.text();
    if (text.length > this.#maxBytes) throw new MalformedError(`${what} answered more than ${this.#maxBytes} bytes`);
    if (text === '') return undefined as T;
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new MalformedError(`${what} did not answer with JSON`, what);
    }
  }
}

async function refusal(response: Response, what: string): Promise<Error> {
  await response.body?.cancel();
  if (response.status === 401 || response.status === 403) {
    return new DeniedError(`${what} answered ${response.status}`);
  }
  return new HttpError(response.status, response.headers, what);
}

/** The `rel="next"` target of a Link header (RFC 8288), or `undefined`. */
export function nextLink(headers: Headers): string | undefined {
  for (const part of (headers.get('link') ?? '').split(/,\s*(?=<)/)) {
    const match = /^\s*<([^>]*)>\s*;(.*)$/.exec(part);
    if (match !== null && /\brel="?next"?/i.test(match[2] ?? '')) return match[1];
  }
  return undefined;
}
