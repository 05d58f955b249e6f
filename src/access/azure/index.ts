/** Azure RBAC: role and deny assignments over management groups, subscriptions, resource groups and resources. */
export { explainAzureAccess, openAzureAccess } from './access.ts';
export type * from './types.ts';
