import type { NodeRef } from '../../schema/index.ts';
import { type Json, objects, text } from './fields.ts';

const CONSENT = 'Consent to application';

/**
 * Activities whose actor answers for what came of it, and the type of target that is their subject: ownership evidence is
 * derived from these. Giving somebody else a role or an owner is none. Names as in https://learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities.
 */
const SUBJECTS: Readonly<Record<string, string>> = {
  'Add application': 'Application',
  'Add service principal': 'ServicePrincipal',
  [CONSENT]: 'ServicePrincipal',
  'Add agent identity blueprint': 'Application',
  'Add agent identity blueprint principal': 'ServicePrincipal',
  'Add agent identity': 'ServicePrincipal',
  'Create agent identity': 'ServicePrincipal',
  'Create agent identity blueprint': 'Application',
};

export function subjectOf(
  activity: string,
  targets: readonly Json[],
  refOf: (target: Json) => NodeRef<'Principal'> | undefined,
): NodeRef<'Principal'> | undefined {
  const type = Object.hasOwn(SUBJECTS, activity) ? SUBJECTS[activity] : undefined;
  if (type === undefined) return undefined;
  if (activity === CONSENT && targets.some(byAdministrator)) return undefined;
  const target = targets.find((one) => (text(one['type']) ?? text(one['Type']))?.toLowerCase() === type.toLowerCase());
  return target === undefined ? undefined : refOf(target);
}

/** An administrator who consents for everyone is not the one who wanted the application. */
function byAdministrator(target: Json): boolean {
  return objects(target['modifiedProperties']).some(
    (one) => text(one['displayName']) === 'ConsentContext.IsAdminConsent' && /true/i.test(text(one['newValue']) ?? ''),
  );
}
