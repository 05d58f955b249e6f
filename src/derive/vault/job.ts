import { openVaultAccess, profilesOf } from '../../access/index.ts';
import { profileRecords } from '../hierarchy/records.ts';
import { deriveJob } from '../job.ts';
import { readVaultInputs } from './input.ts';

/** Other paths of the API are told with the policies that name them: no inventory lists them. */
const KINDS = ['vault:secret'];

/** Effective access of Vault's entities, roles and tokens, all their policies taken together. */
export const vaultAccessJob = deriveJob({
  id: 'vault-access',
  title: 'Effective access in Vault',
  reads: ['Policy', 'GOVERNED_BY'],
  writes: ['AccessProfile', 'HAS_ACCESS', 'CAN', 'Scope'],
  async *run({ graph, signal }) {
    for (const input of await readVaultInputs(graph)) {
      const tokens = new Set([...input.subjects].flatMap(({ id }) => (id.includes(':token:') ? [id] : [])));
      const access = openVaultAccess(input);
      for (const found of profilesOf(access)) {
        signal.throwIfAborted();
        yield* profileRecords(access, found, { system: 'vault', kinds: KINDS, credentials: tokens });
      }
    }
  },
});
