import { ref } from '../../schema/index.ts';

/**
 * Keys of the Entra graph. Object ids are unique in a tenant; an `appId` (client id) is unique over all tenants, so what
 * only an `appId` is known of has a key without a tenant: an application registered in one tenant acts in another through
 * the service principal there.
 */
const scoped = (tenant: string, kind: string, id: string): string => `entra:${tenant}:${kind}:${id.toLowerCase()}`;

export const userRef = (tenant: string, id: string) => ref('Principal', scoped(tenant, 'user', id));
export const groupRef = (tenant: string, id: string) => ref('Principal', scoped(tenant, 'group', id));
export const directoryRoleRef = (tenant: string, id: string) => ref('Principal', scoped(tenant, 'directory-role', id));
export const applicationRef = (tenant: string, id: string) => ref('Principal', scoped(tenant, 'application', id));
export const servicePrincipalRef = (tenant: string, id: string) =>
  ref('Principal', scoped(tenant, 'service-principal', id));

/** The client that an `appId` names, in whatever tenant. */
export const clientRef = (appId: string) => ref('Principal', `entra:client:${appId.toLowerCase()}`);

/** A password or key credential, by the `keyId` that sign-in logs and audit events carry. */
export const keyRef = (tenant: string, keyId: string) => ref('Credential', scoped(tenant, 'key', keyId));
export const federatedRef = (tenant: string, id: string) => ref('Credential', scoped(tenant, 'federated', id));

/** Grant ids are case-sensitive. */
export const grantRef = (tenant: string, id: string) => ref('Credential', `entra:${tenant}:grant:${id}`);

/** An agent identity, by the object id of its service principal. */
export const agentRef = (tenant: string, id: string) => ref('Agent', scoped(tenant, 'agent', id));

/** A blueprint as an agent, by its `appId`: the only name of it that its identities know. */
export const blueprintRef = (tenant: string, appId: string) => ref('Agent', scoped(tenant, 'agent-blueprint', appId));

/** An API, by the object id of its service principal in the tenant. */
export const apiRef = (tenant: string, id: string) => ref('Resource', scoped(tenant, 'api', id));

/** A subject of a foreign issuer: `oidc:<issuer host and path>:<subject or pattern>`. */
export function subjectRef(issuer: string, subject: string) {
  return ref('Principal', `oidc:${issuer.replace(/^https?:\/\//, '').replace(/\/+$/, '')}:${subject}`);
}

/** What `@odata.type` says a directory object is. Devices, roles and contacts are nothing that owns or joins. */
export function directoryObjectRef(tenant: string, odataType: string | undefined, id: string) {
  switch (odataType?.replace(/^#/, '')) {
    case 'microsoft.graph.user':
      return userRef(tenant, id);
    case 'microsoft.graph.group':
      return groupRef(tenant, id);
    case 'microsoft.graph.servicePrincipal':
    case 'microsoft.graph.agentIdentity':
    case 'microsoft.graph.agentIdentityBlueprintPrincipal':
      return servicePrincipalRef(tenant, id);
    default:
      return undefined;
  }
}
