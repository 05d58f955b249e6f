import type { MapContext } from '../../collect/index.ts';
import { type EvidenceRecords, namedBy } from './evidence.ts';
import { objectOf, required, text } from './fields.ts';
import { agentRef, applicationRef, blueprintRef, servicePrincipalRef } from './keys.ts';

/**
 * `{ type, id, appId, sponsors, owners }` of an agent identity or blueprint. Sponsors are the people who answer for it,
 * owners those who run it: https://learn.microsoft.com/entra/agent-id/.
 */
export function mapSponsors(given: unknown, context: MapContext): EvidenceRecords {
  const raw = objectOf(given, 'the agent identity');
  const subjects = subjectsOf(required(raw, 'type'), required(raw, 'id'), text(raw['appId']), context.scope);
  return [...namedBy('sponsors', raw, subjects, context.scope), ...namedBy('owners', raw, subjects, context.scope)];
}

type Subjects = Parameters<typeof namedBy>[2];

function subjectsOf(type: string, id: string, appId: string | undefined, tenant: string): Subjects {
  if (type !== 'microsoft.graph.agentIdentityBlueprint') return [agentRef(tenant, id), servicePrincipalRef(tenant, id)];
  const application = applicationRef(tenant, id);
  return appId === undefined ? [application] : [blueprintRef(tenant, appId), application];
}
