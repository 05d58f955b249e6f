import type { ImportFile } from '../../collect/index.ts';

/** What a Graph answer is a list of: the path of the collection, and the object it belongs to. */
export interface Route {
  readonly collection: Collection;
  /** Object id, where the list belongs to one object (`/groups/{id}/members`). */
  readonly owner: string | undefined;
}

/** Collections by their Graph path; `{}` stands for an object id. */
const PATHS = {
  users: 'users',
  groups: 'groups',
  'groups/{}/members': 'members',
  applications: 'applications',
  'applications/{}/federatedidentitycredentials': 'federated',
  'applications/microsoft.graph.agentidentityblueprint': 'blueprints',
  agentidentityblueprints: 'blueprints',
  'applications/{}/microsoft.graph.agentidentityblueprint/sponsors': 'blueprint-sponsors',
  'applications/{}/microsoft.graph.agentidentityblueprint/owners': 'blueprint-owners',
  serviceprincipals: 'service-principals',
  'serviceprincipals/microsoft.graph.agentidentityblueprintprincipal': 'blueprint-principals',
  agentidentityblueprintprincipals: 'blueprint-principals',
  'serviceprincipals/microsoft.graph.agentidentity': 'agent-identities',
  agentidentities: 'agent-identities',
  'serviceprincipals/{}/microsoft.graph.agentidentity/sponsors': 'agent-sponsors',
  'serviceprincipals/{}/microsoft.graph.agentidentity/owners': 'agent-owners',
  'serviceprincipals/{}/memberof': 'member-of',
  'serviceprincipals/{}/approleassignedto': 'assignments',
  'serviceprincipals/{}/approleassignments': 'assignments',
  approleassignments: 'assignments',
  oauth2permissiongrants: 'grants',
  'serviceprincipals/{}/oauth2permissiongrants': 'grants',
  'auditlogs/directoryaudits': 'audits',
  directoryaudits: 'audits',
  'auditlogs/signins': 'sign-ins',
  signins: 'sign-ins',
  'reports/serviceprincipalsigninactivities': 'principal-activity',
  serviceprincipalsigninactivities: 'principal-activity',
  'reports/appcredentialsigninactivities': 'credential-activity',
  appcredentialsigninactivities: 'credential-activity',
} as const;

export type Collection = (typeof PATHS)[keyof typeof PATHS];

const CONTEXT = /"@odata\.context"\s*:\s*"https:\/\/[^"]*?\/(?:v1\.0|beta)\/\$metadata#([^"]*)"/i;

/** The list that a file holds: by its `@odata.context`, else by its place, `entra/<tenant>/<Graph path>.json`. */
export function routeOf(file: ImportFile): Route | undefined {
  if (!/^\uFEFF?\s*[[{]/.test(file.head)) return undefined;
  return routeOfContext(file.head) ?? routeOfPlace(file);
}

function routeOfContext(head: string): Route | undefined {
  const fragment = CONTEXT.exec(head)?.[1];
  if (fragment === undefined) return undefined;
  // `groups('id')/members` names an object, `users(id,displayName)` the selected fields, `…/$entity` a single object.
  const path = fragment.replace(/\('([^']*)'\)/g, '/$1').replace(/\(.*\)$/, '');
  return routeOfPath(path);
}

function routeOfPlace(file: ImportFile): Route | undefined {
  const below = belowTenant(file);
  if (below === undefined) return undefined;
  return routeOfPath([...below.folders, file.name.replace(/\.json$/i, '')].join('/'));
}

function routeOfPath(path: string): Route | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  const direct = lookUp(parts);
  if (direct !== undefined) return { collection: direct, owner: undefined };
  const owner = parts[1];
  const owned = lookUp(parts.map((part, index) => (index === 1 ? '{}' : part)));
  return owned === undefined || owner === undefined ? undefined : { collection: owned, owner };
}

function lookUp(parts: readonly string[]): Collection | undefined {
  const path = parts.join('/').toLowerCase();
  return Object.hasOwn(PATHS, path) ? PATHS[path as keyof typeof PATHS] : undefined;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The tenant a file is about, from its folders: the one below `entra`, else the first that is a tenant id. */
export function tenantOf(file: ImportFile): string | undefined {
  return belowTenant(file)?.tenant;
}

function belowTenant(file: ImportFile): { readonly tenant: string; readonly folders: readonly string[] } | undefined {
  // The imported root itself is not among `folders`, but may be the tenant's folder.
  for (const folders of [file.folders, file.path.split(/[\\/]/).slice(0, -1)]) {
    const source = folders.findIndex((folder) => folder.toLowerCase() === 'entra');
    const at = source >= 0 ? source + 1 : folders.findIndex((folder) => GUID.test(folder));
    const tenant = folders[at];
    const direct = source >= 0 || !/^(groups|applications|serviceprincipals|users)$/i.test(folders[at - 1] ?? '');
    if (tenant !== undefined && direct) return { tenant: tenant.toLowerCase(), folders: folders.slice(at + 1) };
  }
  return undefined;
}
