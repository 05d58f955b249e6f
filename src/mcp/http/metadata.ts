/** Where the metadata of a protected resource is: the path of the resource is put behind (RFC 9728 §3.1). */
export const METADATA_PATH = '/.well-known/oauth-protected-resource/mcp';

/**
 * What tells a client where to get a token for this server (RFC 9728 §2). `publicUrl`: of the service. Clients ask for tokens with this
 * `resource` (RFC 8707 §2), and only tokens whose audience it is are taken.
 */
export function protectedResource(publicUrl: URL, issuers: readonly string[]) {
  return {
    resource: resourceOf(publicUrl),
    authorization_servers: [...issuers],
    bearer_methods_supported: ['header'],
    resource_name: 'Keyline',
  };
}

/** Identifier of this server as a resource: its address (MCP, Authorization, Canonical Server URI). */
export function resourceOf(publicUrl: URL): string {
  return new URL('/mcp', publicUrl).href;
}

/** Whether a token with these audiences is for this server: one of them is the resource, with or without a slash at its end. */
export function isForResource(audience: readonly string[], publicUrl: URL): boolean {
  const resource = resourceOf(publicUrl);
  return audience.some((one) => one === resource || one === `${resource}/`);
}
