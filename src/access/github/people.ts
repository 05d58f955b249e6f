import { groupsOfMember } from '../hierarchy/members.ts';
import type { Rule } from '../hierarchy/rule.ts';
import type { Problem } from '../problem.ts';
import { type GithubEstate, grant } from './repositories.ts';
import { actionsOfRole, EVERYTHING, READERS } from './roles.ts';
import type { GithubCustomRole, GithubInput, GithubRole } from './types.ts';

/** Anyone with a GitHub account, and without. */
export const ANYONE = 'anyone';

/** What people may do: members, owners and outside collaborators. */
export interface People {
  readonly ids: readonly string[];
  readonly problems: readonly Problem[];
  /** `undefined` for somebody who is not known. */
  rulesOf(id: string): readonly Rule[] | undefined;
}

export function openPeople(input: GithubInput, estate: GithubEstate): People {
  const custom = new Map([...input.customRoles].map((role) => [role.name.toLowerCase(), role]));
  const members = new Map([...input.members].map(({ id, owner }) => [id, owner]));
  const outside = new Set(input.outsideCollaborators);
  const teamsOf = groupsOfMember([...membershipsOf(input)]);
  const held = new Map<string, Rule[]>();
  const problems: Problem[] = [];
  for (const role of input.roles) {
    held.set(role.holderId, [...(held.get(role.holderId) ?? []), ...roleRules(role, custom, estate)]);
    if (actionsOfRole(role.role, custom).perhaps.size > 0) problems.push(unclearRole(role));
  }
  const base = baseRules(input, estate);
  if (input.basePermission === 'unknown') problems.push(unclearBase(input));
  const everyone = publicRules(estate);
  return {
    ids: [...new Set([...members.keys(), ...outside])],
    problems,
    rulesOf: (id) => {
      if (id === ANYONE) return everyone;
      const owner = members.get(id);
      if (owner === undefined && !outside.has(id)) return undefined;
      const roles = [id, ...teamsOf(id)].flatMap((holder) => held.get(holder) ?? []);
      const inherited = owner === undefined ? [] : [...base, ...ownerRules(owner, estate)];
      return [...everyone, ...inherited, ...roles];
    },
  };
}

/** A child team has what its parent has. https://docs.github.com/en/organizations/organizing-members-into-teams/about-teams#nested-teams */
function* membershipsOf({ teamMembers, teams }: GithubInput) {
  for (const { memberId, teamId } of teamMembers) yield { member: memberId, group: teamId };
  for (const { id, parentId } of teams) if (parentId !== undefined) yield { member: id, group: parentId };
}

function roleRules(
  { holderId, repositoryId, role }: GithubRole,
  custom: ReadonlyMap<string, GithubCustomRole>,
  estate: GithubEstate,
): Rule[] {
  const origin = { kind: 'repository role', id: `${holderId} ${role}`, scope: repositoryId, principal: holderId };
  const ranges = estate.places.exactly(repositoryId);
  const { sure, perhaps } = actionsOfRole(role, custom);
  return [
    ...(sure.size > 0 ? [grant(sure, ranges, origin)] : []),
    ...(perhaps.size > 0 ? [grant(perhaps, ranges, origin, [`permissions of the role ${role}`])] : []),
  ];
}

/** https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/setting-base-permissions-for-an-organization */
function baseRules({ basePermission }: GithubInput, estate: GithubEstate): Rule[] {
  const origin = { kind: 'base permission', id: basePermission, scope: 'all repositories', principal: 'members' };
  const internal = grant(READERS, estate.internal, { ...origin, id: 'internal', scope: 'internal repositories' });
  if (basePermission === 'unknown') return [internal, grant(EVERYTHING, estate.all, origin, ['base permission'])];
  const { sure } = actionsOfRole(basePermission, new Map());
  return sure.size === 0 ? [internal] : [internal, grant(sure, estate.all, origin)];
}

function publicRules({ open, unclear }: GithubEstate): Rule[] {
  const origin = { kind: 'visibility', id: 'public', scope: 'public repositories', principal: 'anyone' };
  const seen = grant(READERS, open, origin);
  if (unclear.length === 0) return [seen];
  const perhaps = { ...origin, id: 'unknown', scope: 'repositories of unknown visibility' };
  return [seen, grant(READERS, unclear, perhaps, ['visibility of the repository'])];
}

/** https://docs.github.com/en/organizations/managing-peoples-access-to-your-organization-with-roles/roles-in-an-organization */
function ownerRules(owner: boolean | 'unknown', { all }: GithubEstate): Rule[] {
  if (owner === false) return [];
  const origin = { kind: 'organisation owner', id: 'owner', scope: 'all repositories' };
  return [grant(EVERYTHING, all, origin, owner === 'unknown' ? ['role in the organisation'] : [])];
}

function unclearRole({ role, repositoryId }: GithubRole): Problem {
  return {
    code: 'role-missing',
    message: `Not all permissions of the role ${role} are known`,
    resourceId: repositoryId,
  };
}

function unclearBase({ organisation }: GithubInput): Problem {
  return { code: 'permissions-unknown', message: `The base permission of ${organisation} could not be read` };
}
