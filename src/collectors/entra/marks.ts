import { type Mark, unmarked } from '../../collect/index.ts';
import type { Collection } from './files-route.ts';

/** A related object says of which type it is; the other properties of the types differ. */
const OBJECT: Mark = ['id', '@odata.type'];

/** What every object of a collection has; assignments are looked at where they are gathered. */
const MARKS: Readonly<Record<Collection, Mark>> = {
  users: ['id', 'userPrincipalName'],
  groups: ['id', 'groupTypes|members'],
  members: OBJECT,
  applications: ['id', 'appId|federatedIdentityCredentials', 'displayName|federatedIdentityCredentials|owners'],
  federated: ['issuer', 'subject', 'audiences'],
  blueprints: ['appId', 'displayName'],
  'blueprint-sponsors': OBJECT,
  'blueprint-owners': OBJECT,
  'service-principals': ['id', 'appId|memberOf|appRoleAssignedTo', 'displayName|memberOf|appRoleAssignedTo'],
  'blueprint-principals': ['appId', 'displayName'],
  'agent-identities': ['agentIdentityBlueprintId'],
  'agent-sponsors': OBJECT,
  'agent-owners': OBJECT,
  'member-of': OBJECT,
  assignments: [],
  grants: ['clientId', 'consentType', 'scope'],
  audits: ['activityDateTime', 'activityDisplayName'],
  'sign-ins': ['createdDateTime', 'resourceDisplayName|servicePrincipalId|userPrincipalName'],
  'principal-activity': ['appId', 'lastSignInActivity'],
  'credential-activity': ['appId', 'keyId'],
};

/** What tells that a value is no object of the collection. */
export function unmarkedIn(collection: Collection, value: unknown): string | undefined {
  return unmarked(value, MARKS[collection]);
}
