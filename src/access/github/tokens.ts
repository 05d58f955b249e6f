import type { Gate, Rule } from '../hierarchy/rule.ts';
import { type GithubEstate, grant } from './repositories.ts';
import { actionsOfPermissions, actionsOfScopes, EVERYTHING, READERS } from './roles.ts';
import type { GithubPermissions, GithubSelection, GithubToken } from './types.ts';

/** The gate of the token itself: what it may be used for, whoever it belongs to. */
export function tokenGate(token: GithubToken, estate: GithubEstate): Gate {
  return { name: token.kind, rules: token.ended === true ? [] : rulesOf(token, estate) };
}

function rulesOf(token: GithubToken, estate: GithubEstate): Rule[] {
  switch (token.kind) {
    case 'classic':
      return classicRules(token, estate);
    case 'fine-grained':
      return [readsPublic(token.id, estate), ...permittedRules(token, estate)];
    case 'installation':
      return permittedRules(token, estate);
    case 'deploy-key':
      return deployKeyRules(token, estate);
  }
}

function classicRules(token: GithubToken & { kind: 'classic' }, estate: GithubEstate): Rule[] {
  const origin = { kind: 'token scopes', id: token.id, scope: 'all repositories' };
  if (token.authorised === false) return [readsPublic(token.id, estate)];
  if (token.scopes === 'unknown') {
    return [readsPublic(token.id, estate), grant(EVERYTHING, estate.all, origin, [`scopes of ${token.id}`])];
  }
  const actions = actionsOfScopes(token.scopes);
  return [
    grant(actions.public, estate.open, { ...origin, scope: 'public repositories' }),
    grant(actions.all, estate.all, origin),
  ];
}

interface Permitted {
  readonly id: string;
  readonly permissions: GithubPermissions | 'unknown';
  readonly repositories: GithubSelection;
}

/** https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens#types-of-personal-access-tokens */
function permittedRules({ id, permissions, repositories }: Permitted, estate: GithubEstate): Rule[] {
  const scope = Array.isArray(repositories) ? [...repositories].sort().join(' ') : `${repositories} repositories`;
  const origin = { kind: 'token permissions', id, scope };
  const missing = [
    ...(permissions === 'unknown' ? [`permissions of ${id}`] : []),
    ...(repositories === 'unknown' ? [`repositories of ${id}`] : []),
  ];
  const permitted = permissions === 'unknown' ? EVERYTHING : actionsOfPermissions(permissions);
  return [grant(repositories === 'public' ? READERS : permitted, estate.rangesOf(repositories), origin, missing)];
}

function readsPublic(id: string, { open }: GithubEstate): Rule {
  return grant(READERS, open, { kind: 'token', id, scope: 'public repositories' });
}

/** It acts for nobody, and writes workflow files like any other. https://docs.github.com/en/authentication/connecting-to-github-with-ssh/managing-deploy-keys#deploy-keys */
function deployKeyRules(token: GithubToken & { kind: 'deploy-key' }, estate: GithubEstate): Rule[] {
  const origin = { kind: 'deploy key', id: token.id, scope: token.repositoryId };
  const ranges = estate.places.exactly(token.repositoryId);
  const reads = grant(actionsOfPermissions({ contents: 'read' }), ranges, origin);
  const writes = actionsOfPermissions({ contents: 'write', workflows: 'write' });
  if (token.readOnly === 'unknown') return [reads, grant(writes, ranges, origin, [`whether ${token.id} may write`])];
  return token.readOnly ? [reads] : [grant(writes, ranges, origin)];
}
