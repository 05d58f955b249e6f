/** GitHub: base permission, teams, roles, tokens within their owners, and the Actions secrets that workflows open. */
export { openGithubAccess } from './access.ts';
export type * from './types.ts';
