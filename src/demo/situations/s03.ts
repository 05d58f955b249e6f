import { humanKey } from '../cast.ts';
import { GITHUB_ORG, repositoryKey } from '../sources/github.ts';
import type { Planted } from '../types.ts';
import type { World } from '../world.ts';

const COPILOT = 'GitHubCopilotChat/0.31.5 vscode/1.107.3';

/** A Copilot task tries to push to another team's repository, and is refused. */
export function s03(world: World): Planted {
  const developer = world.cast.get('idris');
  const agent = world.github.seat(developer, 220);
  const push = { user_agent: COPILOT, programmatic_access_type: 'GitHub App user-to-server token' };
  const branch = { branch: 'refs/heads/copilot/reconcile-fees' };
  world.github.audit('protected_branch.rejected_ref_update', developer, 0, 6, {
    repo: `${GITHUB_ORG}/ledger`,
    ...push,
    ...branch,
  });
  world.github.audit('git.push', developer, 0, 5, { repo: `${GITHUB_ORG}/payments-api`, ...push, ...branch });
  return {
    situation: 'S3',
    title: 'A Copilot task tried to push to the repository of another team',
    status: 'expected',
    subjects: { agent, resource: repositoryKey('ledger'), principal: `github:${GITHUB_ORG}:user:${developer.github}` },
    owner: humanKey(developer),
    route: { to: humanKey(developer), why: 'the developer whose task it was' },
    path: [humanKey(developer), agent, repositoryKey('ledger')],
    nearMisses: [
      {
        what: 'the same task pushed to the own team’s repository',
        subjects: { agent, resource: repositoryKey('payments-api') },
      },
    ],
  };
}
