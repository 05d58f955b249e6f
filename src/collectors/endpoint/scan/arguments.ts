import { type FoundSecret, redactText } from '../../../lib/redact.ts';
import { cleanUrl } from './url.ts';
import { isSecretName, readValue } from './values.ts';

/** A secret on a command line, and the flag or variable it stands at. */
export type ArgumentSecret = FoundSecret & { readonly as: string };

const FLAG_VALUE = /^(-{1,2}[\w-]+)=(.+)$/s;
const VARIABLE = /^([A-Za-z_]\w*)=(.+)$/s;
const HEADER = /^([A-Za-z][\w-]*):(?!\/\/)\s*(.+)$/s;

/** The secrets of a command line: by their shape anywhere, by the name of the flag, variable or header before them. */
export function secretsOfArguments(args: readonly string[]): ArgumentSecret[] {
  return args.flatMap((arg, at) => {
    const before = args[at - 1] ?? '';
    const named = FLAG_VALUE.exec(arg) ?? VARIABLE.exec(arg) ?? HEADER.exec(arg);
    const [name, value] =
      named === null ? [before.startsWith('-') ? before : '', arg] : [named[1] ?? '', named[2] ?? ''];
    return [...secretIn(name, value), ...urlSecrets(name, value)];
  });
}

function secretIn(name: string, value: string): ArgumentSecret[] {
  const plainName = name.replace(/^-+/, '');
  const read = readValue(plainName, value);
  return read.is === 'secret' ? [{ kind: read.kind, secret: read.secret, as: asOf(name) }] : [];
}

/** Secrets in the query of a URL; the password before its host has a shape of its own. */
function urlSecrets(name: string, value: string): ArgumentSecret[] {
  if (!/^\w+:\/\//.test(value) || isSecretName(name)) return [];
  const secrets = cleanUrl(value)?.secrets ?? [];
  return secrets
    .filter(({ as }) => as !== 'url password' && readValue('', value).is !== 'secret')
    .map(({ as, secret }) => ({ kind: 'secret', secret, as: `argument ${as}` }));
}

function asOf(name: string): string {
  return name === '' ? 'argument' : `argument ${redactText(name)}`;
}
