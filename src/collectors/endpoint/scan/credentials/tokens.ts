import { join } from 'node:path';
import type { ScanBuilder } from '../builder.ts';
import type { SafeFiles } from '../files.ts';
import { iniOf, jsonOf, yamlOf } from '../parse.ts';
import type { Places } from '../places.ts';
import { asRecord, known, textOf, textsOf } from '../shape.ts';

/** `hosts.yml` of the GitHub CLI: host, user, and the token where it is not in the key ring. */
export async function readGh(files: SafeFiles, builder: ScanBuilder, places: Places): Promise<void> {
  const file = await files.read(join(places.gh, 'hosts.yml'));
  if (file === undefined) return;
  for (const [host, entry] of Object.entries(yamlOf(files, file))) {
    const fields = asRecord(entry);
    const users = Object.entries(asRecord(fields['users']));
    const logins = users.length > 0 ? users : [[textOf(fields['user']) ?? 'user', fields] as const];
    for (const [login, value] of logins) {
      const token =
        textOf(asRecord(value)['oauth_token']) ??
        (login === textOf(fields['user']) ? textOf(fields['oauth_token']) : undefined);
      const where = { place: file.place, as: `${host} ${login}`, host, login, system: 'github' };
      if (token === undefined) builder.credential({ ...where, kind: 'oauth-token', notes: ['keyring'] });
      else builder.value('token', token, where);
    }
  }
}

/** `.netrc` (`_netrc` on Windows): machine, login, password. */
export async function readNetrc(files: SafeFiles, builder: ScanBuilder, home: string): Promise<void> {
  for (const name of ['.netrc', '_netrc']) {
    const file = await files.read(join(home, name));
    if (file === undefined) continue;
    const words = file.text.replaceAll(/^\s*#.*$/gm, '').split(/\s+/);
    let host = 'default';
    let login: string | undefined;
    for (const [at, word] of words.entries()) {
      const next = words[at + 1] ?? '';
      if (word === 'machine') [host, login] = [next, undefined];
      else if (word === 'default') [host, login] = ['default', undefined];
      else if (word === 'login') login = next;
      else if (word === 'password') passwordAt(builder, next, file.place, host, login);
    }
  }
}

function passwordAt(
  builder: ScanBuilder,
  secret: string,
  place: string,
  host: string,
  login: string | undefined,
): void {
  const where = { place, as: login === undefined ? host : `${host} ${login}`, host, ...known({ login }) };
  if (builder.value('password', secret, where) !== 'secret') builder.secret(secret, { ...where, kind: 'password' });
}

/** `.git-credentials`: one URL a line, with user and password. */
export async function readGitCredentials(files: SafeFiles, builder: ScanBuilder, home: string): Promise<void> {
  for (const path of [join(home, '.git-credentials'), join(home, '.config', 'git', 'credentials')]) {
    const file = await files.read(path);
    for (const line of file?.text.split(/\r?\n/) ?? []) {
      if (file === undefined || !URL.canParse(line.trim())) continue;
      const url = new URL(line.trim());
      const login = decodeURIComponent(url.username);
      const secret = decodeURIComponent(url.password);
      if (secret !== '') passwordAt(builder, secret, file.place, url.host, login === '' ? undefined : login);
      else if (login !== '') builder.value('token', login, { place: file.place, as: url.host, host: url.host });
    }
  }
}

/** `.npmrc`: `//host/:_authToken=…`, `_auth`, `_password`. `${NAME}` is a reference. */
export async function readNpmrc(files: SafeFiles, builder: ScanBuilder, path: string): Promise<void> {
  const file = await files.read(path);
  if (file === undefined) return;
  for (const line of file.text.split(/\r?\n/)) {
    const match = /^\s*(?:\/\/([^=]*?)\/?:)?(_authToken|_auth|_password)\s*=\s*"?([^"\s]+)"?\s*$/.exec(line);
    if (match === null) continue;
    const host = match[1]?.split('/')[0];
    builder.value('token', match[3], {
      place: file.place,
      as: `${match[1] ?? 'default'} ${match[2] ?? ''}`,
      ...known({ host }),
    });
  }
}

export async function readPypirc(files: SafeFiles, builder: ScanBuilder, home: string): Promise<void> {
  const file = await files.read(join(home, '.pypirc'));
  if (file === undefined) return;
  for (const [section, fields] of iniOf(file)) {
    const login = textOf(fields['username']);
    const host = textOf(fields['repository'])?.replace(/^\w+:\/\/(?:[^@/]*@)?([^/]+).*$/, '$1') ?? section;
    const secret = textOf(fields['password']);
    if (secret !== undefined) passwordAt(builder, secret, file.place, host, login);
  }
}

/** `~/.docker/config.json`: `auth` is base64 of `user:password`; better is a credential helper. */
export async function readDocker(files: SafeFiles, builder: ScanBuilder, home: string): Promise<void> {
  const file = await files.read(join(home, '.docker', 'config.json'));
  if (file === undefined) return;
  const config = jsonOf(files, file);
  const store = textOf(config['credsStore']);
  const helpers = asRecord(config['credHelpers']);
  for (const [host, entry] of Object.entries(asRecord(config['auths']))) {
    const fields = asRecord(entry);
    const [login = '', ...rest] = Buffer.from(textOf(fields['auth']) ?? '', 'base64')
      .toString('utf8')
      .split(':');
    const secret = textOf(fields['identitytoken']) ?? textOf(rest.join(':'));
    const where = { place: file.place, as: host, host, kind: 'password', system: 'docker' };
    if (secret !== undefined)
      builder.secret(secret, { ...where, notes: ['inline'], ...known({ login: textOf(login) }) });
    else builder.credential({ ...where, notes: [`helper ${store ?? textOf(helpers[host]) ?? 'unknown'}`] });
  }
}

export async function readVaultToken(files: SafeFiles, builder: ScanBuilder, home: string): Promise<void> {
  const file = await files.read(join(home, '.vault-token'));
  const token = textOf(file?.text);
  if (file !== undefined && token !== undefined)
    builder.secret(token, { place: file.place, as: 'token', kind: 'vault-token', system: 'vault' });
}

/** The e-mail that commits carry: a hint at who works here. */
export async function readGitIdentity(files: SafeFiles, home: string): Promise<string | undefined> {
  const file = await files.read(join(home, '.gitconfig'));
  const email = file === undefined ? undefined : textOf(iniOf(file).get('user')?.['email']);
  return textsOf([email])
    .find((one) => one.includes('@'))
    ?.toLowerCase();
}
