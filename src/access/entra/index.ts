/** Entra: app roles, delegated permissions, and who can become an application by adding a credential to it. */
export { openEntraAccess } from './access.ts';
export { becomeApplications } from './become.ts';
export type * from './types.ts';
