import { type Mark, unmarked } from '../../collect/index.ts';
import { asObject, type Json } from './fields.ts';

/** A role of any auth method: each has token settings, and its own. https://developer.hashicorp.com/vault/api-docs/auth */
const ROLE = [
  'token_policies',
  'policies',
  'token_ttl',
  'token_type',
  'token_no_default_policy',
  'bind_secret_id',
  'user_claim',
];

/** What the `data` of every answer of a step has. */
const MARKS: Readonly<Record<string, Mark>> = {
  policies: ['policy|rules'],
  'token-accessors': ['accessor'],
  'secret-ids': ['secret_id_accessor'],
  'auth-roles': [ROLE.join('|')],
  entities: ['id', 'policies|aliases'],
  groups: ['id', 'policies|member_entity_ids'],
  'kv-metadata': ['versions', 'created_time'],
};

/** Answers that list mounts by their path: every key ends with a slash, and every value says its type. */
const BY_MOUNT: readonly string[] = ['mounts', 'auth-methods'];

/** What tells that the `data` of an answer is not that of its step. */
export function unmarkedIn(step: string, data: Json): string | undefined {
  if (!BY_MOUNT.includes(step)) return unmarked(data, MARKS[step] ?? []);
  const stray = Object.entries(data).find(
    ([path, mount]) => !path.endsWith('/') || asObject(mount)?.['type'] === undefined,
  );
  return stray === undefined ? undefined : `${stray[0]} is no mount`;
}
