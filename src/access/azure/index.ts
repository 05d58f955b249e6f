/** Azure RBAC: role and deny assignments over management groups, subscriptions, resource groups and resources. */
export { openAzureAccess } from './access.ts';
export type * from './types.ts';
