import { type AllowedRun, allowedRuns, type Language } from '../hierarchy/profile.ts';
import { type Origin, perType, type Rule, type Standing } from '../hierarchy/rule.ts';
import { intersectRanges, type Ranges } from '../ranges/ranges.ts';
import type { Certainty } from '../types.ts';
import { REPOSITORY, RUN_OWN_WORKFLOW } from './actions.ts';
import type { GithubEstate } from './repositories.ts';
import type { GithubProtection, GithubSecret } from './types.ts';

/**
 * Actions secrets are given to the workflows of a repository: who can write a workflow there can read them all.
 * https://docs.github.com/en/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions#using-secrets
 */
export function secretRules(language: Language, standing: Standing, estate: GithubEstate): readonly Rule[] {
  if (estate.secrets.length === 0) return [];
  const runs = (action: string): readonly AllowedRun[] => [...allowedRuns(language, standing, REPOSITORY, [action])];
  const reach: Reach = {
    author: runs(RUN_OWN_WORKFLOW),
    admin: runs('administration:write').filter(({ certainty }) => certainty === 'certain'),
    lists: runs('secrets:read'),
    writes: runs('secrets:write'),
  };
  return estate.secrets.flatMap((secret) => rulesFor(secret, reach, estate));
}

interface Reach {
  readonly author: readonly AllowedRun[];
  readonly admin: readonly AllowedRun[];
  readonly lists: readonly AllowedRun[];
  readonly writes: readonly AllowedRun[];
}

const ORDER: readonly Certainty[] = ['certain', 'conditional', 'unknown'];

/** How surely somebody gets at a secret, over the surest of the repositories that have it. */
interface Access {
  readonly certainty: Certainty;
  readonly keys: readonly string[];
}

function rulesFor(secret: GithubSecret, reach: Reach, estate: GithubEstate): Rule[] {
  const repositories = repositoriesOf(secret, estate);
  const rule = (action: string, access: Access | undefined): Rule[] =>
    access === undefined ? [] : [secretRule(secret, action, access, estate)];
  const ofRepository = secret.place.kind === 'organisation' ? [] : repositories;
  return [
    ...rule('secret:use', guarded(secret, surest(reach.author, repositories), reach, repositories)),
    ...rule('secret:list', surest(reach.lists, ofRepository)),
    ...rule('secret:write', surest(reach.writes, ofRepository)),
  ];
}

/** https://docs.github.com/en/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions */
function repositoriesOf({ place }: GithubSecret, estate: GithubEstate): Ranges {
  if (place.kind !== 'organisation') return estate.places.exactly(place.repositoryId);
  if (place.repositories === 'private') return estate.hidden;
  return estate.rangesOf(place.repositories);
}

function surest(runs: readonly AllowedRun[], repositories: Ranges): Access | undefined {
  const met = runs.filter(({ lo, hi }) => intersectRanges([lo, hi], repositories).length > 0);
  const best = ORDER.find((certainty) => met.some((run) => run.certainty === certainty));
  if (best === undefined) return undefined;
  const keys = met.filter(({ certainty }) => certainty === best).flatMap(({ conditionKeys }) => conditionKeys);
  return { certainty: best, keys: [...new Set(keys)].sort() };
}

/** What the secret's own place adds: an environment's protection rules, a list of repositories that was not read. */
function guarded(
  { id, place }: GithubSecret,
  access: Access | undefined,
  { admin }: Reach,
  repositories: Ranges,
): Access | undefined {
  if (access === undefined || place.kind === 'repository') return access;
  if (place.kind === 'organisation') {
    return place.repositories === 'unknown' ? { certainty: 'unknown', keys: [`repositories of ${id}`] } : access;
  }
  if (place.protection === 'unknown') return { certainty: 'unknown', keys: [`protection rules of ${id}`] };
  const bypass = place.protection.adminsBypass !== false && surest(admin, repositories) !== undefined;
  const keys = bypass ? [] : protectionKeys(place.protection);
  if (keys.length === 0 || access.certainty === 'unknown') return access;
  return { certainty: 'conditional', keys: [...new Set([...access.keys, ...keys])].sort() };
}

/** https://docs.github.com/en/actions/managing-workflow-runs-and-deployments/managing-deployments/managing-environments-for-deployment#deployment-protection-rules */
function protectionKeys(protection: GithubProtection): string[] {
  const keys = {
    'environment:required-reviewers': protection.requiredReviewers,
    'environment:wait-timer': protection.waitTimer,
    'environment:branch-policy': protection.branchPolicy,
    'environment:custom-rules': protection.customRules,
  };
  return Object.entries(keys).flatMap(([key, set]) => (set === true ? [key] : []));
}

function secretRule(secret: GithubSecret, action: string, access: Access, estate: GithubEstate): Rule {
  const { place } = secret;
  const scope = place.kind === 'organisation' ? 'organisation' : place.repositoryId;
  const origin: Origin = { kind: 'workflow', id: `${place.kind} secret ${secret.name}`, scope };
  return {
    deny: false,
    certainty: access.certainty,
    keys: access.keys,
    ranges: estate.places.exactly(secret.id),
    origin,
    identity: JSON.stringify([place.kind, action, access.certainty, access.keys]),
    actionsOn: perType((type) => type.where(({ name }) => name === action)),
  };
}
