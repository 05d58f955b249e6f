import { edge, ref } from '../../schema/index.ts';
import { deriveJob } from '../job.ts';

/**
 * Credentials that share a keyed fingerprint are one credential: what lies in a file, and what its system knows by a
 * public id. The record of the system (the one that is no bare fingerprint) stands for all; edges lead both ways, so that
 * lineage can be followed from either.
 */
export const sameCredentialJob = deriveJob({
  id: 'same-credential',
  title: 'Credentials known by several names',
  reads: ['Credential'],
  writes: ['SAME_AS'],
  async *run({ graph }) {
    const text = `MATCH (c:Credential) WHERE c.retiredAt IS NULL AND (c.fingerprints IS NOT NULL OR c.id STARTS WITH 'fp:')
                  RETURN c.id AS id, coalesce(c.fingerprints, []) AS fingerprints ORDER BY id`;
    const holders = new Map<string, Set<string>>();
    for await (const row of graph.stream(text)) {
      const id = row['id'] as string;
      for (const fingerprint of [...(row['fingerprints'] as string[]), id]) {
        if (!fingerprint.startsWith('fp:')) continue;
        const set = holders.get(fingerprint);
        if (set === undefined) holders.set(fingerprint, new Set([id]));
        else set.add(id);
      }
    }
    for (const [fingerprint, ids] of holders) yield* sameAs(fingerprint, [...ids]);
  },
});

function* sameAs(fingerprint: string, ids: readonly string[]) {
  const named = [...ids].sort((a, b) => Number(a.startsWith('fp:')) - Number(b.startsWith('fp:')) || (a < b ? -1 : 1));
  const [main, ...others] = named;
  if (main === undefined) return;
  const props = { basis: `the same keyed fingerprint ${fingerprint.slice(0, 14)}…` };
  for (const other of others) {
    yield edge('SAME_AS', ref('Credential', main), ref('Credential', other), props);
    yield edge('SAME_AS', ref('Credential', other), ref('Credential', main), props);
  }
}
