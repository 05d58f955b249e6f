import type { NodeRef } from '../../schema/index.ts';
import { type Json, text } from './fields.ts';

/**
 * Activities that make something or hand over power, and the type of target that is their subject: ownership evidence is
 * derived from these. Names as in https://learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities.
 */
const SUBJECTS: Readonly<Record<string, string>> = {
  'Add application': 'Application',
  'Add service principal': 'ServicePrincipal',
  'Consent to application': 'ServicePrincipal',
  'Add delegated permission grant': 'ServicePrincipal',
  'Add app role assignment to service principal': 'ServicePrincipal',
  'Add owner to application': 'Application',
  'Add owner to service principal': 'ServicePrincipal',
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
  const target = targets.find((one) => (text(one['type']) ?? text(one['Type']))?.toLowerCase() === type.toLowerCase());
  return target === undefined ? undefined : refOf(target);
}
