import { type NodeRef, ref } from '../../schema/index.ts';

/** `scope` is the host, with `/<namespace>` where there is one. */
export function entity(scope: string, id: string): NodeRef<'Principal'> {
  return ref('Principal', `vault:${scope}:entity:${id}`);
}

export function group(scope: string, id: string): NodeRef<'Principal'> {
  return ref('Principal', `vault:${scope}:group:${id}`);
}

export function role(scope: string, mount: string, name: string): NodeRef<'Principal'> {
  return ref('Principal', `vault:${scope}:role:${mount}/${name}`);
}

/**
 * Whoever has the policy. Roles, entities, groups and tokens name their policies, and policies grant paths: with the
 * policy as a group between them no pair of holder and secret has to be stored.
 */
export function policyHolders(scope: string, name: string): NodeRef<'Principal'> {
  return ref('Principal', `vault:${scope}:policy:${name}`);
}

/** An identity outside of Vault whose issuer is not known. */
export function subject(scope: string, mount: string, name: string): NodeRef<'Principal'> {
  return ref('Principal', `vault:${scope}:subject:${mount}/${name}`);
}

export function token(scope: string, accessor: string): NodeRef<'Credential'> {
  return ref('Credential', `vault:${scope}:token:${accessor}`);
}

export function secretId(scope: string, accessor: string): NodeRef<'Credential'> {
  return ref('Credential', `vault:${scope}:secret-id:${accessor}`);
}

export function server(scope: string): NodeRef<'Resource'> {
  return ref('Resource', `vault:${scope}:server`);
}

/** `path` without the slash at its end; auth methods stand under `auth/`. */
export function mount(scope: string, path: string): NodeRef<'Resource'> {
  return ref('Resource', `vault:${scope}:mount:${path.replace(/\/$/, '')}`);
}

/** `place` is `<mount>/<path>`, without the `data/` or `metadata/` of the API. */
export function secret(scope: string, place: string): NodeRef<'Resource'> {
  return ref('Resource', `vault:${scope}:secret:${place}`);
}

/** `place` is `<mount>/<path>/`. */
export function folder(scope: string, place: string): NodeRef<'Resource'> {
  return ref('Resource', `vault:${scope}:folder:${place}`);
}

/** A path of the API that is no KV secret: a dynamic secret's role, a system path. */
export function apiPath(scope: string, path: string): NodeRef<'Resource'> {
  return ref('Resource', `vault:${scope}:path:${path}`);
}
