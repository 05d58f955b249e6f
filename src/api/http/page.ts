import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Handler, pathOf, type Route, sendJson } from './router.ts';

/** Where `scripts/build-page.ts` keeps what it built. */
export const PAGE_HOME = fileURLToPath(new URL('../../../.keyline-page', import.meta.url));

/** Views of the page, each a path of its own so that it can be linked to; what else is asked for is not there. */
export const VIEWS = [
  'findings',
  'finding',
  'agents',
  'agent',
  'credentials',
  'credential',
  'people',
  'person',
  'resources',
  'resource',
  'lineage',
  'queries',
] as const;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Nothing from elsewhere, and nothing that stands in the HTML, is run or styled by. */
const POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const ASSET = /^\/assets\/([\w-]+(?:\.[\w-]+)+)$/;

/** The page and its files. They hold no data, so nobody needs to be logged in for them. */
export function pageRoutes(home: string = PAGE_HOME): Route[] {
  const view: Handler = (request, response) => sendView(home, request, response);
  const asset: Handler = (request, response) => sendAsset(home, request, response);
  return [
    ...['/', ...VIEWS.map((name) => `/${name}`)].map(
      (path): Route => ({ method: 'GET', path, access: 'public', handle: view }),
    ),
    { method: 'GET', path: '/assets/*', access: 'public', handle: asset },
  ];
}

async function sendView(home: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const folder = currentFolder(home);
  if (folder === undefined) sendWaiting(response);
  else await sendFile(join(folder, 'index.html'), 'no-cache', request, response);
}

async function sendAsset(home: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = ASSET.exec(pathOf(request))?.[1];
  const folder = currentFolder(home);
  if (name === undefined || folder === undefined || TYPES[extname(name)] === undefined) notHere(response);
  else await sendFile(join(folder, 'assets', name), 'public, max-age=31536000, immutable', request, response);
}

/** The folder that `current` names. It changes when the page is built while the service runs. */
function currentFolder(home: string): string | undefined {
  const pointer = join(home, 'current');
  if (!existsSync(pointer)) return undefined;
  const name = readFileSync(pointer, 'utf8').trim();
  return /^[\w-]+$/.test(name) ? join(home, name) : undefined;
}

async function sendFile(
  path: string,
  caching: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const zipped = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')) && existsSync(`${path}.gz`);
  const body = await readFile(zipped ? `${path}.gz` : path).catch(() => undefined);
  if (body === undefined) return notHere(response);
  response.setHeader('content-security-policy', POLICY);
  response.setHeader('vary', 'accept-encoding');
  if (zipped) response.setHeader('content-encoding', 'gzip');
  response.writeHead(200, {
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    'cache-control': caching,
    'content-length': body.length,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function sendWaiting(response: ServerResponse): void {
  response.setHeader('content-security-policy', POLICY);
  response.writeHead(503, { 'content-type': TYPES['.html'] ?? '', 'cache-control': 'no-store', refresh: '3' });
  response.end(
    '<!doctype html><html lang="en"><title>Keyline</title><p>The page is being built and comes by itself. GraphQL answers at <a href="/graphql">/graphql</a>. In a checkout, <code>node scripts/build-page.ts</code> builds it.</p></html>',
  );
}

function notHere(response: ServerResponse): void {
  sendJson(response, 404, { error: 'There is nothing here' });
}
