import { redactText } from '../../../lib/redact.ts';
import type { ScanServer } from '../document.ts';
import { secretsOfArguments } from './arguments.ts';
import type { ScanBuilder, Sighting } from './builder.ts';
import { commandName, packageOf } from './packages.ts';
import type { Fields } from './parse.ts';
import { asRecord, known, textOf, textsOf } from './shape.ts';
import { cleanUrl } from './url.ts';
import { readValue } from './values.ts';

/** Where a server entry stands. */
export interface ServerPlace {
  readonly client: string;
  readonly scope: ScanServer['scope'];
  /** The project's folder, as reported. */
  readonly project?: string | undefined;
  readonly file: string;
}

/** Reads the entries of one `mcpServers`, `servers`, `context_servers` or `mcp_servers` object. */
export function readServers(builder: ScanBuilder, entries: unknown, place: ServerPlace): void {
  for (const [name, entry] of Object.entries(asRecord(entries))) {
    if (typeof entry === 'object' && entry !== null) readServer(builder, redactText(name), asRecord(entry), place);
  }
}

function readServer(builder: ScanBuilder, name: string, entry: Fields, place: ServerPlace): void {
  const key = `${place.client}/${name}${place.project === undefined ? '' : `@${place.project}`}`;
  const where: Sighting = { place: place.file, server: key };
  const nested = asRecord(entry['command']);
  const command = textOf(entry['command']) ?? textOf(nested['path']);
  const args = [...textsOf(nested['args']), ...textsOf(entry['args'])];
  const env = { ...asRecord(nested['env']), ...asRecord(entry['env']) };
  const headers = { ...asRecord(entry['headers']), ...asRecord(entry['http_headers']) };
  const url = endpointOf(entry);
  for (const [variable, value] of Object.entries(env)) builder.value(variable, value, where);
  for (const [header, value] of Object.entries(headers))
    builder.value(header, value, { ...where, as: `header ${redactText(header)}` });
  for (const found of secretsOfArguments(args)) builder.secret(found.secret, { ...where, as: found.as }, found.kind);
  const clean = url === undefined ? undefined : cleanUrl(url);
  for (const { as, secret } of clean?.secrets ?? []) builder.secret(secret, { ...where, as });
  oauthClient(builder, entry, where);
  builder.servers.push({
    ...known({ client: place.client, scope: place.scope, project: place.project, file: place.file }),
    ...known({ command: command === undefined ? undefined : commandName(redactText(command)), url: clean?.url }),
    ...known({ package: command === undefined ? undefined : packageOf(command, args) }),
    ...known({ profile: textOf(env['AWS_PROFILE']) ?? textOf(env['AWS_DEFAULT_PROFILE']) }),
    key,
    name,
    transport: transportOf(entry, command, url),
    env: Object.keys(env).map(redactText),
    headers: Object.keys(headers).map(redactText),
    references: referencesOf(entry, { ...env, ...headers }),
    enabled: entry['enabled'] !== false && entry['disabled'] !== true,
    autoApprove: isAutoApproved(entry),
    risks: risksOf(builder, entry, where),
  } as ScanServer);
}

function endpointOf(entry: Fields): string | undefined {
  return textOf(entry['url']) ?? textOf(entry['serverUrl']) ?? textOf(entry['httpUrl']);
}

function transportOf(entry: Fields, command: string | undefined, url: string | undefined): ScanServer['transport'] {
  const said = (textOf(entry['type']) ?? textOf(entry['transport']) ?? '').toLowerCase();
  if (said === 'stdio' || said === 'sse') return said;
  if (said.includes('http')) return 'http';
  if (command !== undefined) return 'stdio';
  return url === undefined ? 'unknown' : 'http';
}

function isAutoApproved(entry: Fields): boolean {
  const always = [...textsOf(entry['autoApprove']), ...textsOf(entry['alwaysAllow'])];
  const modes = [
    entry['default_tools_approval_mode'],
    ...Object.values(asRecord(entry['tools'])).map((tool) => asRecord(tool)['approval_mode']),
  ];
  return always.length > 0 || entry['trust'] === true || entry['sandboxEnabled'] === true || modes.includes('approve');
}

/** Names of variables that values refer to, so that what lies in the environment is known to be used here. */
function referencesOf(entry: Fields, values: Fields): string[] {
  const names = [
    ...textsOf(entry['env_vars']),
    ...Object.values(asRecord(entry['env_http_headers'])).filter((one) => typeof one === 'string'),
  ];
  const bearer = textOf(entry['bearer_token_env_var']);
  if (bearer !== undefined) names.push(bearer);
  for (const [name, value] of Object.entries(values)) {
    const read = readValue(name, value);
    if (read.is === 'reference' && read.variable !== undefined) names.push(read.variable);
  }
  return [...new Set(names.map(redactText))];
}

function oauthClient(builder: ScanBuilder, entry: Fields, where: Sighting): void {
  const oauth = asRecord(entry['oauth']);
  const secret = textOf(oauth['clientSecret']) ?? textOf(oauth['client_secret']);
  if (secret === undefined || readValue('clientSecret', secret).is !== 'secret') return;
  const id = textOf(oauth['clientId']) ?? textOf(oauth['client_id']);
  builder.secret(secret, { ...where, as: 'oauth client secret', kind: 'client-secret', ...known({ subject: id }) });
}

/** Codex ignores an inline `bearer_token`; that it stands there is a leak all the same. */
function risksOf(builder: ScanBuilder, entry: Fields, where: Sighting): string[] {
  const risks: string[] = [];
  if (textOf(entry['bearer_token']) !== undefined) {
    risks.push('inline-bearer-token');
    builder.value('token', entry['bearer_token'], { ...where, as: 'bearer_token' });
  }
  if (isAutoApproved(entry)) risks.push('auto-approve');
  return risks;
}
