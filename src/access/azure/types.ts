import type { Container } from '../hierarchy/places.ts';

/** A resource, resource group or subscription by its ARM id. Ids compare without case. */
export interface AzureResource {
  readonly id: string;
  /** Of a key vault: what opens what is in it. Left out: not known. */
  readonly dataAccess?: 'rbac' | 'access-policies' | 'unknown';
}

/** One access policy of a key vault. */
export interface AzureVaultPolicy {
  readonly vaultId: string;
  readonly principalId: string;
  /** `secrets/get`, `secrets/all`, `keys/sign` … */
  readonly permissions: readonly string[];
}

export interface AzureSubscription {
  /** `/subscriptions/<id>` */
  readonly id: string;
  /** Its management group's id; `'unknown'` when the hierarchy could not be read. */
  readonly managementGroupId: string | 'unknown';
}

export interface AzurePermission {
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly dataActions?: readonly string[];
  readonly notDataActions?: readonly string[];
}

export interface AzureRoleDefinition {
  readonly id: string;
  readonly name?: string;
  readonly permissions: readonly AzurePermission[];
}

export interface AzureRoleAssignment {
  readonly id: string;
  readonly principalId: string;
  readonly roleDefinitionId: string;
  /** `/`, a management group's, subscription's, resource group's or resource's id. */
  readonly scope: string;
  /** The condition as it is written (ABAC, version 2.0). */
  readonly condition?: string;
  /** May be activated, and is not active (Privileged Identity Management). */
  readonly eligible?: boolean;
}

export interface AzureDenyAssignment {
  readonly id: string;
  readonly name?: string;
  readonly permissions: readonly AzurePermission[];
  readonly scope: string;
  readonly doNotApplyToChildScopes?: boolean;
  /** Object ids; the nil UUID is everyone. */
  readonly principals: readonly string[];
  readonly excludePrincipals?: readonly string[];
  readonly condition?: string;
}

/** An operation of a resource provider, `Microsoft.Storage/storageAccounts/listKeys/action`. */
export interface AzureOperation {
  readonly name: string;
  readonly dataAction: boolean;
}

export interface AzureInput {
  readonly tenant: string;
  /** Everyone who acts, by object id. */
  readonly principals: Iterable<string>;
  readonly memberships: Iterable<{ readonly member: string; readonly group: string }>;
  readonly managementGroups: Iterable<Container>;
  readonly subscriptions: Iterable<AzureSubscription>;
  /** Resource groups and resources. */
  readonly resources: Iterable<AzureResource>;
  readonly roleDefinitions: Iterable<AzureRoleDefinition>;
  readonly roleAssignments: Iterable<AzureRoleAssignment>;
  readonly denyAssignments: readonly AzureDenyAssignment[] | 'unknown';
  readonly vaultPolicies?: Iterable<AzureVaultPolicy>;
  /** Of the providers, where they were collected; the best-known ones are built in. */
  readonly operations?: Iterable<AzureOperation>;
}
