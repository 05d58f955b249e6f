import { type FoundSecret, findSecret } from '../../../lib/redact.ts';

/** What a configured value is. Only `secret` holds a secret, and its reader makes a fingerprint of it at once. */
export type Value =
  | { readonly is: 'nothing' }
  | { readonly is: 'plain' }
  | { readonly is: 'prompt' }
  | { readonly is: 'reference'; readonly variable: string | undefined }
  | { readonly is: 'key-id'; readonly id: string }
  | ({ readonly is: 'secret' } & FoundSecret);

const AWS_KEY_ID = /^(?:AKIA|ASIA)[A-Z2-7]{16}$/;
const VARIABLE = /^(?:Bearer |token |Basic )?\$(?:\{(?:env:)?([A-Za-z_]\w*)\}|([A-Za-z_]\w*)|env:(\w+))$/;
const WITH_DEFAULT = /^\$\{(?:env:)?[A-Za-z_]\w*:[-=](.+)\}$/s;
const REFERENCE =
  /^(?:op|vault|keychain|aws-sm|gcp-sm|ssm|secretref|ref\+\w+):\/\/|^arn:aws[\w-]*:(?:secretsmanager|ssm):|^\$\(|^`|^%\w+%$/;
const PLACEHOLDER =
  /^(?:x{3,}|\*{3,}|<.*>|\[.*\]|changeme|change-me|your[-_ ].*|todo|none|null|undefined|true|false|example)$/i;
const SECRET_WORD =
  /(?:^|[_\-.\s])(?:api[_-]?keys?|access[_-]?key|private[_-]?key|secret|password|passwd|passphrase|pwd)(?:$|[_\-.\s\d])/i;
const SECRET_LAST_WORD = /(?:^|[_\-.\s])(?:key|tokens?|pat|credentials?|auth|authorization|cookie|dsn)[_-]?\d*$/i;
const SECRET_CAMEL = /[a-z](?:Key|Token|Secret|Password)$/;
const NOT_SECRET_NAME = /(?:_id|_path|_file|_url|_uri|_sock|_name|_host|_dir|_type|_region|_expir\w*)$/i;
const PATH = /^(?:~|\.{1,2})?[\\/][\w.~\\/ -]*$|^[A-Za-z]:\\/;

/** Is the variable, field or flag of this name likely to hold a secret? */
export function isSecretName(name: string): boolean {
  if (NOT_SECRET_NAME.test(name)) return false;
  return SECRET_WORD.test(name) || SECRET_LAST_WORD.test(name) || SECRET_CAMEL.test(name);
}

/** What the value of a variable, header or field is; nothing is expanded or executed. */
export function readValue(name: string, given: unknown): Value {
  if (typeof given !== 'string') return { is: given === undefined || given === null ? 'nothing' : 'plain' };
  const value = given.trim();
  if (value === '') return { is: 'nothing' };
  if (AWS_KEY_ID.test(value)) return { is: 'key-id', id: value };
  const found = findSecret(value);
  if (found !== undefined) return { is: 'secret', ...found };
  return indirect(name, value) ?? literal(name, value);
}

function indirect(name: string, value: string): Value | undefined {
  if (/\$\{(?:input|prompt):[^}]*\}/.test(value)) return { is: 'prompt' };
  const fallback = WITH_DEFAULT.exec(value)?.[1];
  if (fallback !== undefined) return readValue(name, fallback);
  const variable = VARIABLE.exec(value);
  if (variable !== null) return { is: 'reference', variable: variable[1] ?? variable[2] ?? variable[3] };
  return REFERENCE.test(value) ? { is: 'reference', variable: undefined } : undefined;
}

function literal(name: string, value: string): Value {
  const bare = value.replace(/^(?:Bearer|Basic|token)\s+/i, '');
  if (!isSecretName(name) || bare.length < 6 || PLACEHOLDER.test(bare) || PATH.test(bare)) return { is: 'plain' };
  return { is: 'secret', kind: 'secret', secret: bare };
}
