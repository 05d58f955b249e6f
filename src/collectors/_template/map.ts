import { MalformedError, type MapContext } from '../../collect/index.ts';
import { toInstant } from '../../lib/clock.ts';
import { edge, node, ref, scopedKey } from '../../schema/index.ts';

/** A user, as `GET /users` gives it: only the fields named here are read. */
export function mapUser(raw: unknown, { scope }: MapContext) {
  const user = objectOf(raw);
  const email = optional(user['email'])?.toLowerCase();
  return [
    node('Principal', scopedKey('Principal', 'template', scope, 'user', required(user, 'id')), {
      kind: 'person',
      system: 'template',
      tenant: scope,
      name: optional(user['name']),
      email,
      status: user['disabled'] === true ? 'suspended' : 'active',
      createdAt: toInstant(user['created_at']),
    }),
  ];
}

/** An API key and whom it authenticates as. The secret, should the API ever give it, leaves as its keyed fingerprint only. */
export function mapApiKey(raw: unknown, { scope, fingerprint }: MapContext) {
  const key = objectOf(raw);
  const id = scopedKey('Credential', 'template', scope, 'api-key', required(key, 'id'));
  const secret = optional(key['secret']);
  const user = scopedKey('Principal', 'template', scope, 'user', required(key, 'user_id'));
  return [
    node('Credential', id, {
      kind: 'api-key',
      system: 'template',
      tenant: scope,
      name: optional(key['name']),
      createdAt: toInstant(key['created_at']),
      lastUsedAt: toInstant(key['last_used_at']),
      fingerprints: secret === undefined ? undefined : [fingerprint('secret', secret)],
    }),
    edge('AUTHENTICATES_AS', ref('Credential', id), ref('Principal', user), {}),
  ];
}

type Fields = Readonly<Record<string, unknown>>;

function objectOf(raw: unknown): Fields {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw new MalformedError('the item is not an object');
  return raw as Fields;
}

/** A text that must be there, for a key: an id made of `undefined` would join what does not belong together. */
function required(raw: Fields, field: string): string {
  const value = optional(raw[field]);
  if (value === undefined) throw new MalformedError(`${field} is missing`);
  return value;
}

/** Unknown is absent: never an empty text. */
function optional(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
