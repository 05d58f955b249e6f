import PQueue from 'p-queue';
import { HttpClient, HttpError, MalformedError } from '../../collect/index.ts';
import { asObject, type Json, textsAt } from './fields.ts';

export interface VaultClientOptions {
  /** `https://vault.example.com:8200` */
  readonly address: string;
  readonly token: string;
  /** The second token, for accessors: they can revoke, so the first one cannot see them. */
  readonly accessorToken?: string | undefined;
  readonly namespace?: string | undefined;
  /** Look-ups of accessors a second: they walk the server's token store. */
  readonly lookupsPerSecond: number;
}

/** What the client reads. The data of a KV secret is in no pattern: it cannot be asked for. */
const READABLE =
  /^(sys\/(mounts|auth)|sys\/policies\/acl\/.+|auth\/.+|identity\/(entity|group)\/id\/[^/]+|(?!sys\/|auth\/|identity\/).+?\/metadata\/.+)$/;

/** Vault over plain HTTP. One attempt per call: retry belongs to `attempt`. */
export class VaultClient {
  readonly #http: HttpClient;
  readonly #accessorHttp: HttpClient | undefined;
  readonly #lookups: PQueue;

  constructor(options: VaultClientOptions) {
    const http = (token: string): HttpClient =>
      new HttpClient({
        baseUrl: `${options.address.replace(/\/$/, '')}/v1`,
        headers: {
          'x-vault-token': token,
          'x-vault-request': 'true',
          ...(options.namespace === undefined ? {} : { 'x-vault-namespace': options.namespace }),
        },
      });
    this.#http = http(options.token);
    this.#accessorHttp = options.accessorToken === undefined ? undefined : http(options.accessorToken);
    this.#lookups = new PQueue({ intervalCap: options.lookupsPerSecond, interval: 1000, strict: true });
  }

  /** `data` of a read. Errors: those of HttpClient; MalformedError; TypeError for a path that is never read. */
  async read(path: string, signal: AbortSignal): Promise<Json> {
    if (!READABLE.test(path)) throw new TypeError(`the collector does not read ${path}`);
    return dataOf(await this.#http.json(encoded(path), signal));
  }

  /** Keys of a listing. Vault answers 404 where there is nothing to list. */
  async list(path: string, signal: AbortSignal): Promise<readonly string[]> {
    return keysOf(this.#http, path, signal);
  }

  /** Accessors of all tokens, with the second token. */
  async tokenAccessors(signal: AbortSignal): Promise<readonly string[]> {
    return keysOf(this.#accessors(), 'auth/token/accessors', signal);
  }

  /** A token by its accessor, no faster than the set rate. */
  async lookupToken(accessor: string, signal: AbortSignal): Promise<Json> {
    const http = this.#accessors();
    return this.#lookups.add(
      async () => dataOf(await http.json('auth/token/lookup-accessor', signal, { method: 'POST', body: { accessor } })),
      { signal },
    );
  }

  /** A secret id of an AppRole by its accessor. */
  async lookupSecretId(rolePath: string, accessor: string, signal: AbortSignal): Promise<Json> {
    const path = `${encoded(rolePath)}/secret-id-accessor/lookup`;
    return this.#lookups.add(
      async () =>
        dataOf(await this.#http.json(path, signal, { method: 'POST', body: { secret_id_accessor: accessor } })),
      { signal },
    );
  }

  /** What a token of ours may do at these paths: capabilities by path. `second`: the token for accessors. */
  async capabilities(paths: readonly string[], second: boolean, signal: AbortSignal): Promise<Json> {
    const http = second ? this.#accessors() : this.#http;
    return dataOf(await http.json('sys/capabilities-self', signal, { method: 'POST', body: { paths } }));
  }

  #accessors(): HttpClient {
    if (this.#accessorHttp === undefined) throw new TypeError('no accessor token is configured');
    return this.#accessorHttp;
  }
}

async function keysOf(http: HttpClient, path: string, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const data = dataOf(await http.json(`${encoded(path)}?list=true`, signal));
    if (!Array.isArray(data['keys'])) throw new MalformedError('the listing has no keys', path);
    return textsAt(data, 'keys');
  } catch (thrown) {
    if (thrown instanceof HttpError && thrown.status === 404) return [];
    throw thrown;
  }
}

function dataOf(answer: { readonly body: unknown }): Json {
  const data = asObject(asObject(answer.body)?.['data']);
  if (data === undefined) throw new MalformedError('the answer has no data');
  return data;
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
