import type { GithubInput, GithubRepository, GithubToken } from '../../../src/access/github/index.ts';

const RANKS = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

/** The least role that permits each of some actions. */
export const LEAST_ROLE: Readonly<Record<string, string>> = {
  'contents:read': 'read',
  'issues:write': 'triage',
  'contents:write': 'write',
  'workflows:write': 'write',
  'settings:write': 'maintain',
  'administration:write': 'admin',
};

/** GitHub's roles as plainly as they can be: one person or token, one action, one repository; the highest role counts. */
export function naiveGithub(input: GithubInput, who: string, action: string, repository: GithubRepository): boolean {
  if (repository.archived === true && !action.endsWith(':read') && action !== 'administration:write') return false;
  const token = [...input.tokens].find(({ id }) => id === who);
  if (token === undefined) return roleReaches(input, who, action, repository);
  if (token.ended === true || !tokenReaches(token, action, repository)) return false;
  const owner = 'ownerId' in token ? token.ownerId : undefined;
  return owner === undefined || roleReaches(input, owner, action, repository);
}

function roleReaches(input: GithubInput, who: string, action: string, { id, visibility }: GithubRepository): boolean {
  const member = [...input.members].find((one) => one.id === who);
  const holders = new Set([who]);
  for (const { memberId, teamId } of input.teamMembers) if (memberId === who) holders.add(teamId);
  for (let before = 0; before !== holders.size; ) {
    before = holders.size;
    for (const team of input.teams) if (holders.has(team.id) && team.parentId !== undefined) holders.add(team.parentId);
  }
  const roles = [...input.roles]
    .filter((one) => holders.has(one.holderId) && one.repositoryId === id)
    .map(({ role }) => role);
  if (visibility === 'public' || (visibility === 'internal' && member !== undefined)) roles.push('read');
  if (member !== undefined) roles.push(member.owner ? 'admin' : input.basePermission);
  const best = Math.max(0, ...roles.map((role) => RANKS.indexOf(role)));
  return best >= RANKS.indexOf(LEAST_ROLE[action] ?? 'admin');
}

function tokenReaches(token: GithubToken, action: string, { id, visibility }: GithubRepository): boolean {
  const open = visibility === 'public' && action.endsWith(':read');
  if (token.kind === 'classic') {
    const scopes = token.scopes === 'unknown' ? [] : token.scopes;
    if (action === 'workflows:write' && !scopes.includes('workflow')) return false;
    return open || scopes.includes('repo') || (visibility === 'public' && scopes.includes('public_repo'));
  }
  if (token.kind === 'deploy-key')
    return (
      token.repositoryId === id &&
      (action === 'contents:read' || (token.readOnly === false && /^(contents|workflows):write$/.test(action)))
    );
  if (open && token.kind === 'fine-grained') return true;
  const [name = '', access = ''] = action.split(':');
  const given = token.permissions === 'unknown' ? undefined : token.permissions[name];
  const selected =
    token.repositories === 'all' || (Array.isArray(token.repositories) && token.repositories.includes(id));
  return selected && given !== undefined && (access === 'read' || given === 'write');
}
