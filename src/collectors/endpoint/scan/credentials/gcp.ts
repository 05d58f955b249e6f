import { join } from 'node:path';
import type { ScanBuilder } from '../builder.ts';
import type { SafeFiles, ScannedFile } from '../files.ts';
import { type Fields, jsonOf } from '../parse.ts';
import { known, textOf } from '../shape.ts';

/** `~/.config/gcloud`: application default credentials, keys of older layouts, presence of the token stores. */
export async function readGcloud(files: SafeFiles, builder: ScanBuilder, folder: string): Promise<void> {
  if (!(await files.exists(folder))) return;
  const adc = await files.read(join(folder, 'application_default_credentials.json'));
  if (adc !== undefined) readGoogleJson(builder, jsonOf(files, adc), adc);
  const legacy = join(folder, 'legacy_credentials');
  if (await files.exists(legacy)) {
    for (const account of (await files.names(legacy)).folders) {
      const file = await files.read(join(legacy, account, 'adc.json'));
      if (file !== undefined) readGoogleJson(builder, jsonOf(files, file), file, account);
    }
  }
  for (const store of ['credentials.db', 'access_tokens.db']) {
    const path = join(folder, store);
    if (await files.exists(path))
      builder.credential({ kind: 'token-store', system: 'gcp', place: files.place(path), as: store });
  }
}

/** Credential JSON of Google: a service account's key, a user's refresh token, or a federation that names a file. */
export function readGoogleJson(builder: ScanBuilder, json: Fields, file: ScannedFile, account?: string): boolean {
  const type = json['type'];
  const where = { place: file.place, as: account ?? String(type), system: 'gcp' };
  const email = textOf(json['client_email']);
  const keyId = textOf(json['private_key_id']);
  const tenant = textOf(json['project_id']) ?? textOf(json['quota_project_id']);
  if (type === 'service_account' && keyId !== undefined) {
    const key = textOf(json['private_key']);
    builder.credential(
      {
        ...where,
        id: keyId,
        kind: 'service-account-key',
        lifetime: 'long-lived',
        ...known({
          tenant,
          subject: email,
          principal: email === undefined ? undefined : { id: email, kind: 'service-account', system: 'gcp' },
        }),
      },
      key === undefined ? [] : builder.fingerprints(key),
    );
    return true;
  }
  if (type === 'authorized_user') {
    const token = textOf(json['refresh_token']);
    const secret = textOf(json['client_secret']);
    if (token !== undefined)
      builder.secret(token, {
        ...where,
        as: 'refresh_token',
        kind: 'refresh-token',
        lifetime: 'long-lived',
        ...known({ tenant, login: textOf(json['account']) ?? account }),
      });
    if (secret !== undefined)
      builder.secret(secret, {
        ...where,
        as: 'client_secret',
        kind: 'client-secret',
        ...known({ subject: textOf(json['client_id']) }),
      });
    return true;
  }
  if (type !== 'external_account') return false;
  builder.credential({ ...where, kind: 'federated-credential', ...known({ subject: textOf(json['audience']) }) });
  return true;
}
