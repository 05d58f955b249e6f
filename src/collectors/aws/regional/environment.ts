import { SECRET_SHAPES } from '../../../lib/redact.ts';
import { type EdgeRecord, edge, type NodeRecord, type NodeRef, node, ref } from '../../../schema/index.ts';
import type { Raw } from '../raw.ts';
import { secretReference } from './arn.ts';
import { currentCredential, storedCredential } from './stored.ts';

type Consumer = NodeRef<'Resource'> | NodeRef<'Agent'>;
type EnvironmentRecord =
  | NodeRecord<'Resource'>
  | NodeRecord<'Credential'>
  | EdgeRecord<'USES'>
  | EdgeRecord<'STORED_IN'>;
type Fingerprint = (kind: string, secret: string) => string;

const ACCESS_KEY_ID = /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/;
const SECRET_NAME = /(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIAL)/i;
const POINTER_NAME = /(_ARN|_NAME|_ID|_URL|_URI|_PATH|_FILE|_ENDPOINT|_HOST|_REGION|_EXPIRY|_TTL|_TYPE)$/i;
/** Shorter values of a telling name are switches and numbers, and easy to guess from a fingerprint by who has the key. */
const LEAST_SECRET = 8;

/**
 * What a consumer's environment variables say it uses: a reference to a secret, an access key id, a literal secret. Values
 * go no further than here: a literal secret becomes its fingerprint, kept in `place`, where whoever reads the
 * configuration can read it.
 */
export function environmentCredentials(
  consumer: Consumer,
  place: NodeRef<'Resource'>,
  variables: Raw,
  fingerprint: Fingerprint,
  what = 'environment variable',
): EnvironmentRecord[] {
  return Object.entries(variables).flatMap(([name, value]) =>
    typeof value === 'string' ? variableRecords({ consumer, place, name, value, fingerprint, what }) : [],
  );
}

/** Whether a credential stands in the configuration of `place` itself, for whoever may read that. */
export function holdsLiterals(records: readonly EnvironmentRecord[], place: string): boolean {
  return records.some((one) => one.record === 'edge' && one.type === 'STORED_IN' && one.to.id === place);
}

interface Variable {
  readonly consumer: Consumer;
  readonly place: NodeRef<'Resource'>;
  readonly name: string;
  readonly value: string;
  readonly fingerprint: Fingerprint;
  /** What `name` is the name of. */
  readonly what: string;
}

function variableRecords(variable: Variable): EnvironmentRecord[] {
  const { value } = variable;
  const container = secretReference(value);
  if (container !== undefined) return [...storedCredential(container), uses(variable, currentCredential(container))];
  const keyId = ACCESS_KEY_ID.exec(value)?.[0];
  if (keyId !== undefined) return [uses(variable, keyId), kept(variable, keyId)];
  const secret = literalSecret(variable.name, value);
  if (secret === undefined) return [];
  const print = variable.fingerprint(secret.kind, secret.value);
  const credential = node('Credential', print, { kind: secret.kind, fingerprints: [print] });
  return [credential, uses(variable, print), kept(variable, print)];
}

function uses({ consumer, name, what }: Variable, credential: string): EdgeRecord<'USES'> {
  const to = ref('Credential', credential);
  const props = { basis: 'configured', via: `${what} ${name}` };
  return consumer.label === 'Agent'
    ? edge('USES', ref('Agent', consumer.id), to, props)
    : edge('USES', ref('Resource', consumer.id), to, props);
}

function kept({ place, name }: Variable, credential: string): EdgeRecord<'STORED_IN'> {
  return edge('STORED_IN', ref('Credential', credential), place, { as: name });
}

/** The secret in a value, by the vendors' shapes; else the whole value, when the variable's name says that it is one. */
function literalSecret(name: string, value: string): { readonly kind: string; readonly value: string } | undefined {
  for (const { kind, pattern } of SECRET_SHAPES) {
    const found = pattern.exec(value)?.[0];
    if (found !== undefined) return { kind, value: found };
  }
  const telling = SECRET_NAME.test(name) && !POINTER_NAME.test(name) && value.length >= LEAST_SECRET;
  return telling && !/^arn:/.test(value) ? { kind: 'secret', value } : undefined;
}
