import type { NodeRef } from '../../schema/index.ts';
import { type Json, objects, text } from './fields.ts';
import { keyRef } from './keys.ts';

const KEY_ID = /KeyIdentifier=([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/gi;

/** The dash is an en dash in the log, a hyphen in some exports, and the name ends in a space in some versions. */
const ADDS_KEYS =
  /^(Update application\s+[–-]\s+Certificates and secrets management|Add service principal credentials)$/;

/**
 * The credential that the event added: `KeyDescription` lists all of them before and after as
 * `[KeyIdentifier=<keyId>,KeyType=Password,…]`. `undefined` when one was only removed. The first, where several were added.
 */
export function addedKey(
  activity: string,
  targets: readonly Json[],
  tenant: string,
): NodeRef<'Credential'> | undefined {
  if (!ADDS_KEYS.test(activity)) return undefined;
  for (const target of targets) {
    const change = objects(target['modifiedProperties']).find((one) => text(one['displayName']) === 'KeyDescription');
    if (change === undefined) continue;
    const before = keysIn(change['oldValue']);
    const added = keysIn(change['newValue']).find((key) => !before.includes(key));
    if (added !== undefined) return keyRef(tenant, added);
  }
  return undefined;
}

function keysIn(value: unknown): string[] {
  return typeof value === 'string' ? [...value.matchAll(KEY_ID)].map((match) => (match[1] ?? '').toLowerCase()) : [];
}
