import { edge, type NodeRef, node, type RecordOf, ref } from '../../schema/index.ts';
import { type Json, texts } from './fields.ts';

const ARM_ID = /^\/subscriptions\/([^/]+)\/resourcegroups\/[^/]+\/providers\/([^/]+)\/([^/]+)\/([^/]+)/i;

/**
 * The Azure resource that a system-assigned managed identity belongs to: `alternativeNames` holds its resource id beside
 * `isExplicit=False`. Of a user-assigned one it holds the identity's own resource, which says nothing of who uses it.
 */
export function managedIdentityHost(raw: Json, self: NodeRef<'Principal'>): RecordOf<'Resource' | 'RUNS_AS'>[] {
  const names = texts(raw['alternativeNames']) ?? [];
  if (!names.some((name) => name.toLowerCase() === 'isexplicit=false')) return [];
  return names.flatMap((name) => {
    const match = ARM_ID.exec(name);
    if (match === null) return [];
    // Resource ids compare without case.
    const host = ref('Resource', name.toLowerCase());
    return [
      node('Resource', host.id, {
        name: name.slice(name.lastIndexOf('/') + 1),
        kind: `${match[2]}:${match[3]}`.toLowerCase(),
        system: 'azure',
        tenant: match[1]?.toLowerCase(),
      }),
      edge('RUNS_AS', host, self, {}),
    ];
  });
}
