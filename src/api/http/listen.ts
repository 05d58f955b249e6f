import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { inputError, messageOf } from '../../lib/errors.ts';
import type { Logger } from '../../lib/log.ts';

export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** A client gets this long for its headers, this long for its whole request, and this long without a byte. */
const HEADERS_MS = 15_000;
const REQUEST_MS = 60_000;
const SILENCE_MS = 120_000;
const CHECK_MS = 2_000;
const MAX_CONNECTIONS = 4_096;
const MAX_HEADERS = 100;
const RELOAD_MS = 30_000;
const CLOSE_GRACE_MS = 500;

export interface Listening {
  readonly port: number;
  /** Stops listening and ends what is under way, within a second. */
  readonly close: () => Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsFiles | undefined;
  readonly log: Logger;
  readonly headersMs?: number | undefined;
}

/** Listens with limits on slow and idle clients. Errors: `http-listen`; `tls-files`. */
export async function listen(listener: RequestListener, options: ListenOptions): Promise<Listening> {
  const { host, tls, log } = options;
  const headersTimeout = options.headersMs ?? HEADERS_MS;
  const limits = {
    headersTimeout,
    requestTimeout: Math.max(REQUEST_MS, headersTimeout),
    connectionsCheckingInterval: Math.min(CHECK_MS, headersTimeout),
    keepAliveTimeout: 65_000,
    maxHeaderSize: 16_384,
    requireHostHeader: true,
  };
  const server =
    tls === undefined ? createServer(limits, listener) : createTlsServer({ ...limits, ...secure(tls) }, listener);
  server.maxConnections = MAX_CONNECTIONS;
  server.maxHeadersCount = MAX_HEADERS;
  server.setTimeout(SILENCE_MS, (socket) => socket.destroy());
  const stopReloading = tls === undefined ? () => undefined : reloading(server as TlsServer, tls, log);
  await bind(server, host, options.port);
  const address = server.address();
  const close = closer(server);
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () => {
      stopReloading();
      return close();
    },
  };
}

/** TLS 1.2 with forward secrecy, or 1.3 (RFC 9325). */
function secure({ cert, key }: TlsFiles) {
  try {
    return { cert: readFileSync(cert), key: readFileSync(key), minVersion: 'TLSv1.2' as const, honorCipherOrder: true };
  } catch (cause) {
    throw inputError('tls-files', `The certificate or its key cannot be read: ${messageOf(cause)}`, {
      source: cert,
      cause,
    });
  }
}

/** A renewed certificate is taken without a restart; one that does not fit its key is logged and the old one kept. */
function reloading(server: TlsServer, files: TlsFiles, log: Logger): () => void {
  let last = stamp(files);
  const check = (): void => {
    const now = stamp(files);
    if (now === last || now === '') return;
    last = now;
    try {
      server.setSecureContext(secure(files));
      log.info({ cert: files.cert }, 'the certificate was read again');
    } catch (thrown) {
      log.error({ err: messageOf(thrown) }, 'the new certificate cannot be used; the old one stays');
    }
  };
  const timer = setInterval(check, RELOAD_MS).unref();
  process.on('SIGHUP', check);
  return () => {
    clearInterval(timer);
    process.removeListener('SIGHUP', check);
  };
}

function stamp({ cert, key }: TlsFiles): string {
  try {
    return [cert, key].map((file) => statSync(file).mtimeMs).join(' ');
  } catch {
    return '';
  }
}

async function bind(server: Server | TlsServer, host: string, port: number): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    throw inputError('http-listen', `Cannot listen on ${host} port ${port}: ${messageOf(cause)}`, {
      hint: 'Choose another one with --port, or 0 for a free one.',
      cause,
    });
  }
}

function closer(server: Server | TlsServer): () => Promise<void> {
  let closed: Promise<void> | undefined;
  return () => {
    closed ??= new Promise((resolve) => {
      const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
      server.close(() => {
        clearTimeout(timer);
        resolve();
      });
      server.closeIdleConnections();
    });
    return closed;
  };
}
