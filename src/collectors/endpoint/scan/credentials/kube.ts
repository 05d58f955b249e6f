import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { toInstant } from '../../../../lib/clock.ts';
import type { ScanBuilder, Sighting } from '../builder.ts';
import type { SafeFiles } from '../files.ts';
import { commandName } from '../packages.ts';
import { type Fields, yamlOf } from '../parse.ts';
import { asRecord, known, textOf } from '../shape.ts';
import { cleanUrl } from '../url.ts';

/** `~/.kube/config`: each user with the contexts and clusters it is used for; certificates by subject, serial and end. */
export async function readKube(files: SafeFiles, builder: ScanBuilder, home: string): Promise<void> {
  const file = await files.read(join(home, '.kube', 'config'));
  if (file === undefined) return;
  const config = yamlOf(files, file);
  const servers = new Map(named(config['clusters'], 'cluster').map(([name, one]) => [name, textOf(one['server'])]));
  const contexts = named(config['contexts'], 'context');
  for (const [name, user] of named(config['users'], 'user')) {
    const own = contexts.filter(([, context]) => context['user'] === name);
    const server = own.map(([, context]) => servers.get(String(context['cluster']))).find((one) => one !== undefined);
    const host = server === undefined ? undefined : cleanUrl(server)?.url;
    const notes = own.map(([context]) => `context ${context}`);
    readUser(builder, user, { place: file.place, as: `user ${name}`, system: 'kubernetes', notes, ...known({ host }) });
  }
}

function named(list: unknown, field: string): (readonly [string, Fields])[] {
  if (!Array.isArray(list)) return [];
  return list.map((one) => [textOf(asRecord(one)['name']) ?? '', asRecord(asRecord(one)[field])] as const);
}

function readUser(builder: ScanBuilder, user: Fields, where: Sighting): void {
  const token = textOf(user['token']);
  const password = textOf(user['password']);
  const command = textOf(asRecord(user['exec'])['command']);
  const key = textOf(user['client-key-data']);
  const certificate = certificateFacts(textOf(user['client-certificate-data']));
  if (token !== undefined && builder.value('token', token, where) !== 'secret')
    builder.secret(token, { ...where, kind: 'api-token' });
  if (password !== undefined)
    builder.secret(password, { ...where, kind: 'password', ...known({ login: textOf(user['username']) }) });
  if (key !== undefined) {
    const pem = Buffer.from(key, 'base64').toString('utf8').trim();
    builder.credential({ ...where, ...certificate, kind: 'client-certificate' }, builder.fingerprints(pem));
  } else if (certificate.subject !== undefined)
    builder.credential({ ...where, ...certificate, kind: 'client-certificate' });
  if (command !== undefined) {
    const notes = [...(where.notes ?? []), `process ${commandName(command)}`];
    builder.credential({ ...where, kind: 'credential-process', notes });
  }
}

function certificateFacts(data: string | undefined): { subject?: string; issuer?: string; expiresAt?: string } {
  if (data === undefined) return {};
  try {
    const certificate = new X509Certificate(Buffer.from(data, 'base64'));
    const subject = `${certificate.subject.replaceAll('\n', ', ')} serial ${certificate.serialNumber}`;
    return known({
      subject,
      issuer: certificate.issuer.replaceAll('\n', ', '),
      expiresAt: toInstant(Date.parse(certificate.validTo)),
    });
  } catch {
    return {};
  }
}
