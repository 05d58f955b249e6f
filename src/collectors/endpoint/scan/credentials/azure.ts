import { join } from 'node:path';
import type { ScanBuilder } from '../builder.ts';
import type { SafeFiles } from '../files.ts';
import { jsonOf, jsonValueOf } from '../parse.ts';
import { asRecord, known, textOf } from '../shape.ts';

/** `~/.azure`: who is signed in, service principals with their client id, and that token caches are there. */
export async function readAzure(files: SafeFiles, builder: ScanBuilder, home: string): Promise<void> {
  const folder = join(home, '.azure');
  if (!(await files.exists(folder))) return;
  const profile = await files.read(join(folder, 'azureProfile.json'));
  if (profile !== undefined) readProfile(builder, jsonOf(files, profile)['subscriptions']);
  for (const name of ['service_principal_entries.json', 'accessTokens.json']) {
    const file = await files.read(join(folder, name));
    if (file === undefined) continue;
    const entries = jsonValueOf(files, file);
    for (const entry of Array.isArray(entries) ? entries : []) readEntry(builder, asRecord(entry), file.place);
  }
  for (const name of ['msal_token_cache.json', 'msal_token_cache.bin', 'service_principal_entries.bin']) {
    const path = join(folder, name);
    if (await files.exists(path))
      builder.credential({ kind: 'token-store', system: 'entra', place: files.place(path), as: name });
  }
}

function readProfile(builder: ScanBuilder, subscriptions: unknown): void {
  for (const one of Array.isArray(subscriptions) ? subscriptions : []) {
    const user = asRecord(asRecord(one)['user']);
    const name = textOf(user['name']);
    if (user['type'] === 'user' && name?.includes('@') === true) builder.emails.add(name.toLowerCase());
  }
}

function readEntry(builder: ScanBuilder, entry: Readonly<Record<string, unknown>>, place: string): void {
  const client = textOf(entry['client_id']) ?? textOf(entry['servicePrincipalId']) ?? textOf(entry['_clientId']);
  const tenant = textOf(entry['tenant']) ?? textOf(entry['servicePrincipalTenant']);
  for (const field of ['client_secret', 'accessToken', 'refreshToken', 'certificate', 'certificateFile']) {
    const value = textOf(entry[field]);
    if (value === undefined || field.startsWith('certificate')) continue;
    const kind = field === 'client_secret' || client !== undefined ? 'client-secret' : 'access-token';
    builder.secret(value, {
      place,
      as: `${field} of ${client ?? 'user'}`,
      kind,
      system: 'entra',
      ...known({ tenant, subject: client, login: textOf(entry['userId']) }),
    });
  }
}
