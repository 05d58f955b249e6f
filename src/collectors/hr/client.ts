import { openImportFile } from '../../collect/files/open.ts';
import { type FetchContext, HttpClient, type ImportFile, MalformedError } from '../../collect/index.ts';
import type { DateOrder } from './dates.ts';
import { isObject, type ScimUser, scimUserOf } from './scim.ts';

export interface ScimEndpoint {
  /** Base of the service, `https://hr.example.com/scim/v2`. */
  readonly url: string;
  readonly token: string | undefined;
  /** Users a page; a server may give fewer. Default 200. */
  readonly pageSize?: number | undefined;
  readonly fetch?: typeof fetch;
}

/** What the steps read: files by their paths, and a SCIM service. */
export interface HrClient {
  readonly workers: readonly string[];
  readonly teams: readonly string[];
  readonly workerColumns?: Readonly<Record<string, string>> | undefined;
  readonly teamColumns?: Readonly<Record<string, string>> | undefined;
  readonly dateOrder?: DateOrder | undefined;
  readonly scim: ScimEndpoint | undefined;
}

/** The files that can be opened; one that cannot is a problem of its own. */
export async function openFiles(paths: readonly string[], context: FetchContext<HrClient>): Promise<ImportFile[]> {
  const opened: ImportFile[] = [];
  for (const path of paths) {
    const file = await context.attempt(`read ${path}`, () => openImportFile(path, ''), path);
    if (file !== undefined) opened.push(file);
  }
  return opened;
}

/** All users of a SCIM service, page by page (RFC 7644 §3.4.2.4). A page that cannot be read ends the list, with a problem. */
export async function* scimUsers(context: FetchContext<HrClient>, endpoint: ScimEndpoint): AsyncGenerator<ScimUser> {
  const http = new HttpClient({
    baseUrl: endpoint.url,
    headers: {
      accept: 'application/scim+json, application/json',
      ...(endpoint.token === undefined ? {} : { authorization: `Bearer ${endpoint.token}` }),
    },
    ...(endpoint.fetch === undefined ? {} : { fetch: endpoint.fetch }),
  });
  for (let startIndex = 1, total = Number.POSITIVE_INFINITY; startIndex <= total; ) {
    const query = `Users?startIndex=${startIndex}&count=${endpoint.pageSize ?? 200}`;
    const page = await context.attempt(
      'GET /Users',
      async (signal) => scimPage((await http.json<unknown>(query, signal)).body, query),
      query,
    );
    if (page === undefined) return;
    yield* readPage(page.resources, startIndex, context);
    if (page.resources.length === 0) return reportShort(startIndex, page.total, query, context);
    startIndex += page.resources.length;
    total = page.total;
  }
}

/** An empty page before the end: the service holds back what it counted. */
function reportShort(startIndex: number, total: number, place: string, context: FetchContext<HrClient>): void {
  if (startIndex > total) return;
  const message = `the service counts ${total} users and gave ${startIndex - 1}`;
  context.problem({ kind: 'failed', what: 'GET /Users', place, message });
}

function* readPage(
  resources: readonly unknown[],
  startIndex: number,
  context: FetchContext<HrClient>,
): Generator<ScimUser> {
  for (const [index, value] of resources.entries()) {
    try {
      yield scimUserOf(value);
    } catch (thrown) {
      if (!(thrown instanceof MalformedError)) throw thrown;
      const place = `user ${startIndex + index}`;
      context.problem({ kind: 'malformed', what: 'GET /Users', place, message: thrown.message });
    }
  }
}

function scimPage(body: unknown, place: string): { readonly resources: readonly unknown[]; readonly total: number } {
  if (!isObject(body) || typeof body['totalResults'] !== 'number') {
    throw new MalformedError('the answer is no SCIM ListResponse', place);
  }
  const resources = body['Resources'] ?? [];
  if (!Array.isArray(resources)) throw new MalformedError('Resources is not a list', place);
  return { resources, total: body['totalResults'] };
}
