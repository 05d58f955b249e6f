import { type NodeRef, ref } from '../../schema/index.ts';

/** Keys of an org's objects: `okta:<org host>:<kind>:<id>`. */
export const okta = {
  user: (host: string, id: string) => ref('Principal', `okta:${host}:user:${id}`),
  group: (host: string, id: string) => ref('Principal', `okta:${host}:group:${id}`),
  /** The OAuth client of an app. Its id is the app's, which is also the client id unless an admin chose another. */
  app: (host: string, id: string) => ref('Principal', `okta:${host}:app:${id}`),
  /** The identity an AI agent acts as (`wlp…`). */
  workload: (host: string, id: string) => ref('Principal', `okta:${host}:workload-principal:${id}`),
  serviceAccount: (host: string, id: string) => ref('Principal', `okta:${host}:service-account:${id}`),
  agent: (host: string, id: string) => ref('Agent', `okta:${host}:ai-agent:${id}`),
  /** The app as what people are assigned to and grants are given for. */
  appResource: (host: string, id: string) => ref('Resource', `okta:${host}:app-instance:${id}`),
  authorizationServer: (host: string, id: string) => ref('Resource', `okta:${host}:authorization-server:${id}`),
  vaultedSecret: (host: string, id: string) => ref('Resource', `okta:${host}:vaulted-secret:${id}`),
  apiToken: (host: string, id: string) => ref('Credential', `okta:${host}:api-token:${id}`),
  /** What one user, or the org itself, has granted to one client. */
  grant: (host: string, clientId: string, userId: string | undefined) =>
    ref('Credential', `okta:${host}:oauth-grant:${clientId}/${userId ?? 'org'}`),
  refreshToken: (host: string, id: string) => ref('Credential', `okta:${host}:oauth-token:${id}`),
  clientSecret: (host: string, appId: string) => ref('Credential', `okta:${host}:client-secret:${appId}`),
  /** A public key with which a client or an agent signs its assertions. */
  clientKey: (host: string, owner: string, kid: string) => ref('Credential', `okta:${host}:client-key:${owner}/${kid}`),
  connection: (host: string, id: string) => ref('Credential', `okta:${host}:connection:${id}`),
} as const;

/** The last part of an Okta resource name (`orn:okta:directory:<org>:users:<id>`), and what stands before it. */
export function ornParts(orn: string | undefined): { readonly type: string; readonly id: string } | undefined {
  const parts = (orn ?? '').split(':');
  const id = parts.at(-1);
  const type = parts.at(-2);
  if (parts[0] !== 'orn' || parts.length < 5 || id === undefined || id === '' || type === undefined) return undefined;
  return { type, id };
}

/** The principal an Okta id stands for, told by the system's type word, else by the id's prefix. */
export function principalOf(host: string, type: string | undefined, id: string): NodeRef<'Principal'> | undefined {
  const word = (type ?? '').toLowerCase();
  if (/^users?$/.test(word)) return okta.user(host, id);
  if (/group/.test(word)) return okta.group(host, id);
  if (/workload|ai.?agent/.test(word) || id.startsWith('wlp')) return okta.workload(host, id);
  if (/service.?account/.test(word)) return okta.serviceAccount(host, id);
  if (/app|client/.test(word) || id.startsWith('0oa')) return okta.app(host, id);
  if (id.startsWith('00u')) return okta.user(host, id);
  return id.startsWith('00g') ? okta.group(host, id) : undefined;
}
