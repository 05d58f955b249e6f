import { join } from 'node:path';
import { toInstant } from '../../../../lib/clock.ts';
import { awsKey, type ScanBuilder } from '../builder.ts';
import type { SafeFiles } from '../files.ts';
import { commandName } from '../packages.ts';
import { type Fields, iniOf, jsonOf } from '../parse.ts';
import { asRecord, known, textOf, textsOf } from '../shape.ts';
import { readValue } from '../values.ts';

/** `~/.aws`: static keys by their public id, profiles that become a role, SSO sessions, external processes. */
export async function readAws(files: SafeFiles, builder: ScanBuilder, home: string): Promise<void> {
  for (const name of ['credentials', 'config']) {
    const file = await files.read(join(home, '.aws', name));
    if (file === undefined) continue;
    for (const [section, fields] of iniOf(file)) {
      if (section.startsWith('sso-session ')) continue;
      readProfile(builder, section.replace(/^profile\s+/, '').trim(), fields, file.place);
    }
  }
  await readCaches(files, builder, join(home, '.aws'));
}

function readProfile(builder: ScanBuilder, profile: string, fields: Fields, place: string): void {
  const as = `profile ${profile}`;
  const id = readValue('aws_access_key_id', fields['aws_access_key_id']);
  const secret = textOf(fields['aws_secret_access_key']);
  if (id.is === 'key-id') {
    const prints = secret === undefined ? [] : builder.fingerprints(secret);
    builder.credential(awsKey(id.id, { place, as, ...expiry(fields) }), prints);
  } else if (secret !== undefined) builder.secret(secret, { place, as, system: 'aws' });
  readRole(builder, as, fields, place);
  const process = textOf(fields['credential_process']);
  if (process !== undefined) {
    const command = commandName(process.split(/\s+/)[0] ?? '');
    builder.credential({ kind: 'credential-process', system: 'aws', place, as, notes: [`process ${command}`] });
  }
}

/** A profile that assumes a role with another profile's key, or that signs in over Identity Center. */
function readRole(builder: ScanBuilder, as: string, fields: Fields, place: string): void {
  const role = textOf(fields['role_arn']);
  const account = textOf(fields['sso_account_id']);
  const sso = textOf(fields['sso_role_name']);
  if (role?.startsWith('arn:') === true) {
    const source = textOf(fields['source_profile']) ?? textOf(fields['credential_source']);
    builder.credential({
      kind: 'aws-profile',
      system: 'aws',
      lifetime: 'short-lived',
      place,
      as,
      principal: { id: role, kind: 'iam-role', system: 'aws' },
      notes: source === undefined ? [] : [`source ${source}`],
      ...known({ tenant: role.split(':')[4] }),
    });
  } else if (account !== undefined || sso !== undefined) {
    const session = textOf(fields['sso_session']) ?? textOf(fields['sso_start_url']);
    builder.credential({
      kind: 'sso-profile',
      system: 'aws',
      lifetime: 'short-lived',
      place,
      as,
      notes: [sso, session].filter((one) => one !== undefined),
      ...known({ tenant: account }),
    });
  }
}

function expiry(fields: Fields): { expiresAt?: string } {
  return known({ expiresAt: toInstant(textOf(fields['expiration']) ?? textOf(fields['x_security_token_expires'])) });
}

/** Caches of `aws sso login` and of assumed roles: when they end, and fingerprints; never a token. */
async function readCaches(files: SafeFiles, builder: ScanBuilder, folder: string): Promise<void> {
  for (const cache of [join(folder, 'sso', 'cache'), join(folder, 'cli', 'cache')]) {
    if (!(await files.exists(cache))) continue;
    for (const name of (await files.names(cache)).files.filter((one) => one.endsWith('.json'))) {
      const file = await files.read(join(cache, name));
      if (file !== undefined) readCache(builder, jsonOf(files, file), file.place);
    }
  }
}

function readCache(builder: ScanBuilder, cache: Fields, place: string): void {
  const held = asRecord(cache['Credentials']);
  const id = readValue('AccessKeyId', held['AccessKeyId']);
  const prints = (value: unknown): string[] => {
    const secret = textOf(value);
    return secret === undefined ? [] : builder.fingerprints(secret);
  };
  if (id.is === 'key-id') {
    const expiresAt = toInstant(held['Expiration']);
    builder.credential(
      awsKey(id.id, { place, as: 'Credentials', ...known({ expiresAt }) }),
      prints(held['SecretAccessKey']),
    );
  }
  for (const [field, kind] of [
    ['accessToken', 'access-token'],
    ['refreshToken', 'refresh-token'],
    ['clientSecret', 'client-secret'],
  ] as const) {
    const found = prints(cache[field]);
    if (found.length === 0) continue;
    const until =
      field === 'clientSecret'
        ? cache['registrationExpiresAt']
        : field === 'accessToken'
          ? cache['expiresAt']
          : undefined;
    const scopes = textsOf(cache['registrationScopes']);
    builder.credential(
      {
        kind,
        system: 'aws-sso',
        place,
        as: field,
        ...known({
          expiresAt: toInstant(until),
          host: textOf(cache['startUrl']),
          scopes: scopes.length === 0 ? undefined : scopes,
        }),
      },
      found,
    );
  }
}
