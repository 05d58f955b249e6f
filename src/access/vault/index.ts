/** Vault's policies: path patterns of which the most specific decides, identities with their groups, templates, namespaces. */
export { openVaultAccess } from './access.ts';
export type * from './types.ts';
