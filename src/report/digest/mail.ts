import { createTransport, type Transporter } from 'nodemailer';
import pRetry from 'p-retry';
import type { MailConfig } from '../../lib/config-digests.ts';
import { inputError } from '../../lib/errors.ts';
import type { PostOptions } from '../../lib/post.ts';
import type { Digest } from './ask.ts';
import { digestCsv, digestPage, digestSubject, digestText } from './render.ts';

const CONNECT_MS = 10_000;
const SOCKET_MS = 30_000;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

const RETRIES = 3;
const PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

/** Sends digests by SMTP, one connection for all. */
export interface Mailer {
  /** Tries again what may get through later. Errors: those of the server; the address of the person is in none. */
  readonly send: (digest: Digest, to: string) => Promise<void>;
  readonly close: () => void;
}

/** Errors: `mail-config` for a server elsewhere without TLS. */
export function openMailer(config: MailConfig, options: PostOptions = {}): Mailer {
  const { host, port, tls, user, password, from } = config;
  if (tls === 'none' && !LOOPBACK.test(host))
    throw inputError('mail-config', `Mail is sent to ${host} with TLS only`, { source: 'digests.email.tls' });
  const transport: Transporter = createTransport({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    pool: true,
    maxConnections: 1,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SOCKET_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user === undefined || password === undefined ? {} : { auth: { user, pass: password } }),
  });
  return {
    send: async (digest, to) => {
      const message = {
        from,
        to,
        subject: digestSubject(digest),
        text: digestText(digest),
        html: digestPage(digest),
        attachments: [{ filename: 'findings.csv', content: digestCsv(digest), contentType: 'text/csv; charset=utf-8' }],
        headers: { 'Auto-Submitted': 'auto-generated' },
      };
      await pRetry(() => transport.sendMail(message), {
        retries: options.retries ?? RETRIES,
        minTimeout: options.minPauseMs ?? PAUSE_MS,
        maxTimeout: options.maxPauseMs ?? LONGEST_PAUSE_MS,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        shouldRetry: ({ error }) => isTransient(error),
      });
    },
    close: () => transport.close(),
  };
}

/** A server that cannot be reached, or that answers 4xx: try again later (RFC 5321 §4.2.1, §4.5.4.1). Codes of nodemailer and of Node. */
function isTransient(error: Error): boolean {
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown };
  if (typeof responseCode === 'number') return responseCode >= 400 && responseCode < 500;
  return typeof code === 'string' && /^(ECONN\w*|ETIMEDOUT|ESOCKET|EDNS|ENOTFOUND|EAI_AGAIN|EPIPE)$/.test(code);
}
