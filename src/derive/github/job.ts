import { openGithubAccess, profilesOf } from '../../access/index.ts';
import { profileRecords } from '../hierarchy/records.ts';
import { deriveJob } from '../job.ts';
import { readGithubInputs } from './input.ts';

/** Roles on repositories, and what tokens were granted, are told by the collector: of two that say the same one is enough. */
const KINDS = ['github:actions-secret'];

/** The Actions secrets that people, Apps and tokens reach by the workflows that they can write. */
export const githubAccessJob = deriveJob({
  id: 'github-access',
  title: 'Effective access in GitHub',
  reads: ['GRANTED_ON'],
  writes: ['AccessProfile', 'HAS_ACCESS', 'CAN', 'Scope'],
  async *run({ graph, signal }) {
    for await (const input of readGithubInputs(graph)) {
      const credentials = new Set([...input.tokens].flatMap(({ id, kind }) => (kind === 'installation' ? [] : [id])));
      const access = openGithubAccess(input);
      for (const found of profilesOf(access)) {
        signal.throwIfAborted();
        yield* profileRecords(access, found, { system: 'github', kinds: KINDS, credentials });
      }
    }
  },
});
