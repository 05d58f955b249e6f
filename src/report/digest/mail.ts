import { createTransport, type Transporter } from 'nodemailer';
import type { MailConfig } from '../../lib/config-digests.ts';
import { inputError } from '../../lib/errors.ts';
import type { Digest } from './ask.ts';
import { digestCsv, digestPage, digestSubject, digestText } from './render.ts';

const CONNECT_MS = 10_000;
const SOCKET_MS = 30_000;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** Sends digests by SMTP, one connection for all. */
export interface Mailer {
  /** Errors: those of the server; the address of the person is in none. */
  readonly send: (digest: Digest, to: string) => Promise<void>;
  readonly close: () => void;
}

/** Errors: `mail-config` for a server elsewhere without TLS. */
export function openMailer(config: MailConfig): Mailer {
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
      await transport.sendMail({
        from,
        to,
        subject: digestSubject(digest),
        text: digestText(digest),
        html: digestPage(digest),
        attachments: [{ filename: 'findings.csv', content: digestCsv(digest), contentType: 'text/csv; charset=utf-8' }],
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    },
    close: () => transport.close(),
  };
}
