/** GCP IAM: allow and deny policies over organisation, folders, projects and resources. */
export { openGcpAccess } from './access.ts';
export { becomeServiceAccount } from './become.ts';
export type * from './types.ts';
