/** Somebody or something of a directory, by the caller's key. */
export interface EntraPrincipal {
  readonly id: string;
  readonly kind: 'user' | 'group' | 'service-principal' | 'managed-identity' | 'application';
  /** `false`: it cannot sign in. */
  readonly enabled?: boolean;
}

/** A service principal as an API: what it can be asked to do. */
export interface EntraApi {
  readonly id: string;
  /** Object id, lower case: its place. */
  readonly objectId: string;
  readonly appId?: string;
  readonly roles: readonly { readonly id: string; readonly value: string }[] | 'unknown';
}

export interface EntraRoleAssignment {
  readonly principalId: string;
  readonly apiId: string;
  readonly roleId: string;
}

/** A client may act for a user, or for every user, within scopes. */
export interface EntraDelegation {
  readonly id: string;
  readonly clientId: string;
  readonly apiId: string;
  readonly scopes: readonly string[];
}

/** Something that has credentials, and so can be become by who adds one. */
export interface EntraApplication {
  readonly id: string;
  readonly kind: 'application' | 'service-principal' | 'managed-identity';
  /** Of a service principal: its credentials are locked by its application (`servicePrincipalLockConfiguration`). */
  readonly locked?: boolean | 'unknown';
}

export interface EntraDirectoryRole {
  readonly principalId: string;
  /** Template id of the role. */
  readonly roleTemplateId: string;
  /** `/` for the tenant, or the id of one application. */
  readonly scope: string;
}

export interface EntraInput {
  readonly tenant: string;
  readonly principals: Iterable<EntraPrincipal>;
  /** Direct members of groups. */
  readonly memberships: Iterable<{ readonly member: string; readonly group: string }>;
  readonly apis: Iterable<EntraApi>;
  readonly assignments: Iterable<EntraRoleAssignment>;
  readonly delegations: Iterable<EntraDelegation>;
  readonly applications: Iterable<EntraApplication>;
  readonly owners: Iterable<{ readonly ownerId: string; readonly ownedId: string }>;
  readonly directoryRoles: Iterable<EntraDirectoryRole>;
  /** A policy of the tenant limits what credentials may be added. */
  readonly credentialPolicy: 'open' | 'restricted' | 'unknown';
}
