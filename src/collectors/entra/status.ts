import { flag, type Json, text } from './fields.ts';

/**
 * `active` or `disabled`, of a service principal or agent identity. Microsoft's own block counts as disabled:
 * https://learn.microsoft.com/graph/api/resources/serviceprincipal (`disabledByMicrosoftStatus`).
 */
export function enabledStatus(raw: Json): string | undefined {
  const byMicrosoft = text(raw['disabledByMicrosoftStatus']);
  if (byMicrosoft !== undefined && byMicrosoft !== 'NotDisabled') return 'disabled';
  const enabled = flag(raw['accountEnabled']);
  if (enabled === undefined) return undefined;
  return enabled ? 'active' : 'disabled';
}

/** `active` or `expired` of something with an end, at the time it was read. */
export function expiryStatus(expiresAt: string | undefined, at: string): string {
  return expiresAt !== undefined && expiresAt <= at ? 'expired' : 'active';
}
